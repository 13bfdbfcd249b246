/** From a table to rows of inputs and targets, and a network that takes them. */

import { _, fill } from "../language.js";
import { withOutputs, withInputs } from "../network/units.js";
import { ModelError } from "../network/rules.js";
import { isNumber } from "./csv.js";

/** @typedef {import("../network/network.js").Network} Network */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./csv.js").Table} Table */

/** More rows than this make a page slow. */
const MOST_ROWS = 2000;
const MOST_CLASSES = 20;

/**
 * @typedef {object} Rows
 * @property {Values} x
 * @property {Values} y
 * @property {string[]} inputs the names of the columns that are inputs
 * @property {string[]} classes what the outputs stand for, if the target is one of several words
 * @property {string[]} leftOut columns that hold words, and rows beyond what a page shows
 */

/**
 * The rows of a table, one of its columns the target.
 *
 * @param {Table} table
 * @param {number} target the target's column
 * @param {boolean} isScaled whether inputs are brought to mean 0 and deviation 1
 * @param {boolean} wantsClasses whether the loss tells classes apart
 * @returns {Rows}
 * @throws {ModelError}
 */
export function rowsOfTable(table, target, isScaled, wantsClasses) {
  const rows = table.rows.slice(0, MOST_ROWS);
  const numeric = table.header.map((_name, k) => rows.every((row) => isNumber(row[k])));
  const columns = table.header.map((_name, k) => k).filter((k) => k !== target && numeric[k]);
  if (!rows.length || !columns.length) throw new ModelError(_("The table has no column of numbers beside the target."));
  const x = columnsOf(rows, columns);
  if (isScaled) scale(x);
  const answers = rows.map((row) => (row[target] || "").trim());
  const isClass = !numeric[target] || wantsClasses;
  const classes = isClass ? [...new Set(answers)].sort(inOrder) : [];
  if (classes.length > MOST_CLASSES) {
    throw new ModelError(fill(_("The target has {count} different values: choose another column."), { count: classes.length }));
  }
  const leftOut = table.header.filter((_name, k) => k !== target && !numeric[k]);
  return {
    x,
    y: isClass ? oneHot(answers, classes) : columnsOf(rows, [target]),
    inputs: columns.map((k) => table.header[k]),
    classes,
    leftOut,
  };
}

/**
 * The network with as many inputs and outputs as the rows need; what fits is kept.
 *
 * @param {Network} network
 * @param {Rows} rows
 * @returns {Network}
 */
export function networkFor(network, { x, y }) {
  const inputs = network.frame.structure.inputs;
  const wide = inputs.length === 1 && inputs[0] === x.shape[1] ? network : withInputs(network, x.shape[1]);
  return withOutputs(wide, y.shape[1]);
}

/**
 * @param {string[][]} rows
 * @param {number[]} columns
 * @returns {Values}
 */
function columnsOf(rows, columns) {
  const data = Float64Array.from(rows.flatMap((row) => columns.map((k) => Number(row[k]))));
  return { shape: [rows.length, columns.length], data };
}

/** @param {Values} x its columns are brought to mean 0 and deviation 1, where they stand */
function scale({ shape: [rows, columns], data }) {
  for (let k = 0; k < columns; k += 1) {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < rows; row += 1) sum += data[row * columns + k];
    const mean = sum / rows;
    for (let row = 0; row < rows; row += 1) squares += (data[row * columns + k] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows) || 1;
    for (let row = 0; row < rows; row += 1) {
      data[row * columns + k] = (data[row * columns + k] - mean) / deviation;
    }
  }
}

/**
 * @param {string[]} answers
 * @param {string[]} classes
 * @returns {Values}
 */
function oneHot(answers, classes) {
  const data = new Float64Array(answers.length * classes.length);
  answers.forEach((answer, row) => {
    data[row * classes.length + classes.indexOf(answer)] = 1;
  });
  return { shape: [answers.length, classes.length], data };
}

/** @param {string} one @param {string} other numbers by size, words by letters */
function inOrder(one, other) {
  if (isNumber(one) && isNumber(other)) return Number(one) - Number(other);
  return one < other ? -1 : Number(one > other);
}
