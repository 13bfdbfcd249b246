// A network as the network file (TOML) that `conspect` reads: the same network, with its numbers.

import { toNested } from "../values.js";
import { plainLayers } from "./plan.js";
import { ruleOf, settingsOf, withRole } from "./rules.js";
import { named } from "./wiring.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("../values.js").Nested} Nested */
/** @typedef {import("./batches.js").Training} Training */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./rules.js").Settings} Settings */
/** @typedef {import("./wiring.js").Step} Step */

/** @typedef {Nested | boolean | string[]} Entry  what can stand behind a key */

/**
 * The network file.
 * @param {Network} network
 * @param {Values} x
 * @param {Values} y
 * @param {Training} training
 * @returns {string}
 */
export function toToml(network, x, y, training) {
  const { structure, loss, rules } = network.frame;
  const [first, ...more] = structure.inputs;
  const tables = [
    table("[network]", { inputs: more.length ? [...structure.inputs] : first, loss: loss.rule.kind, ...given(loss) }),
    ...layerTables(network, rules),
    table("[training]", trainingEntries(network, training)),
    table("[data]", { inputs: toNested(x), targets: toNested(y) }),
  ];
  return tables.join("\n");
}

/**
 * @param {Network} network
 * @param {Rules} rules
 * @returns {string[]}
 */
function layerTables(network, rules) {
  const { layers, steps } = plainLayers(network);
  /** @type {Set<string>} */
  const known = new Set();
  return layers.map(({ rule: { kind, settings }, names = {} }, index) => {
    const rule = ruleOf(rules.layers, kind);
    const reads = withRole(rule, "input").flatMap((symbol) => names[symbol] ?? []);
    const entries = {
      type: kind,
      ...given({ rule, settings: settingsOf(rule, settings) }),
      ...(reads.length && { from: reads.length === 1 ? reads[0] : reads }),
      ...parameterEntries(network, steps[index], index, known),
    };
    return table("[[layers]]", entries);
  });
}

/**
 * The values of a layer's parameters, or the names of those that it shares.
 * @param {Network} network
 * @param {Step | null} plain  the layer's step under the names that the file leads to
 * @param {number} index
 * @param {Set<string>} known  parameters of earlier layers
 * @returns {Record<string, Entry>}
 */
function parameterEntries({ frame, parameters }, plain, index, known) {
  const step = frame.steps.find(({ layer }) => layer === index);
  /** @type {Record<string, Entry>} */
  const entries = {};
  if (!step || !plain || !named(plain, "parameter").length) return entries;
  /** @type {string[]} */
  const trained = [];
  const symbols = withRole(step.rule, "parameter").filter((symbol) => step.names[symbol]);
  for (const symbol of symbols) {
    const { word = symbol } = step.rule.symbols[symbol];
    const name = step.names[symbol];
    entries[word] = known.has(name) ? plain.names[symbol] : toNested(/** @type {Values} */ (parameters.get(name)));
    known.add(name);
    if (frame.trained.includes(name)) trained.push(word);
  }
  return trained.length === symbols.length ? entries : { ...entries, trainable: trained };
}

/**
 * @param {Network} network
 * @param {Training} training
 * @returns {Record<string, Entry>}
 */
function trainingEntries({ frame: { optimizer, penalty, clipping, schedule } }, training) {
  return {
    optimizer: optimizer.rule.kind,
    ...given(optimizer),
    ...(penalty && { [penalty.rule.kind]: Object.values(given(penalty))[0] }),
    ...(clipping && given(clipping)),
    ...(schedule && { schedule: schedule.rule.kind, ...given(schedule) }),
    epochs: training.epochs,
    ...(training.batch_size && { batch_size: training.batch_size }),
    shuffle: training.shuffle,
    seed: training.seed,
  };
}

/**
 * The settings of a rule that are there; a parameter's own field only where it says that there is none.
 * @param {import("./network.js").Configured} configured
 * @returns {Record<string, Entry>}
 */
function given({ rule, settings }) {
  const words = new Set(Object.values(rule.symbols).map(({ word }) => word));
  const told = Object.entries(settings).filter(([key, value]) => value !== null && !(words.has(key) && value === true));
  return Object.fromEntries(/** @type {[string, Entry][]} */ (told));
}

/**
 * @param {string} header
 * @param {Record<string, Entry>} entries
 * @returns {string}
 */
function table(header, entries) {
  return [header, ...Object.entries(entries).map(([key, value]) => `${key} = ${written(value)}`), ""].join("\n");
}

/**
 * A value as TOML writes it; lists of lists a row a line.
 * @param {Entry} value
 * @returns {string}
 */
function written(value) {
  if (Array.isArray(value)) {
    if (value.some(Array.isArray)) return `[\n${value.map((row) => `    ${written(row)},\n`).join("")}]`;
    return `[${value.map((each) => written(each)).join(", ")}]`;
  }
  if (value === "Infinity" || value === "-Infinity" || value === "NaN") {
    return value.replace("Infinity", "inf").replace("NaN", "nan");
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
