// The order in which a step is told: given, forward, loss, backward, update, what changed.

import { elementAt, placeOf } from "../equations/tree.js";
import { writtenOut } from "../equations/substitute.js";
import { _, fill, plural } from "../language.js";
import { constant, EVERY_LAYER, generalEquation, reasons, treeAt } from "../network/rulebook.js";
import { count, element as elementIn } from "../values.js";
import { description, layerTitle } from "./description.js";
import { deadUnits, diverged, onLine, untrained } from "./remarks.js";
import { printLine, shorten } from "./rounding.js";
import { parseName, selectAll, selectNamed, sources } from "./selection.js";
import { PYTHON, UNICODE } from "./write.js";

/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("../network/rulebook.js").Entry} Entry */
/** @typedef {import("../network/rulebook.js").Part} Part */
/** @typedef {import("../network/step.js").Trace} Trace */
/** @typedef {import("./document.js").Document} Document */
/** @typedef {import("./document.js").Line} Line */
/** @typedef {import("./document.js").Matrix} Matrix */
/** @typedef {import("./document.js").Node} Node */
/** @typedef {import("./document.js").Note} Note */
/** @typedef {import("./document.js").Section} Section */
/** @typedef {import("./document.js").SectionKind} SectionKind */
/** @typedef {import("./document.js").Table} Table */
/** @typedef {import("./document.js").Work} Work */
/** @typedef {import("./selection.js").Selection} Selection */

// Longer sums stand in a formula as sums; their numbers are written out all the same.
const LONGEST_FORMULA = 8;
// Arrays of more numbers than this are summarised where they are given.
const LARGEST_GIVEN = 64;

/**
 * The step worked through by hand; with `show`, just what leads to those names.
 * @param {Trace} trace
 * @param {{digits?: number, show?: readonly string[]}} [options]
 * @returns {Document}
 */
export function explain(trace, { digits = 6, show = [] } = {}) {
  return new Lesson(trace, digits).document(show);
}

/** A step, any element of which can be worked out. */
export class Lesson {
  /**
   * @param {Trace} trace
   * @param {number} digits
   */
  constructor(trace, digits) {
    this.trace = trace;
    this.digits = digits;
    this.values = trace.values;
    this.book = trace.book;
  }

  /**
   * @param {readonly string[]} [show]
   * @returns {Document}
   */
  document(show = []) {
    return new Telling(this, show).document();
  }

  /**
   * The line of any element of a name that is worked out.
   * @param {string} name
   * @param {readonly number[]} place  from 0
   * @returns {Line}
   */
  line(name, place) {
    const entry = /** @type {Entry} */ (this.book.get(name));
    const element = elementAt(name, place);
    /** @type {Work | null} */
    let done = null;
    return {
      type: "line",
      section: entry.part,
      element,
      label: PYTHON.write(element),
      value: this.valueOf(element),
      reason: reasonOf(entry),
      work: () => (done ??= this.work(entry, place)),
    };
  }

  /**
   * @param {Entry} entry
   * @param {readonly number[]} place
   * @returns {Work}
   */
  work(entry, place) {
    const valueOf = (/** @type {Element} */ element) =>
      element.indices.length || this.values.has(element.name)
        ? this.valueOf(element)
        : constant(entry, element.name);
    const { whole, formula } = rightSide(entry, place);
    const result = this.valueOf(elementAt(entry.name, place));
    const printed = printLine(whole, valueOf, result, this.digits);
    const notes = onLine(entry, whole, valueOf, printed, this.digits);
    return { formula, printed, notes };
  }

  /**
   * The elements that one is worked out from; none of what is given.
   * @param {string} name
   * @param {readonly number[]} place
   * @returns {Element[]}
   */
  sources(name, place) {
    const entry = this.book.get(name);
    return entry ? sources(entry, place).filter(({ indices, name: read }) => indices.length || this.book.has(read)) : [];
  }

  /**
   * The recorded value of an element; outside its array it is 0.
   * @param {Element} element
   * @returns {number}
   */
  valueOf(element) {
    return elementIn(/** @type {Values} */ (this.values.get(element.name)), placeOf(element));
  }

  /**
   * The element of that label: `W1[2,1]`.
   * @param {string} label
   * @returns {Element}
   */
  element(label) {
    const { name, place } = parseName(label, this.values);
    return elementAt(name, place ?? []);
  }

  /**
   * The given numbers of an array, as they are.
   * @param {string} name
   * @returns {Matrix}
   */
  matrix(name) {
    const values = /** @type {Values} */ (this.values.get(name));
    const isParameter = this.trace.network.parameters.has(name);
    /** @type {Record<string, string>} */
    const captions = { x: _("inputs"), y: _("targets") };
    const caption = captions[name] ?? (isParameter ? _("parameter") : _("state"));
    const isRow = name in captions;
    const rows = isRow ? _("sample") : values.shape.length > 1 ? _("input") : "";
    const columns = name === "x" ? _("input") : isRow ? _("output") : values.shape.length ? _("unit") : "";
    return { type: "matrix", name, values, caption, rows, columns };
  }
}

