// Other numbers and other rules: another activation, loss or optimizer, a layer more or less.
//
// Each edit gives a new network.

import { _, fill } from "../language.js";
import { withNumber } from "../values.js";
import { buildNetwork, replaced } from "./network.js";
import { complete, firstInput, networkOf, newItem, planOf, progressOf } from "./plan.js";
import { ModelError, ruleOf, withRole } from "./rules.js";

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").Structure} Structure */
/** @typedef {import("./plan.js").Choice} Choice */
/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./rules.js").Settings} Settings */

// numbers

/**
 * Another number at a place of a parameter.
 * @param {Network} network
 * @param {string} name
 * @param {readonly number[]} place  from 0
 * @param {number} number
 * @returns {Network}
 */
export function withElement(network, name, place, number) {
  const values = network.parameters.get(name);
  if (!values) throw new ModelError(fill(_("There is no {name} in this step."), { name }));
  const parameters = new Map(network.parameters).set(name, withNumber(values, place, number));
  return replaced(network, { parameters });
}

/**
 * Whether training changes a parameter.
 * @param {Network} network
 * @param {string} name
 * @param {boolean} trained
 * @returns {Network}
 */
export function withTrained(network, name, trained) {
  const others = network.frame.trained.filter((each) => each !== name);
  return rebuilt(network, { trained: trained ? [...others, name] : others });
}

// rules

/**
 * Another value of a setting: of a layer by its index, or of the loss, the optimizer and the like.
 * @param {Network} network
 * @param {number | "loss" | "optimizer" | "penalty" | "clipping" | "schedule"} where
 * @param {string} key
 * @param {number | boolean | string | null} value
 * @returns {Network}
 */
export function withSetting(network, where, key, value) {
  const { structure } = network.frame;
  if (typeof where === "number") {
    const { kind, settings } = structure.layers[where].rule;
    return withLayer(network, where, { kind, settings: { ...settings, [key]: value } });
  }
  const entry = structure[where];
  if (!entry) throw new ModelError(`no ${where}`);
  return rebuilt(network, { [where]: { ...entry, settings: { ...entry.settings, [key]: value } } });
}

/**
 * Another loss. If it contains an activation, this takes the place of the last one.
 * @param {Network} network
 * @param {string} kind
 * @param {Settings} [settings]  those left out have their defaults
 * @returns {Network}
 */
export function withLoss(network, kind, settings = {}) {
  const { rules, structure } = network.frame;
  const { absorbs } = ruleOf(rules.losses, kind);
  const { reduction } = structure.loss.settings;
  const loss = { kind, settings: { reduction, ...settings } };
  const plan = planOf(network);
  const last = plan.items[plan.items.length - 1];
  if (absorbs && last.rule.kind !== absorbs) {
    if (isActivation(rules, last.rule.kind)) last.rule = complete(rules, { kind: absorbs });
    else plan.items.push(newItem(rules, { kind: absorbs }));
  }
  return networkOf(network, { ...plan, structure: { ...structure, loss } });
}

/**
 * Another optimizer at the same learning rate; it starts without any state.
 * @param {Network} network
 * @param {string} kind
 * @param {Settings} [settings]  those left out have their defaults
 * @returns {Network}
 */
export function withOptimizer(network, kind, settings = {}) {
  const { learning_rate } = network.frame.optimizer.settings;
  const optimizer = { kind, settings: { learning_rate, ...settings } };
  return rebuilt(replaced(network, { state: new Map() }), { optimizer });
}

/**
 * A penalty, clipping or a schedule, or none.
 * @param {Network} network
 * @param {"penalty" | "clipping" | "schedule"} what
 * @param {Choice | null} choice
 * @returns {Network}
 */
export function withExtra(network, what, choice) {
  const start = what === "schedule" ? replaced(network, { progress: new Map() }) : network;
  return rebuilt(start, { [what]: choice && { settings: {}, ...choice } });
}

// layers

/**
 * Another layer in the place of one.
 * @param {Network} network
 * @param {number} index
 * @param {Choice} choice
 * @returns {Network}
 */
export function withLayer(network, index, choice) {
  const plan = planOf(network);
  plan.items[index].rule = complete(network.frame.rules, choice);
  return networkOf(network, plan);
}

/**
 * A layer more, before the one at the index.
 * @param {Network} network
 * @param {number} index
 * @param {Choice} choice
 * @returns {Network}
 */
export function insertLayer(network, index, choice) {
  const plan = planOf(network);
  plan.items.splice(index, 0, newItem(network.frame.rules, choice));
  return networkOf(network, plan);
}

/**
 * Layers less, one as a rule. Who read its result reads what it read.
 * @param {Network} network
 * @param {number} index  of the first one
 * @param {number} [layers]  how many
 * @returns {Network}
 */
export function removeLayer(network, index, layers = 1) {
  const plan = planOf(network);
  for (let k = 0; k < layers; k++) takeOut(network, plan, index);
  return networkOf(network, plan);
}

/**
 * @param {Network} network
 * @param {Plan} plan
 * @param {number} index
 */
function takeOut(network, plan, index) {
  const [gone] = plan.items.splice(index, 1);
  const [instead] = gone.reads.values();
  const before = instead ?? plan.items[index - 1] ?? "x";
  plan.items.forEach((item, position) => {
    for (const [symbol, read] of item.reads) if (read === gone) item.reads.set(symbol, before);
    // The one behind it read the result before it, which is another one now.
    if (position === index && instead) item.reads.set(firstInput(network.frame.rules, item), instead);
    for (const [symbol, { item: owner }] of item.shares) if (owner === gone) item.shares.delete(symbol);
  });
}

/**
 * The same layers under another structure; the numbers stay.
 * @param {Network} network
 * @param {Partial<Structure>} changes
 * @returns {Network}
 */
function rebuilt(network, changes) {
  const { rules, structure, seed, trained } = network.frame;
  const changed = { ...structure, trained, ...changes };
  const made = buildNetwork(rules, changed, { seed, progress: progressOf(network, changed) });
  const kept = [...made.state].map(([name, own]) => /** @type {const} */ ([name, network.state.get(name) ?? own]));
  return replaced(made, { parameters: network.parameters, state: new Map(kept) });
}

/**
 * Whether a layer has no parameters and reads one result: what stands behind a weighted sum.
 * @param {Rules} rules
 * @param {string} kind
 * @returns {boolean}
 */
export function isActivation(rules, kind) {
  const rule = ruleOf(rules.layers, kind);
  return !withRole(rule, "parameter").length && withRole(rule, "input").length === 1;
}

/**
 * What can be chosen, by the names of their files; optimizers that search for their steps cannot.
 * @param {Rules} rules
 * @returns {Record<"layers" | "activations" | "losses" | "optimizers" | "searching" | "schedules" | "penalties" | "clipping", string[]>}
 */
export function choices(rules) {
  const layers = Object.keys(rules.layers);
  const { losses, optimizers, schedules, penalties, clipping } = rules;
  return {
    layers,
    activations: layers.filter((kind) => isActivation(rules, kind)),
    losses: Object.keys(losses),
    optimizers: Object.keys(optimizers).filter((kind) => !optimizers[kind].full_batch),
    searching: Object.keys(optimizers).filter((kind) => optimizers[kind].full_batch),
    schedules: Object.keys(schedules),
    penalties: Object.keys(penalties),
    clipping: Object.keys(clipping),
  };
}
