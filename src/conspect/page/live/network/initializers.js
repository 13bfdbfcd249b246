// What parameters start from when no values are given.

import { zeros } from "../values.js";
import { normal } from "./random.js";
import { ModelError } from "./rules.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./random.js").Uniform} Uniform */

/**
 * Each makes one number for an array of that shape; why so wide, `conspect.initializers` says.
 * @type {Readonly<Record<string, (shape: readonly number[], uniform: Uniform) => number>>}
 */
const INITIALIZERS = {
  glorot: (shape, uniform) => (2 * uniform() - 1) * Math.sqrt(6 / (shape[0] + shape[shape.length - 1])),
  he: (shape, uniform) => normal(uniform) * Math.sqrt(2 / shape[0]),
  zeros: () => 0,
};

/**
 * An array of that shape, filled by the initializer of that name.
 * @param {string} kind
 * @param {readonly number[]} shape
 * @param {Uniform} uniform
 * @returns {Values}
 */
export function initialized(kind, shape, uniform) {
  const draw = INITIALIZERS[kind];
  if (!draw) throw new ModelError(`unknown initializer ${JSON.stringify(kind)}`);
  const values = zeros(shape);
  return { shape, data: values.data.map(() => draw(shape, uniform)) };
}
