/** A moment of training as JSON can hold it, and back: what a page is shared, saved and undone by. */

import { _, fill } from "../language.js";
import { buildNetwork, describe } from "../network/network.js";
import { ModelError } from "../network/rules.js";
import { fromNested, toNested } from "../values.js";

/** @typedef {import("../network/network.js").Structure} Structure */
/** @typedef {import("../network/rules.js").Rules} Rules */
/** @typedef {import("../values.js").Nested} Nested */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./run.js").Moment} Moment */
/** @typedef {import("./run.js").Training} Training */

/**
 * @typedef {object} State
 * @property {Structure} network
 * @property {Record<string, Nested>} parameters
 * @property {Record<string, Nested>} state of the optimizer
 * @property {Record<string, number | string>} progress of the schedule
 * @property {Nested} x all rows
 * @property {Nested} y
 * @property {Training} training
 * @property {number} epoch
 * @property {number} batch
 * @property {number} [loss_sum] the losses of the epoch so far, each times its rows
 * @property {number} [rows_seen] in the epoch so far
 */

// A page is for looking at: more than this would only make it hang.
const MOST_UNITS = 4096;
const MOST_LAYERS = 200;

/**
 * @param {Rules} rules
 * @param {State} state
 * @returns {Moment}
 * @throws {ModelError} it fits no network
 */
export function momentFrom(rules, state) {
  checkSizes(state.network);
  const { parameters, state: kept, progress, training } = state;
  const start = { parameters, state: kept, progress, seed: whole(training.seed, 0) };
  const network = buildNetwork(rules, state.network, start);
  const { rule } = network.frame.optimizer;
  if (rule.full_batch) throw new ModelError(fill(_("{kind} searches for its steps, as no page can."), { kind: rule.kind }));
  const x = rowsFor(network.frame.shapes.get("x") || [], state.x);
  const y = rowsFor(network.frame.shapes.get("y") || [], state.y);
  if (x.shape[0] !== y.shape[0]) throw new ModelError(_("There are not as many targets as inputs."));
  const size = training.batch_size;
  return {
    network,
    x,
    y,
    training: {
      epochs: whole(training.epochs, 1),
      batch_size: size === null ? null : Math.max(1, whole(size, 1)),
      shuffle: training.shuffle === true,
      seed: whole(training.seed, 0),
    },
    epoch: whole(state.epoch, 0),
    batch: Math.max(1, whole(state.batch, 1)),
    lossSum: Number.isFinite(state.loss_sum) ? Number(state.loss_sum) : 0,
    rowsSeen: whole(state.rows_seen, 0),
  };
}

/**
 * @param {Moment} moment
 * @returns {State}
 */
export function stateOf({ network, x, y, training, epoch, batch, lossSum, rowsSeen }) {
  const described = /** @type {any} */ (describe(network));
  return { ...described, x: toNested(x), y: toNested(y), training, epoch, batch, loss_sum: lossSum, rows_seen: rowsSeen };
}

/** @param {Structure} structure */
function checkSizes({ inputs, layers }) {
  const units = layers.map(({ rule }) => Number(rule.settings.units ?? 0));
  if (layers.length > MOST_LAYERS || [...inputs, ...units].some((size) => !(size <= MOST_UNITS))) {
    throw new ModelError(fill(_("A page shows at most {count} units a layer."), { count: MOST_UNITS }));
  }
}

/**
 * @param {readonly number[]} shape for one sample
 * @param {Nested} nested
 * @returns {Values}
 */
function rowsFor(shape, nested) {
  const rows = fromNested(nested);
  if (!rows.shape[0] || String(rows.shape.slice(1)) !== String(shape)) {
    const said = _("Rows of the shape {found} do not fit: {wanted} is needed.");
    throw new ModelError(fill(said, { found: rows.shape.slice(1).join(" × "), wanted: shape.join(" × ") }));
  }
  return rows;
}

/**
 * @param {unknown} value
 * @param {number} otherwise
 */
function whole(value, otherwise) {
  return Number.isInteger(value) && Number(value) >= 0 ? Number(value) : otherwise;
}
