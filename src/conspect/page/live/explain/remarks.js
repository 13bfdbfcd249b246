// What a teacher would point out beside the arithmetic.

import { compileEquation, compileExpression } from "../equations/compile.js";
import { elements, walk } from "../equations/tree.js";
import { spellOut, withNumbers } from "../equations/substitute.js";
import { _, fill, plural } from "../language.js";
import { hyperparameters, isAnyRank, withRole } from "../network/rules.js";
import { named } from "../network/wiring.js";
import { decimal } from "./rounding.js";
import { UNICODE } from "./write.js";

/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../network/network.js").Frame} Frame */
/** @typedef {import("../network/rulebook.js").Entry} Entry */
/** @typedef {import("../network/step.js").Trace} Trace */
/** @typedef {import("../network/wiring.js").Step} Step */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./rounding.js").Printed} Printed */
/** @typedef {(element: Element) => number} ValueOf */

/**
 * What is worth saying about one line: a corner that it stands on, digits that were lost.
 * @param {Entry} entry
 * @param {Tree} tree  the right side, written out
 * @param {ValueOf} valueOf
 * @param {Printed} printed
 * @param {number} digits
 * @returns {string[]}
 */
export function onLine(entry, tree, valueOf, printed, digits) {
  const said = entry.part === "backward" ? corners(entry, tree, valueOf) : [];
  if (!printed.result.isFinite()) return [...said, ...overflow(tree, valueOf, printed)];
  if (printed.digits === 0) {
    said.push(_("Floating point cancelled every digit here: what is left is rounding, printed as 0."));
  } else if (printed.digits < digits) {
    const message = plural(
      "Floating point cancelled digits here: only {count} digit of the result holds.",
      "Floating point cancelled digits here: only {count} digits of the result hold.",
      printed.digits,
    );
    said.push(fill(message, { count: printed.digits }));
  }
  return said;
}

/**
 * Said where an infinity or a NaN arises, not where it is only handed on.
 * @param {Tree} tree
 * @param {ValueOf} valueOf
 * @param {Printed} printed
 * @returns {string[]}
 */
function overflow(tree, valueOf, printed) {
  if (!elements(tree).every((element) => Number.isFinite(valueOf(element)))) return [];
  if (printed.result.isNaN()) {
    return [_("On the way here, numbers became too large for floating point: NaN is no number.")];
  }
  return [_("The result is beyond the largest number that floating point can hold.")];
}

/**
 * Corners that the element stands on: where a function has two slopes and one is taken.
 * @param {Entry} entry
 * @param {Tree} tree
 * @param {ValueOf} valueOf
 * @returns {string[]}
 */
function corners(entry, tree, valueOf) {
  const name = _(entry.shares[0].rule.kind);
  /** Under these values a gradient rule gives its own slope: what comes from above is 1. */
  const slopes = (/** @type {Element} */ element) =>
    element.name.startsWith("d") && element.indices.length ? 1 : valueOf(element);
  /** @type {string[]} */
  const said = [];
  for (const node of walk(tree)) {
    if (node.kind === "choice") {
      const { left, right } = node.condition;
      const edge = valueIn(right, valueOf);
      if (valueIn(left, valueOf) !== edge) continue;
      const slope = valueIn(node.otherwise, slopes);
      if (valueIn(node.then, slopes) === slope) continue;
      const message = _("{element} is exactly {value}, where {name} has a corner; its slope there is taken as {slope}.");
      said.push(fill(message, { element: UNICODE.write(left), value: edge, name, slope }));
    } else if (node.kind === "call" && node.function === "sign" && valueIn(node.argument, valueOf) === 0) {
      const message = _("{element} is exactly 0, where {name} has a corner; its slope there is taken as 0.");
      said.push(fill(message, { element: UNICODE.write(node.argument), name }));
    }
  }
  return said;
}

/**
 * @param {Tree} tree
 * @param {ValueOf} valueOf
 * @returns {number}
 */
function valueIn(tree, valueOf) {
  const numbers = withNumbers(tree, (element) => decimal(valueOf(element)));
  return compileExpression(numbers, { sizes: new Map(), shapes: new Map(), constants: new Map() })(new Map());
}

/**
 * Which parameters are no longer finite before this step; empty if all are.
 * @param {Trace} trace
 * @returns {string}
 */
