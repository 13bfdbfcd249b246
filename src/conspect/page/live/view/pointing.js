/** The pointer and the keyboard: what is pointed at, kept, and walked through. */

import { isThere } from "./actions.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
export function listen(app) {
  const { root } = app;
  /** @type {[string, (event: any) => void][]} */
  const listeners = [
    ["pointerover", (event) => point(app, event)],
    ["pointerleave", () => app.actions.point(null)],
    ["focusin", (event) => focused(app, event)],
    ["click", (event) => clicked(app, event)],
    ["keydown", (event) => pressed(app, event)],
  ];
  for (const [name, listener] of listeners) root.addEventListener(name, listener);
}

/**
 * The name of the thing that an event is about.
 *
 * @param {App} app
 * @param {EventTarget | null} target
 * @returns {string | null}
 */
function thingAt(app, target) {
  if (!(target instanceof Element)) return null;
  const drawn = target.closest("svg.live [data-thing]");
  const here = drawn || target.closest("[data-name], [data-thing]");
  const name = here && (here.getAttribute(drawn ? "data-thing" : "data-name") ?? here.getAttribute("data-thing"));
  return name && isThere(app.view().trace.values, name) ? name : null;
}

/** @param {App} app @param {PointerEvent} event */
function point(app, event) {
  if (event.pointerType === "touch") return;
  const { target } = event;
  // Over the inspector what it shows stays, or it could never be reached.
  if (target instanceof Element && target.closest(".inspector")) return;
  app.actions.point(thingAt(app, target));
}

/** @param {App} app @param {FocusEvent} event */
function focused(app, { target }) {
  if (!(target instanceof Element) || target.closest(".inspector, .transport, .top")) return;
  const name = thingAt(app, target);
  if (name && target.matches(":focus-visible")) app.actions.point(name);
}

/** @param {App} app @param {MouseEvent} event */
function clicked(app, event) {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const link = target.closest("a[href^='#']");
  const label = link && link.getAttribute("href")?.slice(1);
  if (link && label && isThere(app.view().trace.values, label)) {
    event.preventDefault();
    app.actions.select(label);
    show(app, label);
    return;
  }
  if (target.closest("svg.live [data-thing], main [data-name]:not(input)")) app.actions.select(thingAt(app, target));
}

/**
 * See to it that the picture can be reached by the Tab key.
 *
 * @param {Element | ShadowRoot} root
 */
export function tabStop(root) {
  if (root.querySelector('svg.live [data-group][tabindex="0"]')) return;
  root.querySelector('svg.live [data-group="0"]')?.setAttribute("tabindex", "0");
}

/**
 * Bring the line of that name into sight.
 *
 * @param {App} app
 * @param {string} label
 */
export function show(app, label) {
  const there = app.root.querySelector(`[id="${CSS.escape(label)}"]`);
  const fold = there?.closest("details");
  if (fold) fold.open = true;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  there?.scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
}

/** @param {App} app @param {KeyboardEvent} event */
function pressed(app, event) {
  const { target, key } = event;
  const here = target instanceof Element && target.closest("svg.live [data-group]");
  if (!here) return;
  if (key === "Enter" || key === " ") {
    event.preventDefault();
    app.actions.select(here.getAttribute("data-thing"));
  } else if (key === "Escape") app.actions.select(null);
  else if (key.startsWith("Arrow")) {
    event.preventDefault();
    walk(here, key);
  }
}

/**
 * Ctrl+Z and Ctrl+Shift+Z undo and redo, but where a text is written.
 *
 * @param {App} app
 * @param {EventTarget} everywhere
 */
export function listenForUndo(app, everywhere) {
  everywhere.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, target } = /** @type {KeyboardEvent} */ (event);
    if (!(ctrlKey || metaKey) || key.toLowerCase() !== "z" || target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    if (shiftKey) app.actions.redo();
    else app.actions.undo();
  });
}

/**
 * From a unit or an edge to the next: up and down in its column, left and right to the nearest in
 * the column, or among the edges, beside it.
 *
 * @param {Element} here
 * @param {string} key
 */
function walk(here, key) {
  const all = /** @type {SVGElement[]} */ ([...(here.closest("svg")?.querySelectorAll("[data-group]") || [])]);
  const group = (/** @type {Element} */ each) => Number(each.getAttribute("data-group"));
  const y = (/** @type {Element} */ each) => Number(each.getAttribute("data-y"));
  const beside = (/** @type {number} */ number) => all.filter((each) => group(each) === number);
  /** @type {SVGElement | undefined} */
  let next;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const sorted = beside(group(here)).sort((one, other) => y(one) - y(other));
    next = sorted[sorted.indexOf(/** @type {SVGElement} */ (here)) + (key === "ArrowUp" ? -1 : 1)];
  } else {
    const by = key === "ArrowLeft" ? -1 : 1;
    const found = beside(group(here) + by).length ? beside(group(here) + by) : beside(group(here) + 2 * by);
    next = found.sort((one, other) => Math.abs(y(one) - y(here)) - Math.abs(y(other) - y(here)))[0];
  }
  if (!next) return;
  here.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}
