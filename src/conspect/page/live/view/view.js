/** Everything that the parts of the page show, worked out from what the session holds. */

import { elements, placeOf as placeIn } from "../equations/tree.js";
import { writtenOut } from "../equations/substitute.js";
import { linesOf } from "../explain/document.js";
import { Lesson } from "../explain/lesson.js";
import { treeAt } from "../network/rulebook.js";
import { element, fromNested, isSame } from "../values.js";
import { lookOf } from "./captions.js";
import { chainOf } from "./chain.js";
import { graphOf, labelOf, placeOf } from "./graph.js";
import { layOut } from "./layout.js";
import { memo } from "./memo.js";
import { pathOf } from "./path.js";
import { related } from "./related.js";
import { Widths } from "./room.js";
import { batchCount, rowsOf, traceOf } from "./run.js";
import { shown } from "./state.js";

/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../explain/document.js").Line} Line */
/** @typedef {import("../network/step.js").Trace} Trace */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./actions.js").Actions} Actions */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./sight.js").Sight} Sight */
/** @typedef {ReturnType<ReturnType<typeof viewMaker>>} View */

/** A line of more numbers than this is too long to be looked at. */
const MOST_OPERANDS = 150;

/**
 * A function that works out the view; what did not change since the last time is kept.
 *
 * @param {{digits: number, show: string[], sets: string[], origin?: import("./app.js").Origin}} settings
 */
export function viewMaker({ digits, show, sets, origin }) {
  const traced = memo(traceOf);
  const isAsFromTable = memo((/** @type {Values} */ x) => origin !== undefined && isSame(x, fromNested(origin.x)));
  const taught = memo((/** @type {Trace} */ trace, /** @type {string} */ _language) => {
    const lesson = new Lesson(trace, digits);
    const document = lesson.document(show);
    const lines = linesOf(document.sections);
    return { lesson, document, lines, known: new Map(lines.map((line) => [line.label, line])) };
  });
  const readersOf = memo(readersBy);
  const widths = new Widths();

  return (/** @type {Session} */ session, /** @type {Actions} */ actions, /** @type {string} */ language, /** @type {Sight} */ sight) => {
    const moment = shown(session.history);
    const trace = traced(moment);
    const { lesson, document, lines, known } = taught(trace, language);
    const focus = session.pointed ?? session.selected;
    const found = focus === null ? null : placeOf(focus);
    const samples = trace.values.get("x")?.shape[0] || 1;
    const sample = Math.min(session.sample, samples - 1);
    const chain = chainFor(trace, session, sample);
    const graph = graphOf(trace, { sample, from: session.windows });
    const look = lookOf(session.what, chain && pathOf(chain, graph), session.isNarrow);
    const of = [session.what, language, session.isNarrow, JSON.stringify(session.windows), chain ? session.selected : ""].join(" ");
    const scene = layOut(graph, widths.room(of, look, session.isNarrow));
    const first = session.history.now.run.start;
    return {
      ...session,
      drawn: sight.drawn.bind(sight),
      actions, moment, trace, document, sets, digits, focus, sample, chain, graph, look, scene,
      origin: origin && isAsFromTable(moment.x) ? origin.told[language] || [] : [],
      batchCount: batchCount(moment),
      rowsShown: rowsOf(moment),
      firstEpoch: first.epoch,
      reach: Math.max(moment.training.epochs, first.epoch + 20),
      lineCount: lines.length,
      lines,
      cursor: session.selected === null ? null : cursorIn(lines, session.selected),
      math: { names: trace.values, valueOf: (/** @type {Element} */ each) => valueAt(trace, each.name, placeIn(each)) },
      sourcesOf: (/** @type {Line} */ { element: { name }, element }) =>
        lesson.sources(name, placeIn(element)).map((each) => labelOf(each.name, placeIn(each))),
      readers: found ? readersOf(trace.book, found.name, String(found.place)) : { shown: [], rest: 0 },
      isEditable: (/** @type {string} */ name) => name === "x" || name === "y" || trace.network.parameters.has(name),
      valueAt: (/** @type {string} */ name, /** @type {readonly number[]} */ place) => valueAt(trace, name, place) ?? NaN,
      linesAbout: (/** @type {string} */ name, /** @type {readonly number[]} */ place) =>
        related(trace, graph, name, place)
          .filter((each) => operandsAt(trace, each.name, each.place) <= MOST_OPERANDS)
          .map((each) => known.get(labelOf(each.name, each.place)) ?? lesson.line(each.name, each.place)),
    };
  };
}

/**
 * The chain back to what is selected, if it has a gradient.
 *
 * @param {Trace} trace
 * @param {Session} session
 * @param {number} sample
 */
function chainFor(trace, { selected, chosen }, sample) {
  const found = selected === null ? null : placeOf(selected);
  if (!found || !trace.values.has(found.name)) return null;
  const name = trace.network.parameters.has(found.name.slice(1)) && found.name[0] === "d" ? found.name.slice(1) : found.name;
  if (!trace.network.parameters.has(name)) return null;
  return chainOf(trace, name, found.place, sample, chosen);
}

/**
 * @param {Trace} trace
 * @param {string} name
 * @param {readonly number[]} place
 * @returns {number | null} null outside the array, or where there is none
 */
function valueAt(trace, name, place) {
  const values = trace.values.get(name);
  if (!values || place.length !== values.shape.length) return null;
  return place.every((index, d) => index >= 0 && index < values.shape[d]) ? element(values, place) : null;
}

/**
 * @param {Line[]} lines
 * @param {string} label
 */
function cursorIn(lines, label) {
  const at = lines.findIndex((line) => line.label === label);
  return at < 0 ? null : at;
}

/**
 * @param {Trace} trace
 * @param {string} name
 * @param {readonly number[]} place
 */
function operandsAt(trace, name, place) {
  const entry = trace.book.get(name);
  return entry ? elements(writtenOut(treeAt(entry, place))).length : Infinity;
}

/**
 * What is worked out from an element: the first of these names, and how many more.
 *
 * @param {Trace["book"]} book
 * @param {string} name
 * @param {string} where its place
 * @returns {{shown: string[], rest: number}}
 */
function readersBy(book, name, where) {
  const MOST = 16;
  /** @type {string[]} */
  const shown = [];
  for (const entry of book.values()) {
    const reads = entry.shares.some(({ equation }) => elements(equation.right).some((each) => each.name === name));
    const count = entry.shape.reduce((product, size) => product * size, 1);
    if (!reads || count > 400) continue;
    for (let k = 0; k < count && shown.length < MOST; k += 1) {
      const place = unravelled(k, entry.shape);
      const read = elements(writtenOut(treeAt(entry, place)));
      if (read.some((each) => each.name === name && String(placeIn(each)) === where)) shown.push(labelOf(entry.name, place));
    }
  }
  return { shown, rest: 0 };
}

/**
 * @param {number} position
 * @param {readonly number[]} shape
 * @returns {number[]}
 */
function unravelled(position, shape) {
  const place = shape.map(() => 0);
  for (let d = shape.length - 1; d >= 0; d -= 1) {
    place[d] = position % shape[d];
    position = Math.floor(position / shape[d]);
  }
  return place;
}
