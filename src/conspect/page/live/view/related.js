/** What belongs together: a weight with its gradient and its new value, a unit with all its numbers. */

import { labelOf } from "./graph.js";

/** @typedef {import("../network/step.js").Trace} Trace */
/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {{name: string, place: readonly number[]}} Place */

/**
 * The elements whose lines tell about one: itself first, then in the order of the step.
 *
 * @param {Trace} trace
 * @param {Graph} graph
 * @param {string} name
 * @param {readonly number[]} place
 * @returns {Place[]}
 */
export function related(trace, graph, name, place) {
  const base = baseOf(trace, name);
  const unit = unitOf(graph, labelOf(base, place));
  const names = unit ? unit.values.map((each) => each.name) : [base];
  const wanted = [...trace.book.keys()].filter((each) => names.some((own) => belongs(trace, each, own)));
  const first = wanted.includes(name) && name !== base ? [name] : [];
  return [...first, ...wanted.filter((each) => !first.includes(each))]
    .filter((each) => (trace.values.get(each)?.shape.length ?? -1) === place.length)
    .map((each) => ({ name: each, place }));
}

/**
 * Every name under which the same thing stands on the page.
 *
 * @param {Trace} trace
 * @param {Graph} graph
 * @param {string} name
 * @param {readonly number[]} place
 * @returns {string[]}
 */
export function sameThing(trace, graph, name, place) {
  const base = labelOf(baseOf(trace, name), place);
  const unit = unitOf(graph, base);
  const result = unit ? unit.values[unit.values.length - 1].label : base;
  return [...new Set([labelOf(name, place), base, result])];
}

/**
 * The number that a gradient or a new value belongs to.
 *
 * @param {Trace} trace
 * @param {string} name
 */
function baseOf(trace, name) {
  const bare = name.replace(/^(new_|d)/, "");
  return bare !== name && trace.values.has(bare) && trace.book.get(name)?.part !== "forward" ? bare : name;
}

/**
 * @param {Trace} trace
 * @param {string} each
 * @param {string} own
 */
function belongs(trace, each, own) {
  if (each === own || each === `d${own}`) return true;
  return trace.book.get(each)?.part === "update" && (each === `new_${own}` || each.endsWith(`_${own}`));
}

/**
 * @param {Graph} graph
 * @param {string} label
 */
function unitOf(graph, label) {
  for (const column of graph.columns) {
    for (const unit of column.units) if (unit.values.some((each) => each.label === label)) return unit;
  }
  return null;
}
