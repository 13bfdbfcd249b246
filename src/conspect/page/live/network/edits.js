// Other structures: a unit or a layer more or less, another activation, loss or optimizer.
//
// Each edit gives a new network. Parameters keep their values where these still fit; where an array
// grows, the new elements are drawn as for a new network. While layers move, what they read and share
// is kept by the layer itself, not by its name, because names carry numbers that change.

import { _, fill } from "../language.js";
import { places, position, withNumber, zeros } from "../values.js";
import { buildNetwork, replaced, stateName } from "./network.js";
import { isAnyRank, ModelError, ruleOf, settingsOf, withRole } from "./rules.js";
import { named, startWiring } from "./wiring.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./network.js").Structure} Structure */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./rules.js").RuleEntry} RuleEntry */
/** @typedef {import("./rules.js").Settings} Settings */
/** @typedef {import("./wiring.js").LayerEntry} LayerEntry */
/** @typedef {import("./wiring.js").Step} Step */

/** @typedef {{kind: string, settings?: Settings}} Choice  a rule; settings left out have their defaults */

/**
 * A parameter of a layer, with what is kept beside it.
 * @typedef {object} Held
 * @property {Values} values
 * @property {boolean} trained
 * @property {Map<string, Values>} state  the optimizer's, by symbol
 */

/**
 * A layer while the structure changes.
 * @typedef {object} Item
 * @property {RuleEntry} rule
 * @property {Map<string, Item | "x">} reads  what it reads in place of the result before it
 * @property {Map<string, {item: Item, symbol: string}>} shares  parameters that another layer has
 * @property {Map<string, string>} names  its own names, where they are not the usual ones
 * @property {Map<string, Held>} held  its parameters by symbol
 */

/** @typedef {{structure: Structure, items: Item[], state: Map<string, Values>}} Plan */

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

// units

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

// between the two forms

/**
 * The layers of a network, free of their names.
 * @param {Network} network
 * @returns {Plan}
 */
function planOf({ frame, parameters, state }) {
  const { rules, structure, steps, optimizer, trained } = frame;
  /** @type {Map<string, Item | "x">} */
  const makers = new Map([["x", "x"]]);
  /** @type {Map<string, {item: Item, symbol: string}>} */
  const owners = new Map();
  let previous = "x";
  const items = structure.layers.map(({ rule: entry, names = {} }, index) => {
    const step = steps.find(({ layer }) => layer === index);
    const item = newItem(rules, entry);
    const inputs = withRole(ruleOf(rules.layers, entry.kind), "input");
    const usual = inputs.find((symbol) => (names[symbol] ?? previous) === previous);
    for (const [symbol, name] of Object.entries(names)) {
      if (!inputs.includes(symbol)) item.names.set(symbol, name);
      else if (symbol !== usual) item.reads.set(symbol, /** @type {Item | "x"} */ (makers.get(name)));
    }
    for (const symbol of step ? withRole(step.rule, "parameter") : []) {
      const name = step?.names[symbol];
      const values = name === undefined ? undefined : parameters.get(name);
      if (name === undefined || !values) continue;
      const owner = owners.get(name);
      if (owner) {
        item.shares.set(symbol, owner);
        item.names.delete(symbol);
        continue;
      }
      owners.set(name, { item, symbol });
      item.held.set(symbol, { values, trained: trained.includes(name), state: stateOf(optimizer.rule, name, state) });
    }
    const results = step ? named(step, "output").filter((name) => name !== "losses") : [];
    previous = results[results.length - 1] ?? names[inputs[0]] ?? previous;
    for (const name of results) makers.set(name, item);
    return item;
  });
  const numbers = [...state].filter(([name]) => optimizer.rule.symbols[name]);
  return { structure, items, state: new Map(numbers) };
}

/**
 * What the optimizer keeps of one parameter, by symbol.
 * @param {import("./rules.js").Rule} optimizer
 * @param {string} parameter
 * @param {ReadonlyMap<string, Values>} state
 * @returns {Map<string, Values>}
 */
function stateOf(optimizer, parameter, state) {
  /** @type {Map<string, Values>} */
  const kept = new Map();
  for (const symbol of withRole(optimizer, "state").filter((each) => isAnyRank(optimizer.symbols[each]))) {
    const values = state.get(stateName(optimizer, symbol, parameter));
    if (values) kept.set(symbol, values);
  }
  return kept;
}

/**
 * The layers as a description has them, named anew, and the steps that they make.
 * @param {Rules} rules
 * @param {readonly Item[]} items
 * @returns {{layers: LayerEntry[], steps: (Step | null)[]}}
 */
