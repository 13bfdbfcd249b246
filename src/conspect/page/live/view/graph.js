/** The network as a graph: columns of units, what connects them, and their numbers. */

import { _ } from "../language.js";
import { isAnyRank, withRole } from "../network/rules.js";
import { named } from "../network/wiring.js";
import { element } from "../values.js";

/** @typedef {import("../network/wiring.js").Step} Step */
/** @typedef {import("../network/step.js").Trace} Trace */

/**
 * @typedef {object} Quantity a number of the picture
 * @property {string} name of its array
 * @property {readonly number[]} place from 0
 * @property {string} label `W1[2,1]`
 * @property {number} value
 * @property {number | null} gradient null where the step has none
 */

/** @typedef {{index: number, values: Quantity[], bias: Quantity | null}} Unit its result stands last */

/**
 * @typedef {object} Column the inputs, or the units of a layer
 * @property {string} title
 * @property {readonly number[]} shape of one sample's result
 * @property {number} size how many units there are
 * @property {number} from the first one drawn
 * @property {Unit[]} units those drawn; none of a result of several dimensions
 * @property {string[]} results the names of its arrays
 * @property {string[]} shared parameters that an earlier column has, too
 * @property {number[]} strip of a column drawn in part, the result of every unit
 */

/** @typedef {{source: [number, number], target: [number, number], weight: Quantity | null}} Edge columns and rows */
/** @typedef {{source: number, target: number, name: string, weights: string}} Bundle all connections in one */
/** @typedef {{title: string, loss: Quantity, targets: Quantity[], leftOut: number}} Goal */

/**
 * @typedef {object} Graph
 * @property {Column[]} columns
 * @property {Edge[]} edges between units that are drawn, of columns side by side
 * @property {Bundle[]} bundles all other connections
 * @property {Goal} goal
 */

/**
 * What of the network is drawn.
 *
 * @typedef {object} Window
 * @property {number} sample of the batch, from 0
 * @property {Readonly<Record<number, number>>} from the first unit drawn, by column
 */

/** A wider column is drawn in part: so many of its units, beginning where one looks. */
export const MOST_UNITS = 8;
const DRAWN_OF_MANY = 5;

/**
 * @param {Trace} trace
 * @param {Window} window
 * @returns {Graph}
 */
export function graphOf(trace, window) {
  const maker = new GraphMaker(trace, window);
  for (const steps of columnsOf(trace.network.frame.steps)) maker.add(steps);
  return { columns: maker.columns, edges: maker.edges, bundles: maker.bundles, goal: maker.goal() };
}

/** Builds the graph column by column, a column for every number that the names carry. */
class GraphMaker {
  /**
   * @param {Trace} trace
   * @param {Window} window
   */
  constructor(trace, window) {
    this.frame = trace.network.frame;
    this.values = trace.values;
    this.window = window;
    /** @type {Column[]} */
    this.columns = [];
    /** @type {Edge[]} */
    this.edges = [];
    /** @type {Bundle[]} */
    this.bundles = [];
    this.madeIn = new Map([["x", 0]]);
    /** @type {Set<string>} */
    this.parameters = new Set();
    this.columns.push(this.column(_("inputs"), ["x"], [], []));
  }

  /** @param {Step[]} steps those of one column */
  add(steps) {
    const results = steps.flatMap((step) => named(step, "output")).filter((name) => name !== "losses");
    if (!results.length) return;
    const number = this.columns.length;
    const parameters = steps.flatMap((step) => named(step, "parameter"));
    const shared = parameters.filter((name) => this.parameters.has(name)).sort();
    this.columns.push(this.column(titleOf(steps, this.shapeOf(results[0])), results, steps, shared));
    for (const step of steps) {
      for (const symbol of withRole(step.rule, "input")) this.connect(step, symbol, number);
    }
    for (const name of results) this.madeIn.set(name, number);
    for (const name of parameters) this.parameters.add(name);
  }

  /** @param {string} name @returns {readonly number[]} the shape for one sample */
  shapeOf(name) {
    return /** @type {readonly number[]} */ (this.frame.shapes.get(name));
  }

  /**
   * @param {string} title
   * @param {string[]} results
   * @param {Step[]} steps
   * @param {string[]} shared
   * @returns {Column}
   */
  column(title, results, steps, shared) {
    const shape = this.shapeOf(results[0]);
    const size = shape.length === 1 ? shape[0] : 0;
    const count = size > MOST_UNITS ? DRAWN_OF_MANY : size;
    const wanted = this.window.from[this.columns.length] || 0;
    const from = Math.max(0, Math.min(wanted, size - count));
    const biased = steps.find((step) => isWeightedSum(step) && "b" in step.names);
    const same = results.filter((name) => String(this.shapeOf(name)) === String(shape));
    const units = Array.from({ length: count }, (_unit, row) => ({
      index: from + row,
      values: same.map((name) => this.quantity(name, [this.window.sample, from + row])),
      bias: biased ? this.quantity(biased.names.b, [from + row]) : null,
    }));
    const strip = count < size ? this.row(same[same.length - 1], size) : [];
    return { title, shape, size, from, units, results, shared, strip };
  }

