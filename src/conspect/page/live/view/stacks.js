/** A column of units from top to bottom, before it has its place in the picture. */

import { _, fill } from "../language.js";
import { boxAround, middleOf, movedBox, textWidth } from "./boxes.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */
/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {import("./graph.js").Column} Column */
/** @typedef {import("./graph.js").Quantity} Quantity */
/** @typedef {{box: Box, quantity: Quantity}} Tag a number beside a unit */
/** @typedef {{start: Point, end: Point, quantity: Quantity}} Stem from a bias to its unit */

/** @typedef {{text: string, place: Point, size: number, bold?: boolean, quiet?: boolean, start?: boolean}} Words */

/**
 * @typedef {object} Room
 * @property {(quantities: Quantity[]) => number} numberWidth how wide their names and numbers get
 * @property {boolean} narrow whether there is little room: no labels on edges then
 */

export const NAME_SIZE = 11;
export const NUMBER_SIZE = 14;
export const TAG_SIZE = 12;
export const TITLE_SIZE = 14;

export const PANEL = 14;
const DISC = 64;
const TAG_HEIGHT = 17;
const STEM = 12;
const GAP = 30;
const MORE = 30;
const BLOCK = 84;
const MOST_SPREAD = 70;

/**
 * @typedef {object} Stack a column about x = 0; y = 0 is the middle of its discs
 * @property {number} width
 * @property {number} top
 * @property {number} bottom
 * @property {{disc: Box, tags: Tag[], stem: Stem | null, box: Box, row: number}[]} pieces
 * @property {{box: Box, left: number, above: boolean}[]} more
 * @property {Box | null} block
 * @property {Words[]} words
 */

/**
 * @param {Column} column
 * @param {Room} room
 * @param {number} height units are spread out over as much
 * @returns {Stack}
 */
export function stack(column, room, height) {
  if (!column.units.length) return block(column);
  const tight = pile(column, room, GAP);
  const spare = (height - tight.bottom + tight.top) / column.units.length;
  return spare > 1 ? pile(column, room, GAP + Math.min(spare, MOST_SPREAD)) : tight;
}

/**
 * One unit below the other.
 *
 * @param {Column} column
 * @param {Room} room
 * @param {number} gap
 * @returns {Stack}
 */
function pile(column, room, gap) {
  const results = column.units.map((unit) => unit.values[unit.values.length - 1]);
  const width = Math.max(DISC, room.numberWidth(results) + 26);
  const widthOf = (/** @type {Quantity} */ quantity) => room.numberWidth([quantity]) + 24;
  /** @type {Stack} */
  const made = { width, top: 0, bottom: 0, pieces: [], more: [], block: null, words: [] };
  let y = 0;
  if (column.from > 0) {
    made.more.push({ box: boxAround({ x: 0, y: MORE / 2 - 4 }, width + 20, MORE - 8), left: column.from, above: true });
    y += MORE;
  }
  column.units.forEach((unit, row) => {
    const top = y;
    /** @type {Tag[]} */
    const tags = [];
    /** @type {Stem | null} */
    let stem = null;
    if (unit.bias) {
      tags.push({ box: { left: -width / 2 - 12, top: y, width: width + 24, height: TAG_HEIGHT }, quantity: unit.bias });
      y += TAG_HEIGHT;
      stem = { start: { x: 0, y }, end: { x: 0, y: y + STEM }, quantity: unit.bias };
      y += STEM;
    }
    const disc = { left: -width / 2, top: y, width, height: DISC };
    y += DISC;
    unit.values.slice(0, -1).forEach((quantity) => {
      tags.push({ box: { left: -width / 2 - 12, top: y + 2, width: width + 24, height: TAG_HEIGHT }, quantity });
      y += TAG_HEIGHT;
    });
    const widest = Math.max(width, ...tags.map((tag) => widthOf(tag.quantity)));
    made.width = Math.max(made.width, widest);
    made.pieces.push({ disc, tags, stem, row, box: { left: -widest / 2, top, width: widest, height: y - top + 2 } });
    y += gap;
  });
  let bottom = y - gap;
  const leftOut = column.size - column.from - column.units.length;
  if (leftOut > 0) {
    const place = { x: 0, y: bottom + MORE / 2 + 6 };
    made.more.push({ box: boxAround(place, width + 20, MORE - 8), left: leftOut, above: false });
    bottom += MORE + 4;
  }
  const discs = made.pieces.map((piece) => middleOf(piece.disc).y);
  return shifted(made, -(discs[0] + discs[discs.length - 1]) / 2, bottom);
}