/** What is told of a step, in order. */
class Telling {
  /**
   * @param {Lesson} lesson
   * @param {readonly string[]} show
   */
  constructor(lesson, show) {
    this.lesson = lesson;
    this.show = show;
    const { book, values } = lesson;
    /** @type {Selection} */
    this.selection = show.length ? selectNamed(book, values, show) : selectAll(book);
  }

  /** @returns {Document} */
  document() {
    const { trace, digits } = this.lesson;
    const sections = [
      this.given(),
      this.part("forward", _("Forward: from the inputs to the output")),
      this.part("loss", _("Loss: how far off the output is")),
      this.part("backward", _("Backward: from the loss to every weight")),
      this.part("update", _("Update: every weight takes its step")),
      this.changed(),
    ];
    const title = fill(_("One step of training, epoch {epoch}, batch {batch}"), {
      epoch: trace.epoch + 1,
      batch: trace.batch,
    });
    return { title, sections: sections.filter(({ nodes }) => nodes.length), trace, digits };
  }

  // what is given

  /** @returns {Section} */
  given() {
    const { trace, values, digits } = this.lesson;
    const title = _("Given");
    if (this.show.length) return section("given", title, this.givenOnRequest());
    const names = [...values.keys()].filter((name) => !this.lesson.book.has(name) && name !== "loss_after");
    const small = names.filter((name) => this.size(name) <= LARGEST_GIVEN);
    const large = names.filter((name) => !small.includes(name));
    return section("given", title, [
      ...description(trace.network.frame, digits).map((text) => /** @type {Node} */ ({ type: "text", text })),
      { type: "picture" },
      ...small.map((name) => this.lesson.matrix(name)),
      ...(large.length ? [this.summary(large)] : []),
      ...[diverged(trace), untrained(trace)].filter(Boolean).map(note),
    ]);
  }

  /**
   * Names asked for that nothing works out.
   * @returns {Node[]}
   */
  givenOnRequest() {
    const said = [diverged(this.lesson.trace)].filter(Boolean).map(note);
    return [
      ...said,
      ...this.selection.given.map((element) => {
        const { shape } = /** @type {Values} */ (this.lesson.values.get(element.name));
        if (element.indices.length || !shape.length) {
          return figure(PYTHON.write(element), this.lesson.valueOf(element), _("given"));
        }
        return this.size(element.name) <= LARGEST_GIVEN ? this.lesson.matrix(element.name) : this.summary([element.name]);
      }),
    ];
  }

  /**
   * @param {string} name
   * @returns {number}
   */
  size(name) {
    return count(/** @type {Values} */ (this.lesson.values.get(name)).shape);
  }

  // what is worked out

  /**
   * @param {Part} part
   * @param {string} title
   * @returns {Section}
   */
  part(part, title) {
    const { book, trace } = this.lesson;
    const { places, summarised } = this.selection;
    const wanted = [...book.values()].filter(
      (entry) => entry.part === part && (places.has(entry.name) || summarised.includes(entry.name)),
    );
    const nodes = runs(wanted, (entry) => this.heading(entry)).flatMap((group) => this.group(group));
    const dead = part === "backward" && !this.show.length ? deadUnits(trace).map(note) : [];
    return section(part, title, [...dead, ...nodes]);
  }

  /**
   * @param {Entry} entry
   * @returns {string}
   */
  heading({ part, number }) {
    if (part === "loss") return "";
    if (number === EVERY_LAYER) return _("All layers");
    if (part === "update") return fill(_("Layer {number}"), { number });
    const title = layerTitle(this.lesson.trace.network.frame, number);
    return fill(_("Layer {number}: {title}"), { number, title });
  }

  /**
   * The entries of one layer, those of one shape side by side, element by element.
   * @param {readonly Entry[]} entries
   * @returns {Node[]}
   */
  group(entries) {
    const nodes = runs(entries, (entry) => this.cluster(entry)).flatMap((sideBySide) => {
      const large = sideBySide.filter(({ name }) => this.selection.summarised.includes(name));
      return [
        ...sideBySide.map(rule),
        ...(large.length ? [this.summary(large.map(({ name }) => name))] : []),
        ...this.lines(sideBySide.filter((entry) => !large.includes(entry))),
      ];
    });
    const heading = this.heading(entries[0]);
    return heading ? [section(entries[0].part, heading, nodes)] : nodes;
  }

  /**
   * Entries of one cluster are told side by side.
   * @param {Entry} entry
   * @returns {string}
   */
  cluster({ name, shape, part }) {
    const base = name.replace(/^new_/, "").replace(/^d/, "");
    return `${shape} ${this.lesson.trace.after.has(base) && part !== "update"}`;
  }

