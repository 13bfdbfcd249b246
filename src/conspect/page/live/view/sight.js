/**
 * Which lines are worked out anew at once: those in sight. The others stay as they were, or are only
 * sketched, until there is time, so that an update is shown without delay; then all of them are.
 */

/** @typedef {import("../explain/document.js").Line} Line */
/** @typedef {import("./dom.js").Part} Part */

/** How long lines out of sight may take in one go, in milliseconds. */
const PATIENCE = 40;

export class Sight {
  /** @param {Element | ShadowRoot} root @param {() => void} onLate lines have come into sight that are out of date */
  constructor(root, onLate) {
    this.root = root;
    /** the labels of the lines in sight @type {Set<string>} */
    this.seen = new Set();
    /** how each line was shown last @type {Map<string, {line: Line, parts: Part[]}>} */
    this.last = new Map();
    this.language = "";
    /** until when lines out of sight are worked out, too */
    this.deadline = 0;
    /** whether a line is shown as it was */
    this.isBehind = false;
    this.watched = new WeakSet();
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.seen.add(target.id);
        else this.seen.delete(target.id);
      }
      if (this.isBehind && entries.some((entry) => entry.isIntersecting)) onLate();
    }, { rootMargin: "200px" });
  }

  /**
   * What shows a line: made anew, or as it was, or a sketch.
   *
   * @param {Line} line
   * @param {() => Part[]} make
   * @param {() => Part[]} sketch
   * @returns {Part[]}
   */
  drawn(line, make, sketch) {
    const last = this.last.get(line.label);
    if (last && last.line === line) return last.parts;
    if (!this.seen.has(line.label) && performance.now() > this.deadline) {
      this.isBehind = true;
      return last ? last.parts : sketch();
    }
    const parts = make();
    this.last.set(line.label, { line, parts });
    return parts;
  }

  /** Before a page is drawn. @param {boolean} isThorough @param {string} language */
  begin(isThorough, language) {
    if (language !== this.language) this.last.clear();
    this.language = language;
    this.deadline = isThorough ? performance.now() + PATIENCE : 0;
    this.isBehind = false;
  }

  /** After it is drawn: lines that are new are watched. */
  watch() {
    for (const element of this.root.querySelectorAll("main .work")) {
      if (this.watched.has(element)) continue;
      this.watched.add(element);
      this.observer.observe(element);
    }
  }

  end() {
    this.observer.disconnect();
  }
}
