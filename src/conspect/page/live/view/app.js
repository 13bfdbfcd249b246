/** The page at work: a session, what it looks like, and what changes it. */

import { _, languageInUse, setMessages, speak } from "../language.js";
import { actionsOf, isThere } from "./actions.js";
import { body } from "./body.js";
import { h, patch } from "./dom.js";
import { placeOf } from "./graph.js";
import { light } from "./light.js";
import { momentFrom, stateOf } from "./moment.js";
import { listen, tabStop } from "./pointing.js";
import { sameThing } from "./related.js";
import { sessionFrom } from "./session.js";
import { Sight } from "./sight.js";
import { movedTo, shown } from "./state.js";
import { drawSurface } from "./surface.js";
import { fileOf, taken } from "./take_away.js";
import { viewMaker } from "./view.js";

/** @typedef {import("./moment.js").State} State */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./view.js").View} View */

/**
 * What a page carries, made by Python.
 *
 * @typedef {object} Carried
 * @property {import("../network/rules.js").Rules} rules
 * @property {Record<string, import("../language.js").Messages>} messages
 * @property {string} language
 * @property {number} digits
 * @property {State} start
 * @property {Record<string, string>} sets tables as text, the target in the last column
 * @property {string[]} [show] the names asked for; none for all
 * @property {Origin} [origin] where the rows come from
 * @property {string} [picture_style] the style sheet of pictures that are taken away
 */


/**
 * What is said of rows that come from a table.
 *
 * @typedef {object} Origin
 * @property {import("../values.js").Nested} x the inputs that it holds for
 * @property {Record<string, import("../explain/document.js").Node[]>} told by language
 */

/** How long the page may think in one go, in milliseconds, before it shows something. */
const PATIENCE = 12;
const NARROW = 620;

export class App {
  /**
   * @param {Element | ShadowRoot} root
   * @param {Carried} carried
   * @param {{onState?: (state: State) => void, onLanguage?: (code: string) => void, onLink?: () => void}} [listeners]
   */
  constructor(root, carried, { onState = () => {}, onLanguage = () => {}, onLink = () => {} } = {}) {
    setMessages(carried.messages);
    speak(carried.language);
    this.root = root;
    this.carried = carried;
    this.onState = onState;
    this.onLanguage = onLanguage;
    this.onLink = onLink;
    this.session = sessionFrom(momentFrom(carried.rules, carried.start));
    this.set = this.set.bind(this);
    this.actions = actionsOf(this);
    this.makeView = viewMaker({ digits: carried.digits, show: carried.show || [], sets: Object.keys(carried.sets), origin: carried.origin });
    this.sight = new Sight(root, () => this.render());
    this.isAwake = false;
    this.isSettling = false;
    /** the update that the run is on its way to @type {number | null} */
    this.goal = null;
    /** when an update was last played */
    this.lastTick = 0;
    listen(this);
    this.render();
  }

  /** @returns {View} */
  view() {
    return this.makeView(this.session, this.actions, languageInUse(), this.sight);
  }

  /** @param {Partial<Session>} changes */
  set(changes) {
    const before = this.session;
    this.session = { ...before, ...changes };
    if (changes.history && changes.history.now !== before.history.now) this.onState(this.state());
    this.render();
    if (this.session.isPlaying && !before.isPlaying) this.lastTick = performance.now();
    this.wake();
  }

  /** @returns {State} what is shown, as JSON can hold it */
  state() {
    return stateOf(shown(this.session.history));
  }

  /** @param {boolean} [isThorough] whether lines out of sight are worked out anew as well */
  render(isThorough = false) {
    const view = this.view();
    if (this.session.selected !== null && !isThere(view.trace.values, this.session.selected)) {
      this.session = { ...this.session, selected: null, pointed: null };
      this.render(isThorough);
      return;
    }
    this.sight.begin(isThorough, languageInUse());
    patch(this.root, [h("div", { class: `conspect-live${view.isNarrow ? " narrow" : ""}`, lang: languageInUse() }, body(view))]);
    this.sight.watch();
    tabStop(this.root);
    this.lightUp(view);
    if (!isThorough || this.sight.isBehind) this.settle();
  }

  /** What can wait until there is time: lines out of sight, bit by bit, and the surface. */
  settle() {
    if (this.isSettling) return;
    this.isSettling = true;
    soon(() => {
      this.isSettling = false;
      if (this.sight.isBehind) this.render(true);
      this.drawSurface(this.view());
    });
  }

  /** Whether everything on the page is up to date. */
  get isSettled() {
    return !this.isSettling && !this.sight.isBehind && this.goal === null;
  }

  /** @param {View} view */
  lightUp(view) {
    const found = view.focus === null ? null : placeOf(view.focus);
    const things = found ? sameThing(view.trace, view.graph, found.name, found.place) : [];
    const line = view.cursor === null || view.focus !== view.selected ? null : view.lines[view.cursor];
    light(this.root, things, line ? view.sourcesOf(line) : []);
  }

  /** @param {View} view */
  drawSurface({ moment, rowsShown }) {
    const canvas = this.root.querySelector("canvas");
    if (!canvas) return;
    const ink = getComputedStyle(canvas).getPropertyValue("--ink") || "#1b1f24";
    drawSurface(canvas, moment.network, moment.x, moment.y, rowsShown, ink);
  }

  /** @param {number} at the update to be shown, as soon as it is worked out */
  travel(at) {
    this.goal = at;
    this.moveOn(at);
    this.wake();
  }

  /**
   * Take the run to one of its updates, or as far on the way there as patience goes.
   *
   * @param {number} goal
   */
  moveOn(goal) {
    const end = performance.now() + PATIENCE;
    let { history } = this.session;
    const isOn = () => history.now.run.at !== goal && performance.now() < end;
    do {
      const { at, losses } = history.now.run;
      history = movedTo(history, goal <= losses.length ? goal : Math.max(at, losses.length) + 1);
    } while (isOn());
    if (history.now.run.at === this.goal) this.goal = null;
    this.set({ history });
  }

  /** See to it that there is a tick before the next frame, as long as something moves. */
  wake() {
    if (this.isAwake || (this.goal === null && !this.session.isPlaying)) return;
    this.isAwake = true;
    requestAnimationFrame((now) => {
      this.isAwake = false;
      this.tick(now);
      this.wake();
    });
  }

  /** @param {number} now */
  tick(now) {
    const { speed, history } = this.session;
    if (this.goal !== null) this.moveOn(this.goal);
    else if (this.session.isPlaying) {
      const due = speed === 0 ? Infinity : Math.floor(((now - this.lastTick) / 1000) * speed);
      if (due < 1) return;
      this.lastTick = now;
      this.moveOn(history.now.run.at + due);
    }
  }

  /** Nothing moves any more. */
  end() {
    this.goal = null;
    this.session = { ...this.session, isPlaying: false };
    this.sight.end();
  }

  /** @param {string} kind */
  take(kind) {
    taken(this, kind).then(
      (said) => this.set({ said }),
      () => this.set({ said: _("The browser did not allow it.") }),
    );
  }

  /** @param {string} kind @returns {Promise<{name: string, type: string, text: string}>} what can be taken away */
  file(kind) {
    return fileOf(this, kind);
  }

  /** @param {number} width how wide the page is, in CSS pixels */
  resized(width) {
    const isNarrow = width < NARROW;
    if (isNarrow !== this.session.isNarrow) this.set({ isNarrow });
  }
}

/** @param {() => void} work when there is time, but soon */
function soon(work) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: 120 });
  else setTimeout(work, 30);
}
