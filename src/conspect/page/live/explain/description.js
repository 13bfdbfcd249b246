// A network in words: its layers, its loss, its optimizer.

import { _, fill, plural } from "../language.js";
import { hyperparameters } from "../network/rules.js";
import { named } from "../network/wiring.js";
import { count } from "../values.js";
import { shorten } from "./rounding.js";
import { UNICODE } from "./write.js";

/** @typedef {import("../network/network.js").Frame} Frame */
/** @typedef {import("../network/network.js").Configured} Configured */
/** @typedef {import("../network/wiring.js").Step} Step */

/**
 * What stands under one number: `dense 2, sigmoid`.
 * @param {Frame} frame
 * @param {number} number
 * @returns {string}
 */
export function layerTitle(frame, number) {
  const steps = frame.steps.filter((step) => step.number === number);
  return steps.flatMap((step) => stepTitle(frame, step)).join(", ");
}

/**
 * @param {Frame} frame
 * @param {Step} step
 * @returns {string[]}
 */
function stepTitle({ loss, shapes }, step) {
  const { rule } = step;
  if (step === loss) return rule.absorbs ? [_(rule.absorbs)] : [];
  if (!named(step, "parameter").length) return [_(rule.kind)];
  const shape = shapes.get(named(step, "output")[0]) ?? [];
  return [`${_(rule.kind)} ${shape.join(" × ")}`];
}

/**
 * What the network is made of, then how it learns, a sentence or two each.
 * @param {Frame} frame
 * @param {number} digits
 * @returns {string[]}
 */
export function description(frame, digits) {
  const { shapes, steps, loss, optimizer, penalty, schedule, clipping } = frame;
  const shape = shapes.get("x") ?? [];
  const inputs = fill(plural("{count} input", "{count} inputs", count(shape)), { count: shape.join(" × ") });
  const numbers = [...new Set(steps.map((step) => step.number))];
  const layers = [inputs, ...numbers.map((number) => layerTitle(frame, number))].join(" → ");
  const reduction = loss.settings.reduction === "mean" ? _("mean over the batch") : _("sum over the batch");
  const settings = (/** @type {Configured} */ configured) => settingsText(configured, digits);
  const told = [
    fill(_("Network: {layers}."), { layers }),
    fill(_("Loss: {loss}, {reduction}. Optimizer: {optimizer}."), {
      loss: _(loss.rule.kind),
      reduction,
      optimizer: [_(optimizer.rule.kind), settings(optimizer)].filter(Boolean).join(", "),
    }),
  ];
  if (penalty) told.push(fill(_("Penalty on weights: {settings}."), { settings: settings(penalty) }));
  if (schedule) {
    const message = _("Schedule of the learning rate: {schedule}, {settings}.");
    told.push(fill(message, { schedule: _(schedule.rule.kind), settings: settings(schedule) }));
  }
  if (clipping) told.push(fill(_("Gradients are clipped: {settings}."), { settings: settings(clipping) }));
  return told;
}

/**
 * The hyperparameters of a rule with their values.
 * @param {Configured} configured
 * @param {number} digits
 * @returns {string}
 */
function settingsText({ rule, settings }, digits) {
  return [...hyperparameters(rule, settings)]
    .map(([name, value]) => `${name} = ${UNICODE.signed(shorten(value, digits))}`)
    .join(", ");
}
