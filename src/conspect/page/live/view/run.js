/**
 * A run of training: the moment it starts from, and every update since.
 *
 * A moment is everything that decides the step shown: the network before it, the rows, and where in
 * training it stands. Not every moment is kept: one between two that are is worked out again, which
 * gives the same numbers.
 */

import { batches, takeRows } from "../network/batches.js";
import { parameterCount } from "../network/network.js";
import { afterEpoch } from "../network/schedule.js";
import { advance, trace } from "../network/step.js";

/** @typedef {import("../network/network.js").Network} Network */
/** @typedef {import("../network/step.js").Trace} Trace */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {{epochs: number, batch_size: number | null, shuffle: boolean, seed: number}} Training */

/**
 * @typedef {object} Moment
 * @property {Network} network before the step
 * @property {Values} x all rows of inputs
 * @property {Values} y all rows of targets
 * @property {Training} training
 * @property {number} epoch whole epochs done
 * @property {number} batch of this epoch, from 1
 * @property {number} lossSum the losses of this epoch so far, each times its rows
 * @property {number} rowsSeen
 */

/**
 * @typedef {object} Run
 * @property {Moment} start
 * @property {number} at how many updates after the start
 * @property {readonly number[]} losses that of each update's batch, as far as the run has come
 * @property {ReadonlyMap<number, Moment>} kept by how many updates they are after the start
 * @property {number} stride every how many updates one is kept
 */

// So many numbers of a network are kept without a second thought.
const SMALL_NETWORK = 4000;
const MOST_KEPT = 2000;

/**
 * @param {Moment} start
 * @returns {Run}
 */
export function runFrom(start) {
  const stride = Math.max(1, Math.round(parameterCount(start.network) / SMALL_NETWORK));
  return { start, at: 0, losses: [], kept: new Map([[0, start]]), stride };
}

/** @param {Moment} moment */
export function batchCount(moment) {
  return batches(moment.x.shape[0], moment.training, moment.epoch).length;
}

/** @param {Moment} moment @returns {number[]} the rows of its batch, from 0 */
export function rowsOf(moment) {
  return batches(moment.x.shape[0], moment.training, moment.epoch)[moment.batch - 1];
}

/** @param {Moment} moment @returns {Trace} the step, every number of it */
export function traceOf(moment) {
  const rows = rowsOf(moment);
  const { network, epoch, batch } = moment;
  return trace(network, takeRows(moment.x, rows), takeRows(moment.y, rows), { epoch, batch });
}

/**
 * The moment after one update.
 *
 * @param {Moment} moment
 * @returns {{moment: Moment, loss: number}}
 */
export function updated(moment) {
  const rows = rowsOf(moment);
  const { network, loss } = advance(
    moment.network,
    takeRows(moment.x, rows),
    takeRows(moment.y, rows),
  );
  const lossSum = moment.lossSum + loss * rows.length;
  const rowsSeen = moment.rowsSeen + rows.length;
  if (moment.batch < batchCount(moment)) {
    return { moment: { ...moment, network, batch: moment.batch + 1, lossSum, rowsSeen }, loss };
  }
  const rested = afterEpoch(network, lossSum / rowsSeen);
  const epoch = moment.epoch + 1;
  const begun = { ...moment, network: rested, epoch, batch: 1, lossSum: 0, rowsSeen: 0 };
  return { moment: begun, loss };
}

/**
 * The moment so many updates after the run's start.
 *
 * @param {Run} run
 * @param {number} [at]
 * @returns {Moment}
 */
export function momentOf(run, at = run.at) {
  let from = at;
  while (!run.kept.has(from)) from -= 1;
  let moment = /** @type {Moment} */ (run.kept.get(from));
  for (; from < at; from += 1) moment = updated(moment).moment;
  return moment;
}

/**
 * The run, shown at another of its updates; as far as needed, it is run on.
 *
 * @param {Run} run
 * @param {number} at
 * @returns {Run}
 */
export function goTo(run, at) {
  if (at <= run.losses.length) return { ...run, at: Math.max(0, at) };
  const losses = [...run.losses];
  const kept = new Map(run.kept);
  let moment = momentOf(run, losses.length);
  while (losses.length < at) {
    const next = updated(moment);
    moment = next.moment;
    losses.push(next.loss);
    if (losses.length % run.stride === 0 || losses.length === at) kept.set(losses.length, moment);
  }
  return thinned({ ...run, at, losses, kept });
}

/**
 * The run with fewer moments kept, if there are too many.
 *
 * @param {Run} run
 * @returns {Run}
 */
function thinned(run) {
  if (run.kept.size <= MOST_KEPT) return run;
  const stride = 2 * run.stride;
  const kept = new Map();
  for (const [at, moment] of run.kept) {
    if (at % stride === 0 || at === run.at) kept.set(at, moment);
  }
  return { ...run, stride, kept };
}
