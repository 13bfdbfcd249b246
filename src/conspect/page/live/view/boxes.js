/** Rectangles, and how wide a text is at most, in the units of the picture (CSS pixels). */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */

// Widths in em, those of the widest of the common sans-serif fonts: what fits in these fits in any.
const NARROW = 0.4;
const DIGIT = 0.64;
const LETTER = 0.68;
const WIDE = 1.0;
const NARROW_SIGNS = new Set(" .,:;!|'()[]ijlI");
const WIDE_SIGNS = new Set("mwMW@%");
const PLAIN_SIGNS = new Set("0123456789+-−=<>·×/");

/**
 * How wide a text is at most, in a font of that size.
 *
 * @param {string} text
 * @param {number} size
 */
export function textWidth(text, size) {
  let width = 0;
  for (const sign of text) width += em(sign);
  return width * size;
}

/** @param {string} sign */
function em(sign) {
  if (NARROW_SIGNS.has(sign)) return NARROW;
  if (PLAIN_SIGNS.has(sign)) return DIGIT;
  // Beyond the alphabets of Europe signs may be as wide as they are high.
  if (WIDE_SIGNS.has(sign) || (sign.codePointAt(0) || 0) > 0x52f) return WIDE;
  return LETTER + (sign.toLowerCase() === sign ? 0 : 0.1);
}

/**
 * @param {Point} middle
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
export function boxAround(middle, width, height) {
  return { left: middle.x - width / 2, top: middle.y - height / 2, width, height };
}

/** @param {Box} box @returns {Point} */
export function middleOf(box) {
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/**
 * The place a share of the way from one to another.
 *
 * @param {Point} one
 * @param {Point} other
 * @param {number} share
 * @returns {Point}
 */
export function between(one, other, share) {
  return { x: one.x + share * (other.x - one.x), y: one.y + share * (other.y - one.y) };
}

/**
 * Whether less than the margin lies between the two.
 *
 * @param {Box} one
 * @param {Box} other
 * @param {number} [margin]
 */
export function meets(one, other, margin = 0) {
  return (
    one.left < other.left + other.width + margin &&
    other.left < one.left + one.width + margin &&
    one.top < other.top + other.height + margin &&
    other.top < one.top + one.height + margin
  );
}

/** @param {Box} box @param {Point} origin @returns {Box} */
export function movedBox(box, origin) {
  return { ...box, left: box.left + origin.x, top: box.top + origin.y };
}
