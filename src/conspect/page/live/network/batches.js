// Which rows are trained on, and in which order.

import { count } from "../values.js";
import { generator, permutation } from "./random.js";

/** @typedef {import("../values.js").Values} Values */

/**
 * How a network is trained.
 * @typedef {object} Training
 * @property {number} epochs
 * @property {number | null} batch_size  rows a step; null for all rows
 * @property {boolean} shuffle  whether each epoch takes the rows in an order of its own
 * @property {number} seed
 */

/**
 * The rows of every batch of an epoch; the last may be smaller. An order drawn here is not NumPy's.
 * @param {number} rows
 * @param {Training} training
 * @param {number} epoch  epochs done before
 * @returns {number[][]}
 */
export function batches(rows, { batch_size: size, shuffle, seed }, epoch) {
  const order = shuffle ? permutation(rows, generator(seed, epoch + 1)) : Array.from({ length: rows }, (_, i) => i);
  const step = Math.max(1, size ?? rows);
  return Array.from({ length: Math.ceil(rows / step) }, (_, k) => order.slice(k * step, (k + 1) * step));
}

/**
 * Some rows of an array.
 * @param {Values} values
 * @param {readonly number[]} rows
 * @returns {Values}
 */
export function takeRows(values, rows) {
  const shape = values.shape.slice(1);
  const size = count(shape);
  const data = new Float64Array(rows.length * size);
  rows.forEach((row, k) => data.set(values.data.subarray(row * size, (row + 1) * size), k * size));
  return { shape: [rows.length, ...shape], data };
}
