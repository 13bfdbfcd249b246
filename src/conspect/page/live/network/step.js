// One step of training: the entries of the rulebook worked out in order.

import { compileEquation } from "../equations/compile.js";
import { scalar, zeros } from "../values.js";
import { replaced } from "./network.js";
import { withRole } from "./rules.js";
import { rulebook } from "./rulebook.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./network.js").Frame} Frame */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./rulebook.js").Book} Book */
/** @typedef {import("./rulebook.js").Entry} Entry */
/** @typedef {import("./rulebook.js").Part} Part */

/** @typedef {{name: string, part: Part, run: (arrays: ReadonlyMap<string, Values>) => Values}} Work */
/** @typedef {{book: Book, works: readonly Work[]}} Plan  how a step is worked out */

/**
 * One step, recorded whole.
 * @typedef {object} Trace
 * @property {Network} network  before the step
 * @property {Book} book  the equation of every name
 * @property {ReadonlyMap<string, Values>} values  every name: `x`, `W1`, `z1`, `loss`, `dW1`, `new_W1`
 * @property {ReadonlyMap<string, Values>} after  the parameters after it, untrained ones unchanged
 * @property {ReadonlyMap<string, Values>} afterState  the optimizer's state after it
 * @property {number} loss
 * @property {number} lossAfter  on the same batch
 * @property {number} epoch  epochs done before
 * @property {number} batch  counted from 1
 */

/** @type {WeakMap<Frame, Map<number, Plan>>} */
const plans = new WeakMap();

/**
 * How a step on so many samples is worked out; found once for each frame.
 * @param {Frame} frame
 * @param {number} samples
 * @returns {Plan}
 */
export function planOf(frame, samples) {
  const known = plans.get(frame) ?? new Map();
  plans.set(frame, known);
  if (!known.has(samples)) known.set(samples, planned(frame, samples));
  return /** @type {Plan} */ (known.get(samples));
}

/**
 * @param {Frame} frame
 * @param {number} samples
 * @returns {Plan}
 */
function planned(frame, samples) {
  const book = rulebook(frame, samples);
  const shapes = new Map([...book].map(([name, entry]) => [name, entry.shape]));
  for (const [name, shape] of given(frame, samples)) shapes.set(name, shape);
  const works = [...book.values()].map((entry) => ({ ...entry, run: compiled(entry, shapes) }));
  return { book, works };
}

/**
 * The shapes of what no entry works out: rows, parameters; single numbers have [].
 * @param {Frame} frame
 * @param {number} samples
 * @returns {[string, readonly number[]][]}
 */
function given({ steps, shapes, schedule, penalty, optimizer, trained }, samples) {
  const shapeOf = (/** @type {string} */ name) => /** @type {readonly number[]} */ (shapes.get(name));
  /** @type {[string, readonly number[]][]} */
  const all = [
    ["x", [samples, ...shapeOf("x")]],
    ["y", [samples, ...shapeOf("y")]],
  ];
  for (const { rule, names } of steps) {
    for (const [symbol, { role }] of Object.entries(rule.symbols)) {
      if (role === "parameter" && names[symbol]) all.push([names[symbol], shapeOf(names[symbol])]);
    }
  }
  for (const [symbol, { role, indices }] of Object.entries(optimizer.rule.symbols)) {
    if (role !== "state") continue;
    if (!indices.length) all.push([symbol, []]);
    else for (const name of trained) all.push([`${symbol}_${name}`, shapeOf(name)]);
  }
  for (const symbol of Object.keys(schedule?.rule.symbols ?? {})) all.push([symbol, []]);
  for (const symbol of penalty ? withRole(penalty.rule, "given") : []) all.push([symbol, []]);
  return all;
}

/**
 * @param {Entry} entry
 * @param {ReadonlyMap<string, readonly number[]>} shapes
 * @returns {Work["run"]}
 */
function compiled({ shares }, shapes) {
  const [first, ...others] = shares.map(({ equation, sizes, constants }) =>
    compileEquation(equation, { sizes, shapes, constants }),
  );
  if (!others.length) return first;
  return (arrays) => {
    const total = first(arrays);
    for (const share of others) {
      const { data } = share(arrays);
      for (let k = 0; k < data.length; k++) total.data[k] += data[k];
    }
    return total;
  };
}

