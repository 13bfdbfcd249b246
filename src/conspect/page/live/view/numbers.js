/** Numbers as they are written where there is little room, and in full. */

import { shorten } from "../explain/rounding.js";
import { UNICODE } from "../explain/write.js";

/**
 * The number with so many significant digits, under the one policy of rounding: `−0.0003238`.
 *
 * @param {number} value
 * @param {number} digits
 */
export function short(value, digits) {
  return UNICODE.signed(shorten(value, digits));
}

/**
 * The number at full precision, as `data-value` has it.
 *
 * @param {number} value
 */
export function full(value) {
  return String(value);
}
