/** Where the labels of edges stand: on their edge, clear of each other and of everything else. */

import { between, boxAround, meets } from "./boxes.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */
/** @typedef {{start: Point, end: Point}} Line */
/** @typedef {{width: number, height: number}} Size */

// Shares of the way along an edge, the best first: the same for all edges if that goes, near one end
// where the edges lie apart.
const SHARES = [
  0.26, 0.3, 0.34, 0.74, 0.7, 0.66, 0.22, 0.78, 0.18, 0.82, 0.5, 0.4, 0.6, 0.14, 0.86,
];
const MARGIN = 3;

/**
 * A box on each line, none of which meets another or an obstacle; null where there is no room.
 *
 * @param {Line[]} lines
 * @param {Size} size that of every label
 * @param {Box[]} obstacles
 * @returns {Box[] | null}
 */
export function placeLabels(lines, size, obstacles) {
  for (const share of SHARES) {
    const boxes = lines.map((line) => boxOn(line, size, share));
    if (areClear(boxes, obstacles)) return boxes;
  }
  return oneByOne(lines, size, obstacles);
}

/**
 * @param {Line[]} lines
 * @param {Size} size
 * @param {Box[]} obstacles
 */
function oneByOne(lines, size, obstacles) {
  /** @type {Box[]} */
  const placed = [];
  for (const line of lines) {
    const free = SHARES.map((share) => boxOn(line, size, share)).find(
      (box) => ![...placed, ...obstacles].some((other) => meets(box, other, MARGIN)),
    );
    if (!free) return null;
    placed.push(free);
  }
  return placed;
}

/**
 * @param {Line} line
 * @param {Size} size
 * @param {number} share
 */
function boxOn(line, size, share) {
  return boxAround(between(line.start, line.end, share), size.width, size.height);
}

/**
 * @param {Box[]} boxes
 * @param {Box[]} obstacles
 */
function areClear(boxes, obstacles) {
  return boxes.every(
    (box, number) =>
      !boxes.slice(0, number).some((other) => meets(box, other, MARGIN)) &&
      !obstacles.some((other) => meets(box, other, MARGIN)),
  );
}