  /**
   * @param {readonly Entry[]} entries  of one shape
   * @returns {Line[]}
   */
  lines(entries) {
    /** @type {Map<string, {place: number[], names: string[]}>} */
    const told = new Map();
    for (const { name } of entries) {
      for (const place of this.selection.places.get(name) ?? []) {
        const there = told.get(String(place)) ?? { place, names: [] };
        there.names.push(name);
        told.set(String(place), there);
      }
    }
    const inOrder = [...told.values()].sort((one, other) => compare(one.place, other.place));
    return inOrder.flatMap(({ place, names }) => names.map((name) => this.lesson.line(name, place)));
  }

  /**
   * Arrays too large to print, a row each.
   * @param {readonly string[]} names
   * @returns {Table}
   */
  summary(names) {
    const header = [_("array"), _("shape"), _("smallest"), _("mean"), _("largest"), _("mean absolute")];
    return { type: "table", header, rows: names.map((name) => this.summaryRow(name)) };
  }

  /**
   * @param {string} name
   * @returns {string[]}
   */
  summaryRow(name) {
    const { shape, data } = /** @type {Values} */ (this.lesson.values.get(name));
    let [smallest, largest, sum, absolute] = [Infinity, -Infinity, 0, 0];
    for (const number of data) {
      smallest = Math.min(smallest, number);
      largest = Math.max(largest, number);
      sum += number;
      absolute += Math.abs(number);
    }
    const spread = [smallest, sum / data.length, largest, absolute / data.length];
    return [name, shape.join(" × "), ...spread.map((number) => UNICODE.signed(shorten(number, this.lesson.digits)))];
  }

  // what changed

  /** @returns {Section} */
  changed() {
    /** @type {Node[]} */
    const nodes = [];
    const { loss, lossAfter } = this.lesson.trace;
    if (!this.show.length || this.show.includes("loss_after")) {
      nodes.push(figure("loss", loss, _("before the update")));
      nodes.push(figure("loss_after", lossAfter, _("after it, on the same batch")));
      if (!Number.isFinite(lossAfter) || lossAfter > loss) {
        nodes.push(note(_("The loss rose: this step was too long. Try a smaller learning rate.")));
      }
    }
    nodes.push(...this.unexplained());
    return section("update", this.show.length ? _("Beyond this") : _("What changed"), nodes);
  }

  /** @returns {Note[]} */
  unexplained() {
    const { unexplained, example } = this.selection;
    if (!example) return [];
    const message = plural(
      "{count} number that leads here is taken as it is; open {example} to follow it.",
      "{count} numbers that lead here are taken as they are; open {example} to follow one.",
      unexplained,
    );
    return [note(fill(message, { count: unexplained, example: PYTHON.write(example) }))];
  }
}

/**
 * What stands on the right of an element: term by term, and with long sums left standing. It is the
 * same in every step, so it is made once.
 * @param {Entry} entry
 * @param {readonly number[]} place
 * @returns {{whole: Tree, formula: Tree}}
 */
function rightSide(entry, place) {
  const known = rightSides.get(entry) ?? new Map();
  rightSides.set(entry, known);
  const key = place.join();
  if (!known.has(key)) {
    const tree = treeAt(entry, place);
    known.set(key, { whole: writtenOut(tree), formula: writtenOut(tree, LONGEST_FORMULA) });
  }
  return known.get(key);
}

/** @type {WeakMap<Entry, Map<string, {whole: Tree, formula: Tree}>>} */
const rightSides = new WeakMap();

/**
 * Why an entry's equation is so; where paths join, the reason for each.
 * @param {Entry} entry
 * @returns {string}
 */
function reasonOf(entry) {
  return reasons(entry).map(_).join("; ");
}

/**
 * @param {Entry} entry
 * @returns {Node}
 */
function rule(entry) {
  return { type: "rule", equation: generalEquation(entry), reason: reasonOf(entry) };
}

/**
 * @param {string} text
 * @returns {Note}
 */
function note(text) {
  return { type: "note", text };
}

/**
 * @param {string} name
 * @param {number} value
 * @param {string} caption
 * @returns {Node}
 */
function figure(name, value, caption) {
  return { type: "figure", name, value, caption };
}

/**
 * @param {SectionKind} kind
 * @param {string} title
 * @param {readonly Node[]} nodes
 * @returns {Section}
 */
function section(kind, title, nodes) {
  return { type: "section", kind, title, nodes };
}

/**
 * Neighbours with the same key, together.
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} key
 * @returns {T[][]}
 */
function runs(items, key) {
  /** @type {T[][]} */
  const groups = [];
  let last = "";
  for (const item of items) {
    const own = key(item);
    if (!groups.length || own !== last) groups.push([]);
    groups[groups.length - 1].push(item);
    last = own;
  }
  return groups;
}

/**
 * @param {readonly number[]} one
 * @param {readonly number[]} other
 * @returns {number}
 */
function compare(one, other) {
  const d = one.findIndex((index, k) => index !== other[k]);
  return d < 0 ? 0 : one[d] - other[d];
}
