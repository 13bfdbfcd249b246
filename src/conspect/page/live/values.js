// Arrays of numbers: a shape and the numbers in rows, the last index running fastest.

/**
 * @typedef {object} Values
 * @property {readonly number[]} shape  sizes, the samples first where there are any; [] is one number
 * @property {Float64Array} data  the numbers
 */

/**
 * Lists as JSON has them; what is not finite is a word.
 * @typedef {number | string | NestedList} Nested
 */
/** @typedef {Nested[]} NestedList */

/**
 * How many numbers an array of that shape has.
 * @param {readonly number[]} shape
 * @returns {number}
 */
export function count(shape) {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * An array of zeros.
 * @param {readonly number[]} shape
 * @returns {Values}
 */
export function zeros(shape) {
  return { shape, data: new Float64Array(count(shape)) };
}

/**
 * One number as an array without indices.
 * @param {number} number
 * @returns {Values}
 */
export function scalar(number) {
  return { shape: [], data: Float64Array.of(number) };
}

/**
 * The array that nested lists hold.
 * @param {Nested} nested
 * @returns {Values}
 */
export function fromNested(nested) {
  /** @type {number[]} */
  const shape = [];
  for (let part = nested; Array.isArray(part); part = part[0]) shape.push(part.length);
  const data = new Float64Array(count(shape));
  let position = 0;
  const fill = (/** @type {Nested} */ part) => {
    if (Array.isArray(part)) part.forEach(fill);
    else data[position++] = Number(part);
  };
  fill(nested);
  return { shape, data };
}

/**
 * The nested lists of an array.
 * @param {Values} values
 * @returns {Nested}
 */
export function toNested(values) {
  let position = 0;
  const nest = (/** @type {number} */ depth) => {
    if (depth === values.shape.length) {
      const number = values.data[position++];
      return Number.isFinite(number) ? number : String(number);
    }
    /** @type {Nested[]} */
    const rows = [];
    for (let i = 0; i < values.shape[depth]; i++) rows.push(nest(depth + 1));
    return rows;
  };
  return nest(0);
}

/**
 * Where the element at a place (from 0) stands in the data; -1 outside the array.
 * @param {readonly number[]} shape
 * @param {readonly number[]} place
 * @returns {number}
 */
export function position(shape, place) {
  let at = 0;
  for (let d = 0; d < shape.length; d++) {
    if (!(place[d] >= 0 && place[d] < shape[d])) return -1;
    at = at * shape[d] + place[d];
  }
  return at;
}

/**
 * The element at a place (from 0); outside the array it is 0.
 * @param {Values} values
 * @param {readonly number[]} place
 * @returns {number}
 */
export function element(values, place) {
  const at = position(values.shape, place);
  return at < 0 ? 0 : values.data[at];
}

/**
 * The same array with another number at one place.
 * @param {Values} values
 * @param {readonly number[]} place
 * @param {number} number
 * @returns {Values}
 */
export function withNumber(values, place, number) {
  const at = position(values.shape, place);
  if (at < 0) throw new RangeError(`no element ${place.join(",")} in ${values.shape.join(" × ")}`);
  const data = values.data.slice();
  data[at] = number;
  return { shape: values.shape, data };
}

/**
 * Every place of an array of that shape, in order.
 * @param {readonly number[]} shape
 * @returns {Iterable<number[]>}
 */
export function* places(shape) {
  const place = shape.map(() => 0);
  for (let left = count(shape); left > 0; left--) {
    yield place.slice();
    for (let d = shape.length - 1; d >= 0 && ++place[d] === shape[d]; d--) place[d] = 0;
  }
}

/**
 * Whether two shapes are the same.
 * @param {readonly number[]} one
 * @param {readonly number[]} other
 * @returns {boolean}
 */
export function sameShape(one, other) {
  return one.length === other.length && one.every((size, d) => size === other[d]);
}

/**
 * Whether two arrays hold the same numbers.
 * @param {Values} one
 * @param {Values} other
 * @returns {boolean}
 */
export function isSame(one, other) {
  return sameShape(one.shape, other.shape) && one.data.every((number, n) => number === other.data[n]);
}
