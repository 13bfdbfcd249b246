/** A chain in the picture: which units and edges it goes through, and what stands on them. */

import { short } from "./numbers.js";

/** @typedef {import("./captions.js").Caption} Caption */
/** @typedef {import("./chain.js").Chain} Chain */
/** @typedef {import("./graph.js").Graph} Graph */

/**
 * @typedef {object} Path
 * @property {Set<string>} through the names of units' numbers, weights and biases on it
 * @property {Set<string>} wires edges without a weight, by the places of their ends
 * @property {Map<string, Caption>} captions local derivatives, by what they stand on
 */

const DIGITS = 4;

/**
 * @param {Chain} chain
 * @param {Graph} graph
 * @returns {Path}
 */
export function pathOf(chain, graph) {
  const units = unitsOf(graph);
  /** @type {Path} */
  const path = { through: new Set(["loss"]), wires: new Set(), captions: new Map() };
  for (const { by, gradient, taken } of chain.links) {
    path.through.add(by);
    const own = graph.edges.find((each) => each.weight?.label === by);
    if (own) for (const { label } of graph.columns[own.source[0]].units[own.source[1]].values) path.through.add(label);
    const unit = units.get(by);
    if (!taken) {
      path.captions.set("loss", derivative("loss", by, gradient));
      if (unit) path.wires.add(String([unit, [graph.columns.length, 0]]));
      continue;
    }
    const next = units.get(taken.of);
    const edge = graph.edges.find(
      ({ source, target }) => String([source, target]) === String([unit, next]),
    );
    if (edge?.weight) path.through.add(edge.weight.label);
    else if (unit && next) path.wires.add(String([unit, next]));
    path.captions.set(edge?.weight ? edge.weight.label : by, derivative(taken.of, by, taken.derivative));
  }
  return path;
}

/**
 * The column and row of each unit's numbers.
 *
 * @param {Graph} graph
 * @returns {Map<string, [number, number]>}
 */
function unitsOf(graph) {
  /** @type {Map<string, [number, number]>} */
  const units = new Map();
  graph.columns.forEach((column, number) => {
    column.units.forEach((unit, row) => {
      for (const { label } of unit.values) units.set(label, [number, row]);
    });
  });
  return units;
}

/**
 * @param {string} of
 * @param {string} by
 * @param {number} value
 * @returns {Caption}
 */
function derivative(of, by, value) {
  const bare = (/** @type {string} */ label) => label.replace(/\[.*/, "");
  return { name: `∂${bare(of)}/∂${bare(by)}`, number: short(value, DIGITS), key: null, value: null, quiet: false };
}
