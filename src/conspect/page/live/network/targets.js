// What targets may be.

import { _, fill } from "../language.js";
import { sameShape } from "../values.js";

/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./network.js").Network} Network */

/**
 * What is wrong with the targets, in words; empty if nothing is.
 * @param {Network} network
 * @param {Values} y
 * @returns {string}
 */
export function wrongTarget(network, { shape, data }) {
  const wanted = network.frame.shapes.get("y") ?? [];
  if (!sameShape(shape.slice(1), wanted)) {
    const message = _("The network has {outputs} outputs, but the targets have {targets}.");
    return fill(message, { outputs: wanted.join(" × "), targets: shape.slice(1).join(" × ") });
  }
  const { least = -Infinity, most = Infinity, total, said } = network.frame.loss.rule.targets ?? { said: "" };
  const width = shape[1] ?? 1;
  const fits = data.every((value) => value >= least && value <= most);
  const addsUp = (/** @type {number} */ row) =>
    Math.abs(data.slice(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0) - Number(total)) <= 1e-9;
  const rows = total === undefined || Array.from({ length: shape[0] }, (_row, n) => n).every(addsUp);
  return fits && rows ? "" : _(said);
}