/**
 * The stack with y = 0 at the middle of its discs.
 *
 * @param {Stack} made
 * @param {number} by
 * @param {number} bottom
 * @returns {Stack}
 */
function shifted(made, by, bottom) {
  const origin = { x: 0, y: by };
  return {
    ...made,
    top: by,
    bottom: bottom + by,
    pieces: made.pieces.map((piece) => ({
      row: piece.row,
      disc: movedBox(piece.disc, origin),
      box: movedBox(piece.box, origin),
      tags: piece.tags.map((tag) => ({ ...tag, box: movedBox(tag.box, origin) })),
      stem: piece.stem && movedStem(piece.stem, origin),
    })),
    more: made.more.map((each) => ({ ...each, box: movedBox(each.box, origin) })),
  };
}

/**
 * The loss with the targets below it.
 *
 * @param {Graph} graph
 * @param {Room} room
 * @returns {Stack}
 */
export function goalStack({ goal }, room) {
  const unit = { index: 0, values: [...goal.targets, goal.loss], bias: null };
  const size = 1 + goal.leftOut;
  return pile({ ...emptyColumn, title: goal.title, size, from: 0, units: [unit] }, room, GAP);
}

const emptyColumn = { shape: [1], results: [], shared: [], strip: [] };

/** @param {Column} column a result of several dimensions @returns {Stack} */
function block(column) {
  const shape = column.shape.join(" × ");
  const names = column.results.join(", ");
  return {
    width: Math.max(BLOCK, textWidth(shape, TAG_SIZE), textWidth(names, TAG_SIZE)),
    top: -BLOCK / 2,
    bottom: BLOCK / 2 + 46,
    pieces: [],
    more: [],
    block: boxAround({ x: 0, y: 0 }, BLOCK - 16, BLOCK - 16),
    words: [
      { text: names, place: { x: 0, y: BLOCK / 2 + 22 }, size: TAG_SIZE },
      { text: shape, place: { x: 0, y: BLOCK / 2 + 40 }, size: TAG_SIZE, quiet: true },
    ],
  };
}

/**
 * The title of a column, in several rows where it is wide, and what it shares.
 *
 * @param {string} title
 * @param {string[]} shared
 * @param {boolean} narrow
 * @returns {Words[]}
 */
export function titleRows(title, shared, narrow) {
  const isWide = textWidth(title, TITLE_SIZE) > (narrow ? 80 : 150);
  const texts = !isWide ? [title] : narrow ? title.split(/, |(?<=_)/) : title.split(", ");
  const size = narrow ? TAG_SIZE : TITLE_SIZE;
  /** @type {Words[]} */
  const rows = texts.map((text, row) => ({ text, place: { x: 0, y: 18 * row }, size, bold: true }));
  if (!shared.length) return rows;
  const said = fill(_("shares {names}"), { names: shared.join(", ") });
  return [...rows, { text: said, place: { x: 0, y: 18 * rows.length }, size: TAG_SIZE, quiet: true }];
}

/** @param {Words} words @param {Point} origin @returns {Words} */
export function movedWords(words, origin) {
  return { ...words, place: { x: words.place.x + origin.x, y: words.place.y + origin.y } };
}

/** @param {Stem} stem @param {Point} origin @returns {Stem} */
export function movedStem({ start, end, quantity }, origin) {
  return {
    start: { x: start.x + origin.x, y: start.y + origin.y },
    end: { x: end.x + origin.x, y: end.y + origin.y },
    quantity,
  };
}