  /**
   * @param {string} name
   * @param {number} size
   * @returns {number[]} the results of all units for the sample shown
   */
  row(name, size) {
    const values = this.values.get(name);
    const start = this.window.sample * size;
    return values ? Array.from(values.data.subarray(start, start + size)) : [];
  }

  /**
   * Draw one connection: unit by unit between neighbours, otherwise as a bundle.
   *
   * @param {Step} step
   * @param {string} symbol
   * @param {number} target
   */
  connect(step, symbol, target) {
    const name = step.names[symbol];
    const source = this.madeIn.get(name);
    if (source === undefined) return;
    const weights = isWeightedSum(step) ? step.names.W : "";
    const byUnit = weights !== "" || isAnyRank(step.rule.symbols[symbol]);
    const drawn = this.columns[source].units.length && this.columns[target].units.length;
    if (!byUnit || target !== source + 1 || !drawn) {
      this.bundles.push({ source, target, name, weights: step.names.W || "" });
      return;
    }
    this.columns[source].units.forEach(({ index: i }, row) => {
      this.columns[target].units.forEach(({ index: j }, other) => {
        if (!weights && i !== j) return;
        const weight = weights ? this.quantity(weights, [i, j]) : null;
        this.edges.push({ source: [source, row], target: [target, other], weight });
      });
    });
  }

  /** @returns {Goal} */
  goal() {
    const { loss } = this.frame.structure;
    const [size] = this.shapeOf("y");
    const last = this.columns[this.columns.length - 1];
    const rows = last.units.length ? last.units.map((unit) => unit.index) : [];
    const targets = rows.filter((k) => k < size).map((k) => this.quantity("y", [this.window.sample, k]));
    return {
      title: _(loss.kind),
      loss: this.quantity("loss", []),
      targets,
      leftOut: size - targets.length,
    };
  }

  /**
   * @param {string} name
   * @param {readonly number[]} place
   * @returns {Quantity}
   */
  quantity(name, place) {
    const values = this.values.get(name);
    const gradients = this.values.get(`d${name}`);
    return {
      name,
      place,
      label: labelOf(name, place),
      value: values ? element(values, place) : NaN,
      gradient: gradients ? element(gradients, place) : null,
    };
  }
}

/**
 * An element's name: `W1[2,1]`.
 *
 * @param {string} name
 * @param {readonly number[]} place from 0
 */
export function labelOf(name, place) {
  return place.length ? `${name}[${place.map((index) => index + 1).join(",")}]` : name;
}

/**
 * The array and the place (from 0) that a name such as `W1[2,1]` says; null if it says none.
 *
 * @param {string} label
 * @returns {{name: string, place: number[]} | null}
 */
export function placeOf(label) {
  const found = /^(\w+)(?:\[(\d+(?:,\d+)*)\])?$/.exec(label);
  if (!found) return null;
  const place = found[2] ? found[2].split(",").map((index) => Number(index) - 1) : [];
  return { name: found[1], place };
}

/**
 * The steps of each column: of one number, each reading what one before it in there made.
 *
 * @param {readonly Step[]} steps
 * @returns {Step[][]}
 */
function columnsOf(steps) {
  /** @type {Step[][]} */
  const columns = [];
  for (const step of steps) {
    const last = columns[columns.length - 1] || [];
    const made = new Set(last.flatMap((other) => named(other, "output")));
    const reads = named(step, "input").some((name) => made.has(name));
    if (reads && step.number === last[0].number) last.push(step);
    else columns.push([step]);
  }
  return columns;
}

/**
 * What stands under a column: `dense 2, sigmoid`.
 *
 * @param {Step[]} steps
 * @param {readonly number[]} shape
 */
function titleOf(steps, shape) {
  const titles = steps.flatMap((step) => {
    if (step.names.losses) return step.rule.absorbs ? [_(step.rule.absorbs)] : [];
    const kind = _(step.rule.kind);
    return [named(step, "parameter").length ? `${kind} ${shape.join(" × ")}` : kind];
  });
  return titles.join(", ");
}

/** @param {Step} step @returns {boolean} whether its units are sums over all inputs, weighted */
function isWeightedSum(step) {
  const { symbols } = step.rule;
  const of = (/** @type {"input" | "output"} */ role) =>
    withRole(step.rule, role).map((symbol) => symbols[symbol].indices.join(" ")).join("; ");
  return "W" in step.names && of("input") === "n i" && of("output") === "n j" &&
    symbols.W.indices.join(" ") === "i j";
}
