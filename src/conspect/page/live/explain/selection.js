// Which elements are worked out: all of a small step, of any step what leads to those asked for.

import { elementAt, elements, placeOf } from "../equations/tree.js";
import { writtenOut } from "../equations/substitute.js";
import { _, fill } from "../language.js";
import { ModelError } from "../network/rules.js";
import { operands, placesOf, treeAt } from "../network/rulebook.js";
import { count, position } from "../values.js";
import { PYTHON } from "./write.js";

/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("../network/rulebook.js").Book} Book */
/** @typedef {import("../network/rulebook.js").Entry} Entry */
/** @typedef {ReadonlyMap<string, Values>} Arrays */

// What one document works out at most, counted in operands put in.
const MOST_OPERANDS = 20_000;
// Beyond this a requested number's own sources are named, not worked out.
const MOST_OPERANDS_BEHIND = 1_000;
// In a summary of a large step, arrays that take no more than this are still worked out whole.
const MOST_OPERANDS_IN_SUMMARY = 60;

/**
 * @typedef {object} Selection
 * @property {Map<string, number[][]>} places  for each name the elements to work out, in order
 * @property {string[]} summarised  names too large to work out whole
 * @property {Element[]} given  asked for, and given, not worked out
 * @property {number} unexplained  how many elements lead to those shown but are taken as they are
 * @property {Element | null} example  one of these
 */

/**
 * Everything; of a step too large for that, the small arrays, and the others summarised.
 * @param {Book} book
 * @returns {Selection}
 */
export function selectAll(book) {
  const work = (/** @type {Entry} */ entry) => operands(entry) * count(entry.shape);
  const total = [...book.values()].reduce((sum, entry) => sum + work(entry), 0);
  const most = total <= MOST_OPERANDS ? MOST_OPERANDS : MOST_OPERANDS_IN_SUMMARY;
  const selection = nothing();
  for (const [name, entry] of book) {
    if (work(entry) <= most) selection.places.set(name, [...placesOf(entry)]);
    else selection.summarised.push(name);
  }
  return selection;
}

/** @returns {Selection} */
function nothing() {
  return { places: new Map(), summarised: [], given: [], unexplained: 0, example: null };
}

/**
 * What is asked for and everything that leads to it, as far as that can be told.
 * @param {Book} book
 * @param {Arrays} values
 * @param {readonly string[]} names  of arrays or elements: `W1`, `W1[2,1]`
 * @returns {Selection}
 */
export function selectNamed(book, values, names) {
  const selection = nothing();
  /** @type {Element[]} */
  const wanted = [];
  for (const text of names) {
    const { name, place } = parseName(text, values);
    // The loss after the update comes from the new parameters, through one more forward pass.
    const updates = [...book.values()].filter((entry) => entry.part === "update");
    for (const part of name === "loss_after" ? updates.map((entry) => entry.name) : [name]) {
      want(part, place, book, selection, wanted);
    }
  }
  follow(book, wanted, selection);
  const chosen = [...book.keys()].filter((name) => selection.places.has(name));
  selection.places = new Map(chosen.map((name) => [name, sorted(book, name, selection)]));
  return selection;
}

/**
 * @param {Book} book
 * @param {string} name
 * @param {Selection} selection
 * @returns {number[][]}
 */
function sorted(book, name, selection) {
  const { shape } = /** @type {Entry} */ (book.get(name));
  const found = /** @type {number[][]} */ (selection.places.get(name));
  return found.sort((one, other) => position(shape, one) - position(shape, other));
}

/**
 * A name such as `W1` or `W1[2,1]`: the array, and the place (from 0) if one is named.
 * @param {string} text
 * @param {Arrays} values
 * @returns {{name: string, place: number[] | null}}
 * @throws {ModelError} there is no such element
 */
export function parseName(text, values) {
  const [, name = "", indices = ""] = /^\s*([A-Za-z_]\w*)\s*(?:\[([\d,\s]*)\])?\s*$/.exec(text) ?? [];
  const array = values.get(name);
  const place = indices ? indices.split(",").map((index) => Number(index) - 1) : null;
  const exists = array && (!place || (place.length === array.shape.length && position(array.shape, place) >= 0));
  if (!exists) throw new ModelError(fill(_("There is no {name} in this step."), { name: text }));
  return { name, place };
}

/**
 * @param {string} name
 * @param {number[] | null} place
 * @param {Book} book
 * @param {Selection} selection
 * @param {Element[]} wanted
 */
function want(name, place, book, selection, wanted) {
  const entry = book.get(name);
  if (!entry) selection.given.push(elementAt(name, place ?? []));
  else if (place) wanted.push(elementAt(name, place));
  else if (operands(entry) * count(entry.shape) > MOST_OPERANDS) selection.summarised.push(name);
  else for (const each of placesOf(entry)) wanted.push(elementAt(name, each));
}

/**
 * Add what is wanted, then what that is worked out from, and so on while it is not too much.
 * @param {Book} book
 * @param {Element[]} wanted
 * @param {Selection} selection
 */
function follow(book, wanted, selection) {
  const asked = wanted.length;
  const seen = new Set(wanted.map((element) => PYTHON.write(element)));
  let spent = 0;
  for (let k = 0; k < wanted.length; k++) {
    const element = wanted[k];
    const entry = /** @type {Entry} */ (book.get(element.name));
    const cost = operands(entry);
    if (k >= asked && spent + cost > MOST_OPERANDS_BEHIND) {
      selection.unexplained++;
      selection.example ??= element;
      continue;
    }
    spent += cost;
    const place = placeOf(element);
    selection.places.set(element.name, [...(selection.places.get(element.name) ?? []), place]);
    for (const source of sources(entry, place)) {
      const label = PYTHON.write(source);
      if (!book.has(source.name) || seen.has(label)) continue;
      seen.add(label);
      wanted.push(source);
    }
  }
}

/**
 * The elements that one is worked out from, each once.
 * @param {Entry} entry
 * @param {readonly number[]} place
 * @returns {Element[]}
 */
export function sources(entry, place) {
  const found = elements(writtenOut(treeAt(entry, place)));
  return [...new Map(found.map((element) => [PYTHON.write(element), element])).values()];
}