export function diverged({ network }) {
  const names = [...network.parameters].filter(([, { data }]) => !data.every(Number.isFinite)).map(([name]) => name);
  if (!names.length) return "";
  const message = plural(
    "Training has diverged: {names} holds numbers that are not finite. Take a smaller learning rate, or fewer epochs.",
    "Training has diverged: {names} hold numbers that are not finite. Take a smaller learning rate, or fewer epochs.",
    names.length,
  );
  return fill(message, { names: names.join(", ") });
}

/**
 * Which parameters stay as they are; empty if all are trained.
 * @param {Trace} trace
 * @returns {string}
 */
export function untrained({ network: { parameters, frame } }) {
  const names = [...parameters.keys()].filter((name) => !frame.trained.includes(name));
  if (!names.length) return "";
  const message = plural(
    "{names} is not trained: its gradient is worked out, its values stay.",
    "{names} are not trained: their gradients are worked out, their values stay.",
    names.length,
  );
  return fill(message, { names: names.join(", ") });
}

/**
 * What is to be said of units whose slope is 0 for every sample.
 * @param {Trace} trace
 * @returns {string[]}
 */
export function deadUnits({ network: { frame }, values }) {
  return frame.steps.slice(0, -1).flatMap((step) => {
    const { rule, names } = step;
    const reads = withRole(rule, "input").filter((symbol) => isAnyRank(rule.symbols[symbol]));
    const [output] = named(step, "output").slice(-1);
    const result = /** @type {Values} */ (values.get(output));
    if (reads.length !== 1 || result.shape.length !== 2) return [];
    const slopes = slopesOf(step, values, result.shape);
    const [samples, units] = result.shape;
    const everywhere = (/** @type {number} */ unit, /** @type {Float64Array} */ data) => {
      for (let n = 0; n < samples; n++) if (data[n * units + unit] !== 0) return false;
      return true;
    };
    const dead = [...Array(units).keys()].filter((unit) => everywhere(unit, slopes.data));
    const off = dead.every((unit) => everywhere(unit, result.data));
    return dead.length ? [saidOfDead(names[withRole(rule, "output").slice(-1)[0]], dead, off)] : [];
  });
}

/**
 * The slopes of an element-wise step: its gradient where what comes from above is 1.
 * @param {Step} step
 * @param {ReadonlyMap<string, Values>} values
 * @param {readonly number[]} shape
 * @returns {Values}
 */
function slopesOf({ rule, settings, names }, values, shape) {
  const bySymbol = new Map(Object.entries(names).map(([symbol, name]) => [symbol, /** @type {Values} */ (values.get(name))]));
  const ones = { shape, data: new Float64Array(shape[0] * shape[1]).fill(1) };
  for (const symbol of withRole(rule, "output")) bySymbol.set(`d${symbol}`, ones);
  const shapes = new Map([...bySymbol].map(([symbol, { shape: own }]) => [symbol, own]));
  const sizes = new Map([["n", shape[0]], ["j", shape[1]]]);
  const binding = { sizes, shapes, constants: hyperparameters(rule, settings) };
  return compileEquation(spellOut(rule.gradients[0], ["n", "j"]), binding)(bySymbol);
}

/**
 * @param {string} name
 * @param {readonly number[]} units  from 0
 * @param {boolean} off  whether they put out 0 for every sample
 * @returns {string}
 */
function saidOfDead(name, units, off) {
  const shown = units.slice(0, 10).map((unit) => unit + 1).join(", ") + (units.length > 10 ? ", …" : "");
  const message = off
    ? plural(
        "Unit {units} of {name} is dead for this batch: it puts out 0 with slope 0 for every sample, so no gradient reaches what feeds it.",
        "Units {units} of {name} are dead for this batch: they put out 0 with slope 0 for every sample, so no gradient reaches what feeds them.",
        units.length,
      )
    : plural(
        "Unit {units} of {name} is saturated for this batch: its slope is 0 to the last digit for every sample, so no gradient reaches what feeds it.",
        "Units {units} of {name} are saturated for this batch: their slope is 0 to the last digit for every sample, so no gradient reaches what feeds them.",
        units.length,
      );
  return fill(message, { units: shown, name });
}
