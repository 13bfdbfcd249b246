// A network: steps, a loss, an optimizer, values of parameters and state. It never changes.

import { _, fill } from "../language.js";
import { count, fromNested, sameShape, scalar, toNested, zeros } from "../values.js";
import { initialized } from "./initializers.js";
import { generator } from "./random.js";
import { isAnyRank, ModelError, ruleOf, settingsOf, withRole } from "./rules.js";
import { inferShapes } from "./shapes.js";
import { named, wire } from "./wiring.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("../values.js").Nested} Nested */
/** @typedef {import("./rules.js").Rule} Rule */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./rules.js").RuleEntry} RuleEntry */
/** @typedef {import("./rules.js").Settings} Settings */
/** @typedef {import("./wiring.js").Step} Step */
/** @typedef {import("./wiring.js").LayerEntry} LayerEntry */

/**
 * What a network is made of, without the values of its parameters; Python's `NetworkEntry`.
 * @typedef {object} Structure
 * @property {readonly number[]} inputs
 * @property {readonly LayerEntry[]} layers
 * @property {RuleEntry} loss
 * @property {RuleEntry} optimizer
 * @property {readonly string[]} trained
 * @property {RuleEntry | null} [penalty]
 * @property {RuleEntry | null} [clipping]
 * @property {RuleEntry | null} [schedule]
 */

/** More numbers than this are more than a page can show, or step through, at leisure. */
const MOST_NUMBERS = 1e6;

/** @typedef {{rule: Rule, settings: Settings}} Configured  a rule with its settings */

/**
 * Everything about a network but its numbers; the same object as long as only these change.
 * @typedef {object} Frame
 * @property {Rules} rules
 * @property {Structure} structure
 * @property {readonly Step[]} steps  with all names, the loss last
 * @property {ReadonlyMap<string, readonly number[]>} shapes  those of results without the samples' dimension
 * @property {Configured} loss
 * @property {Configured} optimizer
 * @property {Configured | null} penalty
 * @property {Configured | null} clipping
 * @property {Configured | null} schedule
 * @property {readonly string[]} trained  the parameters that training changes
 * @property {readonly string[]} penalised  those of them that the penalty counts: weights, no biases
 * @property {string} output  the name of the network's answer
 * @property {number} seed  where drawn values come from
 */

/**
 * @typedef {object} Network
 * @property {Frame} frame
 * @property {ReadonlyMap<string, Values>} parameters
 * @property {ReadonlyMap<string, Values>} state  of the optimizer
 * @property {ReadonlyMap<string, number>} progress  the schedule's own numbers, the epochs done among them
 */

/**
 * Values that a network starts from; what is left out is drawn from the seed, or zero.
 * @typedef {object} Start
 * @property {Readonly<Record<string, Nested>>} [parameters]
 * @property {Readonly<Record<string, Nested>>} [state]
 * @property {Readonly<Record<string, number | string>>} [progress]
 * @property {number} [seed]
 */

/**
 * The network of that structure. Which parameters are trained is the structure's to say; those
 * that it does not know are.
 * @param {Rules} rules
 * @param {Structure} structure
 * @param {Start} [start]
 * @returns {Network}
 * @throws {ModelError} its parts do not fit together
 */
export function buildNetwork(rules, structure, start = {}) {
  const { parameters = {}, state = {}, progress, seed = 0 } = start;
  const steps = wire(rules, structure.layers, structure.loss);
  const shapes = inferShapes(steps, structure.inputs);
  checkSize(steps, shapes);
  const names = [...new Set(steps.flatMap((step) => named(step, "parameter")))];
  const trained = names.filter((name) => structure.trained.includes(name));
  const penalty = configured(rules.penalties, structure.penalty);
  const schedule = configured(rules.schedules, structure.schedule);
  /** @type {Frame} */
  const frame = {
    rules,
    structure,
    steps,
    shapes,
    loss: steps[steps.length - 1],
    optimizer: /** @type {Configured} */ (configured(rules.optimizers, structure.optimizer)),
    penalty,
    clipping: configured(rules.clipping, structure.clipping),
    schedule,
    trained,
    penalised: penalty ? trained.filter((name) => isWeight(steps, name)) : [],
    output: steps[steps.length - 1].names.a,
    seed,
  };
  const values = startingValues(frame, parameters);
  const first = progress ?? schedule?.rule.start ?? {};
  return Object.freeze({
    frame,
    parameters: values,
    state: startingState(frame, values, state),
    progress: new Map(Object.entries(first).map(([name, number]) => [name, Number(number)])),
  });
}

/**
 * The same network with other numbers.
 * @param {Network} network
 * @param {Partial<Pick<Network, "parameters" | "state" | "progress">>} numbers
 * @returns {Network}
 */
export function replaced(network, numbers) {
  return Object.freeze({ ...network, ...numbers });
}

/**
 * The network as JSON can hold it: what `buildNetwork` takes.
 * @param {Network} network
 * @returns {{network: Structure, parameters: Record<string, Nested>, state: Record<string, Nested>, progress: Record<string, Nested>}}
 */
