/**
 * The chain rule, link by link: from the loss back to one number.
 *
 * Every gradient is a sum over the results that read the number: the gradient by each of these times
 * the local derivative. That derivative is read off the gradient's own equation, which is linear in
 * the gradients it takes: it is what comes out with this one set to 1 and all others to 0.
 */

import { compileExpression } from "../equations/compile.js";
import { elements, placeOf } from "../equations/tree.js";
import { writtenOut } from "../equations/substitute.js";
import { treeAt } from "../network/rulebook.js";
import { element, withNumber, zeros } from "../values.js";
import { labelOf } from "./graph.js";

/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../network/rulebook.js").Entry} Entry */
/** @typedef {import("../network/step.js").Trace} Trace */
/** @typedef {import("../values.js").Values} Values */

/**
 * One way on from a number towards the loss.
 *
 * @typedef {object} Branch
 * @property {string} of the result that reads the number
 * @property {number} derivative of that result by the number
 * @property {number} share of the number's gradient: the derivative times the gradient by the result
 */

/**
 * @typedef {object} Link
 * @property {string} by the number
 * @property {number} gradient of the loss by it
 * @property {Branch[]} branches none at the last link, where the loss reads it itself
 * @property {Branch | null} taken the branch that the chain goes along
 */

/**
 * @typedef {object} Chain
 * @property {Link[]} links from the number to what the loss reads
 * @property {number} product of the derivatives along it: this path's part of the gradient
 */

/** A chain is as long as the network is deep; more than this is no chain. */
const LONGEST = 400;

/**
 * The chain from a number to the loss, along the branches chosen, else along the strongest ones.
 *
 * @param {Trace} trace
 * @param {string} name
 * @param {readonly number[]} place
 * @param {number} sample of the batch, from 0
 * @param {Readonly<Record<string, string>>} chosen by the number, the result to go on to
 * @returns {Chain | null} null if the number has no gradient
 */
export function chainOf(trace, name, place, sample, chosen) {
  if (!trace.book.has(`d${name}`)) return null;
  /** @type {Link[]} */
  const links = [];
  let product = 1;
  let here = { name, place };
  while (links.length < LONGEST) {
    const by = labelOf(here.name, here.place);
    const gradient = valueOf(trace, `d${here.name}`, here.place);
    const branches = branchesOf(trace, here.name, here.place, sample);
    const wanted = branches.find((branch) => branch.label === chosen[by]);
    const taken = wanted || strongest(branches);
    links.push({ by, gradient, branches, taken });
    if (!taken) return { links, product: product * gradient };
    product *= taken.derivative;
    here = { name: taken.name, place: taken.place };
  }
  return null;
}

/** @typedef {Branch & {label: string, name: string, place: number[]}} Way */

/**
 * @param {Trace} trace
 * @param {string} name
 * @param {readonly number[]} place
 * @param {number} sample
 * @returns {Way[]}
 */
function branchesOf(trace, name, place, sample) {
  const entry = /** @type {Entry} */ (trace.book.get(`d${name}`));
  const tree = writtenOut(treeAt(entry, place));
  const upstream = new Map(
    elements(tree)
      .filter((each) => isGradient(trace, each) && placeOf(each)[0] === sample)
      .map((each) => [labelOf(each.name, placeOf(each)), each]),
  );
  if (!upstream.size) return [];
  const shapes = new Map([...trace.values].map(([each, { shape }]) => [each, shape]));
  const constants = new Map(entry.shares.flatMap((share) => [...share.constants]));
  const evaluate = compileExpression(tree, { sizes: new Map(), shapes, constants });
  const arrays = new Map(trace.values);
  for (const each of elements(tree)) {
    if (isGradient(trace, each)) arrays.set(each.name, zeros(shapes.get(each.name) || []));
  }
  const nothing = evaluate(arrays);
  return [...upstream.values()].map((each) => {
    const there = placeOf(each);
    const empty = /** @type {Values} */ (arrays.get(each.name));
    const derivative = evaluate(new Map(arrays).set(each.name, withNumber(empty, there, 1))) - nothing;
    const result = each.name.slice(1);
    const label = labelOf(result, there);
    const share = derivative * valueOf(trace, each.name, there);
    return { of: label, label, name: result, place: there, derivative, share };
  });
}

/**
 * Whether an element is the gradient by some other result.
 *
 * @param {Trace} trace
 * @param {Element} each
 */
function isGradient(trace, each) {
  return each.name.startsWith("d") && trace.book.get(each.name)?.part === "backward";
}

/** @param {Way[]} branches @returns {Way | null} */
function strongest(branches) {
  return branches.reduce(
    (/** @type {Way | null} */ best, each) =>
      best === null || Math.abs(each.share) > Math.abs(best.share) ? each : best,
    null,
  );
}

/**
 * @param {Trace} trace
 * @param {string} name
 * @param {readonly number[]} place
 */
function valueOf(trace, name, place) {
  return element(/** @type {Values} */ (trace.values.get(name)), place);
}