/**
 * Work out the entries of these parts, each from the arrays that are there by then.
 * @param {Plan} plan
 * @param {readonly Part[]} parts
 * @param {Map<string, Values>} arrays
 */
function run({ works }, parts, arrays) {
  for (const work of works) if (parts.includes(work.part)) arrays.set(work.name, work.run(arrays));
}

/**
 * @param {Network} network
 * @param {Values} x
 * @param {Values} y
 * @returns {Map<string, Values>}
 */
function start(network, x, y) {
  const { penalty } = network.frame;
  const rows = penalty ? withRole(penalty.rule, "given").map((name) => /** @type {const} */ ([name, scalar(x.shape[0])])) : [];
  const arrays = new Map([["x", x], ["y", y], ...network.parameters, ...rows, ...network.state]);
  for (const [name, number] of network.progress) arrays.set(name, scalar(number));
  return arrays;
}

/**
 * One step on a batch, recorded whole; the network itself stays as it is.
 * @param {Network} network
 * @param {Values} x  inputs, one row a sample
 * @param {Values} y  targets, one row a sample
 * @param {{epoch?: number, batch?: number}} [where]  in training the step stands
 * @returns {Trace}
 */
export function trace(network, x, y, { epoch = 0, batch = 1 } = {}) {
  const plan = planOf(network.frame, x.shape[0]);
  const arrays = start(network, x, y);
  run(plan, ["forward", "loss", "backward", "update"], arrays);
  const { after, afterState } = updated(network, arrays);
  const again = start(replaced(network, { parameters: after, state: afterState }), x, y);
  run(plan, ["forward", "loss"], again);
  const [loss, lossAfter] = [lossIn(arrays), lossIn(again)];
  arrays.set("loss_after", scalar(lossAfter));
  return Object.freeze({ network, book: plan.book, values: arrays, after, afterState, loss, lossAfter, epoch, batch });
}

/**
 * The network after one step on a batch, and the loss before it; nothing is recorded.
 * @param {Network} network
 * @param {Values} x
 * @param {Values} y
 * @returns {{network: Network, loss: number}}
 */
export function advance(network, x, y) {
  const plan = planOf(network.frame, x.shape[0]);
  const arrays = start(network, x, y);
  run(plan, ["forward", "loss", "backward", "update"], arrays);
  const { after, afterState } = updated(network, arrays);
  return { network: replaced(network, { parameters: after, state: afterState }), loss: lossIn(arrays) };
}

/**
 * The network after the step.
 * @param {Trace} trace
 * @returns {Network}
 */
export function nextNetwork({ network, after, afterState }) {
  return replaced(network, { parameters: after, state: afterState });
}

/**
 * The network's answers, one row a sample.
 * @param {Network} network
 * @param {Values} x
 * @returns {Values}
 */
export function predict(network, x) {
  return /** @type {Values} */ (forward(network, x).get(network.frame.output));
}

/**
 * Every result of the forward pass by its name.
 * @param {Network} network
 * @param {Values} x
 * @returns {Map<string, Values>}
 */
export function forward(network, x) {
  const { frame } = network;
  const arrays = start(network, x, zeros([x.shape[0], ...(frame.shapes.get("y") ?? [])]));
  run(planOf(frame, x.shape[0]), ["forward"], arrays);
  return arrays;
}

/**
 * The loss of the rows under the network as it stands.
 * @param {Network} network
 * @param {Values} x
 * @param {Values} y
 * @returns {number}
 */
export function lossOf(network, x, y) {
  const arrays = start(network, x, y);
  run(planOf(network.frame, x.shape[0]), ["forward", "loss"], arrays);
  return lossIn(arrays);
}

/**
 * The parameters and the optimizer's state after the update.
 * @param {Network} network
 * @param {ReadonlyMap<string, Values>} arrays
 * @returns {{after: Map<string, Values>, afterState: Map<string, Values>}}
 */
function updated({ parameters, state }, arrays) {
  const renewed = (/** @type {ReadonlyMap<string, Values>} */ values) =>
    new Map([...values].map(([name, value]) => [name, arrays.get(`new_${name}`) ?? value]));
  return { after: renewed(parameters), afterState: renewed(state) };
}

/**
 * @param {ReadonlyMap<string, Values>} arrays
 * @returns {number}
 */
function lossIn(arrays) {
  return /** @type {Values} */ (arrays.get("loss")).data[0];
}
