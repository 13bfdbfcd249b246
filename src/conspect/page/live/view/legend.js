/** Below the picture: what colours and widths mean, and what else is to be said. */

import { _ } from "../language.js";
import { textWidth } from "./boxes.js";
import { line, text } from "./marks.js";
import { TAG_SIZE } from "./stacks.js";

/** @typedef {import("./captions.js").Look} Look */
/** @typedef {import("./dom.js").Part} Part */
/** @typedef {import("./layout.js").Scene} Scene */

const SAMPLE = 28;
const ROW = 20;

/**
 * @param {Scene} scene
 * @param {Look} look
 * @returns {{parts: Part[], height: number}}
 */
export function legend(scene, look) {
  /** @type {Part[]} */
  const parts = [];
  const left = scene.panels[0].box.left;
  let x = left;
  let y = scene.height + 10;
  /** @type {[string, number][]} */
  const signs = [[_("positive"), 0.6], [_("negative"), -0.6]];
  for (const [word, value] of signs) {
    parts.push(line({ x, y: y - 4 }, { x: x + SAMPLE, y: y - 4 }, value, 1));
    parts.push(text(word, { x: x + SAMPLE + 8, y }, TAG_SIZE, {}));
    x += SAMPLE + 8 + textWidth(word, TAG_SIZE) + 22;
  }
  const width = look.what === "gradients" ? _("width: size of the gradient") : _("width: size of the weight");
  if (x + textWidth(width, TAG_SIZE) > scene.width) [x, y] = [left, y + ROW];
  parts.push(text(width, { x, y }, TAG_SIZE, {}, true));
  return { parts, height: y - scene.height + 14 };
}
