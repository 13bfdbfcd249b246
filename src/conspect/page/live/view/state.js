/**
 * What the page shows, as a value that never changes, and what was changed, to be undone.
 *
 * A state is a run of training shown at one of its updates. Edits lead to another state and can be
 * undone; steps of training move along the run, and are taken back by moving along it again.
 */

import { goTo, momentOf, runFrom } from "./run.js";

/** @typedef {import("./run.js").Moment} Moment */
/** @typedef {import("./run.js").Run} Run */

/**
 * @typedef {object} State
 * @property {Run} run
 * @property {readonly number[]} before the losses of the run before the last edit, to compare with
 */

/**
 * @typedef {object} History
 * @property {State} now
 * @property {readonly State[]} past
 * @property {readonly State[]} future
 * @property {string} open what is being edited right now: more of the same is one edit together
 */

// More than this nobody undoes.
const MOST_PAST = 200;

/**
 * @param {Moment} start
 * @returns {History}
 */
export function historyFrom(start) {
  return { now: { run: runFrom(start), before: [] }, past: [], future: [], open: "" };
}

/** @param {History} history @returns {Moment} the moment shown */
export function shown(history) {
  return momentOf(history.now.run);
}

/**
 * After an edit: a run that begins with the moment given.
 *
 * @param {History} history
 * @param {Moment} moment
 * @param {string} [what] is edited, `W1[2,1]` say: until `closed`, more of it is the same edit
 * @returns {History}
 */
export function edited(history, moment, what = "") {
  const { now } = history;
  const goesOn = what !== "" && what === history.open;
  const before = goesOn ? now.before : now.run.losses.slice(0, now.run.at);
  const past = goesOn ? history.past : [...history.past, now].slice(-MOST_PAST);
  return { now: { run: runFrom(moment), before }, past, future: [], open: what };
}

/** @param {History} history @returns {History} the edit at hand is complete */
export function closed(history) {
  return history.open === "" ? history : { ...history, open: "" };
}

/**
 * Shown so many updates after the run's start.
 *
 * @param {History} history
 * @param {number} at
 * @returns {History}
 */
export function movedTo(history, at) {
  const { now } = history;
  return { ...history, now: { ...now, run: goTo(now.run, at) }, open: "" };
}

/** @param {History} history @returns {History} */
export function undone(history) {
  const { now, past, future } = history;
  if (!past.length) return history;
  return {
    now: past[past.length - 1],
    past: past.slice(0, -1),
    future: [now, ...future],
    open: "",
  };
}

/** @param {History} history @returns {History} */
export function redone(history) {
  const { now, past, future } = history;
  if (!future.length) return history;
  return { now: future[0], past: [...past, now], future: future.slice(1), open: "" };
}
