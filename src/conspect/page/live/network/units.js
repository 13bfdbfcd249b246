// A unit more or less, in a layer, among the inputs or among the outputs.

import { _ } from "../language.js";
import { places, position, zeros } from "../values.js";
import { withSetting } from "./edits.js";
import { networkOf, planOf } from "./plan.js";
import { ModelError, ruleOf, withRole } from "./rules.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("./wiring.js").Step} Step */

/**
 * A unit more in a layer that decides how many it has.
 * @param {Network} network
 * @param {number} index
 * @returns {Network}
 */
export function addUnit(network, index) {
  const field = unitsField(network, index);
  return withSetting(network, index, field, Number(network.frame.structure.layers[index].rule.settings[field]) + 1);
}

/**
 * A unit less; its weights go with it, those of the others stay.
 * @param {Network} network
 * @param {number} index
 * @param {number} [unit]  from 0; left out, the last
 * @returns {Network}
 */
export function removeUnit(network, index, unit) {
  const field = unitsField(network, index);
  const { rules, structure, steps } = network.frame;
  const units = Number(structure.layers[index].rule.settings[field]);
  if (units === 1) throw new ModelError(_("The last unit of a layer stays."));
  const plan = planOf(network);
  const item = plan.items[index];
  item.rule = { ...item.rule, settings: { ...item.rule.settings, [field]: units - 1 } };
  const letter = Object.entries(ruleOf(rules.layers, item.rule.kind).decides ?? {}).find(([, each]) => each === field);
  const step = steps.find(({ layer }) => layer === index);
  if (step && letter) dropUnit(network, plan, step, letter[0], unit ?? units - 1);
  return networkOf(network, plan);
}

/**
 * Another number of inputs.
 * @param {Network} network
 * @param {number} inputs
 * @returns {Network}
 */
export function withInputs(network, inputs) {
  const plan = planOf(network);
  return networkOf(network, { ...plan, structure: { ...plan.structure, inputs: [inputs] } });
}

/**
 * Another number of outputs, in the last layer that decides how many it has.
 * @param {Network} network
 * @param {number} outputs
 * @returns {Network}
 */
export function withOutputs(network, outputs) {
  const { rules, structure } = network.frame;
  const decides = structure.layers.map(({ rule }) => Object.values(ruleOf(rules.layers, rule.kind).decides ?? {})[0]);
  const last = decides.findLastIndex(Boolean);
  if (last < 0) throw new ModelError(_("No layer of this network has units of its own."));
  return withSetting(network, last, decides[last], outputs);
}

/**
 * Take a unit out of every parameter that it has weights in: of its own layer, and of those that read
 * it, by way of activations and sums.
 * @param {Network} network
 * @param {Plan} plan
 * @param {Step} changed
 * @param {string} letter  the index that loses a value
 * @param {number} unit
 */
function dropUnit(network, { items }, changed, letter, unit) {
  /** @type {Set<string>} */
  const narrower = new Set();
  for (const step of network.frame.steps) {
    const { symbols } = step.rule;
    const reads = withRole(step.rule, "input").filter((symbol) => narrower.has(step.names[symbol]));
    if (step !== changed && !reads.length) continue;
    const letters = step === changed ? [letter] : reads.flatMap((symbol) => symbols[symbol].indices.slice(-1));
    for (const symbol of withRole(step.rule, "parameter")) {
      const axis = symbols[symbol].indices.findIndex((index) => letters.includes(index));
      const held = items[step.layer]?.held.get(symbol);
      if (axis < 0 || !held) continue;
      held.values = without(held.values, axis, unit);
      for (const [name, values] of held.state) held.state.set(name, without(values, axis, unit));
    }
    for (const symbol of withRole(step.rule, "output")) {
      if (symbols[symbol].indices.some((index) => letters.includes(index))) narrower.add(step.names[symbol]);
    }
  }
}

/**
 * The array without the elements at one value of an index.
 * @param {Values} values
 * @param {number} axis
 * @param {number} gone
 * @returns {Values}
 */
function without(values, axis, gone) {
  const shape = values.shape.map((size, d) => (d === axis ? size - 1 : size));
  const made = zeros(shape);
  let next = 0;
  for (const place of places(shape)) {
    const old = place.map((index, d) => (d === axis && index >= gone ? index + 1 : index));
    made.data[next++] = values.data[position(values.shape, old)];
  }
  return made;
}

/**
 * The field that says how many units a layer has.
 * @param {Network} network
 * @param {number} index
 * @returns {string}
 */
function unitsField({ frame: { rules, structure } }, index) {
  const [field] = Object.values(ruleOf(rules.layers, structure.layers[index].rule.kind).decides ?? {});
  if (!field) throw new ModelError(_("This layer has as many units as the one before it."));
  return field;
}