export function describe(network) {
  const nested = (/** @type {ReadonlyMap<string, Values>} */ values) =>
    Object.fromEntries([...values].map(([name, value]) => [name, toNested(value)]));
  const progress = [...network.progress].map(([name, number]) => [name, toNested(scalar(number))]);
  return {
    network: { ...network.frame.structure, trained: network.frame.trained },
    parameters: nested(network.parameters),
    state: nested(network.state),
    progress: Object.fromEntries(progress),
  };
}

/**
 * The first step that a parameter belongs to.
 * @param {readonly Step[]} steps
 * @param {string} name
 * @returns {Step}
 */
export function home(steps, name) {
  const found = steps.find((step) => named(step, "parameter").includes(name));
  if (!found) throw new ModelError(`no parameter ${name}`);
  return found;
}

/**
 * The network's name for an optimizer's state: `m_W1`, or `t`, one for all parameters.
 * @param {Rule} optimizer
 * @param {string} symbol
 * @param {string} parameter
 * @returns {string}
 */
export function stateName(optimizer, symbol, parameter) {
  return isAnyRank(optimizer.symbols[symbol]) ? `${symbol}_${parameter}` : symbol;
}

/**
 * @param {readonly Step[]} steps
 * @param {ReadonlyMap<string, readonly number[]>} shapes
 */
function checkSize(steps, shapes) {
  const names = new Set(steps.flatMap((step) => named(step, "parameter")));
  const numbers = [...names].reduce((sum, name) => sum + count(shapes.get(name) ?? []), 0);
  if (numbers <= MOST_NUMBERS) return;
  const said = _("The network has {numbers} parameters; a page holds at most {most}.");
  throw new ModelError(fill(said, { numbers, most: MOST_NUMBERS }));
}

/**
 * @param {import("./rules.js").Kinds} kinds
 * @param {RuleEntry | null | undefined} entry
 * @returns {Configured | null}
 */
function configured(kinds, entry) {
  if (!entry) return null;
  const rule = ruleOf(kinds, entry.kind);
  return { rule, settings: settingsOf(rule, entry.settings) };
}

/**
 * The parameters' first values: those given, else drawn ones.
 * @param {Frame} frame
 * @param {Readonly<Record<string, Nested>>} given
 * @returns {Map<string, Values>}
 */
function startingValues({ steps, shapes, seed }, given) {
  const uniform = generator(seed);
  /** @type {Map<string, Values>} */
  const values = new Map();
  steps.forEach((step, position) => {
    for (const symbol of withRole(step.rule, "parameter")) {
      const name = step.names[symbol];
      if (!name || values.has(name)) continue;
      const shape = /** @type {readonly number[]} */ (shapes.get(name));
      // Drawn even if values are given: the others then do not depend on which are.
      const drawn = initialized(initializer(steps, position, symbol), shape, uniform);
      values.set(name, name in given ? fitting(name, fromNested(given[name]), shape) : drawn);
    }
  });
  return values;
}

/**
 * The initializer of a parameter: for weights, the one that suits what follows.
 * @param {readonly Step[]} steps
 * @param {number} position
 * @param {string} symbol
 * @returns {string}
 */
function initializer(steps, position, symbol) {
  const { rule, settings } = steps[position];
  const { initial = "zeros" } = rule.symbols[symbol];
  if (initial !== "weights") return initial;
  if (typeof settings.initializer === "string") return settings.initializer;
  return steps[position + 1]?.rule.suits ?? "glorot";
}

/**
 * @param {string} name
 * @param {Values} values
 * @param {readonly number[]} shape
 * @returns {Values}
 */
function fitting(name, values, shape) {
  if (!sameShape(values.shape, shape)) {
    const said = _("{name} has the shape {found}, but {wanted} is needed there.");
    const [found, wanted] = [values.shape.join(" × "), shape.join(" × ")];
    throw new ModelError(fill(said, { name, found, wanted }));
  }
  return values;
}

/**
 * The optimizer's state: what is given, else zeros; one number where it has no indices.
 * @param {Frame} frame
 * @param {ReadonlyMap<string, Values>} parameters
 * @param {Readonly<Record<string, Nested>>} given
 * @returns {Map<string, Values>}
 */
function startingState({ optimizer: { rule }, trained }, parameters, given) {
  /** @type {Map<string, Values>} */
  const state = new Map();
  for (const symbol of withRole(rule, "state")) {
    for (const parameter of trained) {
      const name = stateName(rule, symbol, parameter);
      const shape = name === symbol ? [] : /** @type {Values} */ (parameters.get(parameter)).shape;
      state.set(name, name in given ? fitting(name, fromNested(given[name]), shape) : zeros(shape));
    }
    // With nothing to train there is still the one number of all parameters.
    if (!isAnyRank(rule.symbols[symbol]) && !state.has(symbol)) state.set(symbol, zeros([]));
  }
  return state;
}

/**
 * Whether a parameter starts from random values, as weights do and biases do not.
 * @param {readonly Step[]} steps
 * @param {string} name
 * @returns {boolean}
 */
function isWeight(steps, name) {
  return steps.some((step) =>
    withRole(step.rule, "parameter").some(
      (symbol) => step.names[symbol] === name && step.rule.symbols[symbol].initial !== "zeros",
    ),
  );
}

/**
 * How many numbers the parameters have together.
 * @param {Network} network
 * @returns {number}
 */
export function parameterCount(network) {
  return [...network.parameters.values()].reduce((sum, { shape }) => sum + count(shape), 0);
}