function wired(rules, items) {
  const wiring = startWiring();
  /** @type {Map<Item, Step | null>} */
  const steps = new Map();
  /** @type {Map<Item, string>} */
  const results = new Map();
  const layers = items.map((item, layer) => {
    const names = Object.fromEntries(item.names);
    for (const [symbol, read] of item.reads) names[symbol] = read === "x" ? "x" : results.get(read) ?? wiring.previous;
    for (const [symbol, { item: owner, symbol: theirs }] of item.shares) {
      const name = steps.get(owner)?.names[theirs];
      if (name) names[symbol] = name;
    }
    const rule = ruleOf(rules.layers, item.rule.kind);
    // The last activation may be part of the loss; as a step of its own it has no parameters either.
    const settings = settingsOf(rule, item.rule.settings);
    steps.set(item, wiring.add({ rule, settings, names, number: 0, layer }));
    results.set(item, wiring.previous);
    return { rule: { kind: item.rule.kind, settings }, names };
  });
  return { layers, steps: items.map((item) => steps.get(item) ?? null) };
}

/**
 * The layers under the names that they would be given, and only those names that have to be said:
 * what is read in place of the result before it, and what is shared.
 * @param {Network} network
 * @returns {{layers: LayerEntry[], steps: (Step | null)[]}}
 */
export function plainLayers(network) {
  const { items } = planOf(network);
  for (const item of items) item.names.clear();
  return wired(network.frame.rules, items);
}

/**
 * The network of these layers, named anew; what was there before is kept as far as it fits.
 * @param {Network} before
 * @param {Plan} plan
 * @returns {Network}
 */
function networkOf(before, { structure, items, state }) {
  const { rules, seed } = before.frame;
  const { layers, steps } = wired(rules, items);
  const held = items.flatMap((item, index) =>
    [...item.held].flatMap(([symbol, each]) => {
      const name = steps[index]?.names[symbol];
      return name ? [{ name, ...each }] : [];
    }),
  );
  const known = new Set(held.map(({ name }) => name));
  const fresh = steps.flatMap((step) => (step ? named(step, "parameter") : []));
  const trained = fresh.filter((name) => !known.has(name) || held.some((each) => each.name === name && each.trained));
  const drawn = buildNetwork(rules, { ...structure, layers, trained }, { seed, progress: progressOf(before, structure) });
  return keeping(drawn, held, state);
}

/**
 * The network with the values that are kept, as far as they reach, over its own.
 * @param {Network} network
 * @param {readonly ({name: string} & Held)[]} held
 * @param {ReadonlyMap<string, Values>} numbers  the optimizer's state without indices
 * @returns {Network}
 */
function keeping(network, held, numbers) {
  const { optimizer } = network.frame;
  const parameters = new Map(network.parameters);
  const state = new Map(network.state);
  const keep = (/** @type {Map<string, Values>} */ all, /** @type {string} */ name, /** @type {Values} */ values) => {
    const own = all.get(name);
    if (own) all.set(name, over(own, values));
  };
  for (const { name, values, state: kept } of held) {
    keep(parameters, name, values);
    for (const [symbol, each] of kept) keep(state, stateName(optimizer.rule, symbol, name), each);
  }
  for (const [name, values] of numbers) keep(state, name, values);
  return replaced(network, { parameters, state });
}

/**
 * The first array with the second one's numbers wherever both have a place.
 * @param {Values} under
 * @param {Values} above
 * @returns {Values}
 */
function over(under, above) {
  if (under.shape.length !== above.shape.length) return under;
  const data = under.data.slice();
  for (const place of places(above.shape)) {
    const at = position(under.shape, place);
    if (at >= 0) data[at] = above.data[position(above.shape, place)];
  }
  return { shape: under.shape, data };
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
 * The schedule's own numbers, as long as the schedule stays the same.
 * @param {Network} network
 * @param {Structure} structure
 * @returns {Record<string, number> | undefined}
 */
function progressOf({ frame, progress }, { schedule }) {
  return frame.schedule?.rule.kind === schedule?.kind && progress.size ? Object.fromEntries(progress) : undefined;
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

/**
 * @param {Rules} rules
 * @param {Choice} choice
 * @returns {Item}
 */
function newItem(rules, choice) {
  return { rule: complete(rules, choice), reads: new Map(), shares: new Map(), names: new Map(), held: new Map() };
}

/**
 * The choice with all its settings.
 * @param {Rules} rules
 * @param {Choice} choice
 * @returns {RuleEntry}
 */
function complete(rules, { kind, settings }) {
  return { kind, settings: settingsOf(ruleOf(rules.layers, kind), settings) };
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
 * @param {Rules} rules
 * @param {Item} item
 * @returns {string}
 */
function firstInput(rules, item) {
  return withRole(ruleOf(rules.layers, item.rule.kind), "input")[0];
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
