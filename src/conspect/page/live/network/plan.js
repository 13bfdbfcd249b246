// The layers of a network free of their names, and the network that they make.
//
// While layers move, what they read and share is kept by the layer itself, not by its name, because
// names carry numbers that change. Parameters keep their values where these still fit; where an array
// grows, the new elements are drawn as for a new network.

import { places, position } from "../values.js";
import { buildNetwork, replaced, stateName } from "./network.js";
import { isAnyRank, ruleOf, settingsOf, withRole } from "./rules.js";
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

/**
 * The layers of a network, free of their names.
 * @param {Network} network
 * @returns {Plan}
 */
export function planOf({ frame, parameters, state }) {
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
export function networkOf(before, { structure, items, state }) {
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
 * The schedule's own numbers, as long as the schedule stays the same.
 * @param {Network} network
 * @param {Structure} structure
 * @returns {Record<string, number> | undefined}
 */
export function progressOf({ frame, progress }, { schedule }) {
  return frame.schedule?.rule.kind === schedule?.kind && progress.size ? Object.fromEntries(progress) : undefined;
}

/**
 * @param {Rules} rules
 * @param {Choice} choice
 * @returns {Item}
 */
export function newItem(rules, choice) {
  return { rule: complete(rules, choice), reads: new Map(), shares: new Map(), names: new Map(), held: new Map() };
}

/**
 * The choice with all its settings.
 * @param {Rules} rules
 * @param {Choice} choice
 * @returns {RuleEntry}
 */
export function complete(rules, { kind, settings }) {
  return { kind, settings: settingsOf(ruleOf(rules.layers, kind), settings) };
}

/**
 * @param {Rules} rules
 * @param {Item} item
 * @returns {string}
 */
export function firstInput(rules, item) {
  return withRole(ruleOf(rules.layers, item.rule.kind), "input")[0];
}
