/** Lines, texts and colours of which pictures are made. */

import { h } from "./dom.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */

// Okabe and Ito's blue and vermilion: told apart with any kind of colour vision, and in grey.
export const POSITIVE = "#0072b2";
export const NEGATIVE = "#d55e00";
export const NEUTRAL = "#8a949e";
export const INK = "#1b1f24";
export const QUIET = "#58636e";
export const PAPER = "#ffffff";
export const PANEL = "#f1f4f7";
export const THINNEST = 1;
export const THICKEST = 6;

/**
 * Colour by sign, width by size; what is zero or has no weight is thin and grey.
 *
 * @param {Point} start
 * @param {Point} end
 * @param {number | null} value
 * @param {number} largest
 */
export function line(start, end, value, largest) {
  if (value === null) {
    return h("line", { class: "wire neutral", ...ends(start, end), stroke: NEUTRAL, "stroke-width": 1.2 });
  }
  if (value === 0) {
    return h("line", {
      class: "wire neutral", ...ends(start, end), stroke: NEUTRAL, "stroke-width": THINNEST,
      "stroke-dasharray": "3 4",
    });
  }
  const share = largest ? Math.min(size(value) / largest, 1) : 0;
  return h("line", {
    class: value < 0 ? "wire negative" : "wire positive",
    ...ends(start, end),
    stroke: value < 0 ? NEGATIVE : POSITIVE,
    "stroke-width": round(THINNEST + (THICKEST - THINNEST) * share),
  });
}

/**
 * @param {string} content
 * @param {Point} at
 * @param {number} fontSize
 * @param {Record<string, any>} more
 * @param {boolean} [quiet]
 * @param {boolean} [halo]
 */
export function text(content, at, fontSize, more, quiet = false, halo = false) {
  return h("text", {
    class: `${quiet ? "quiet" : "ink"}${halo ? " halo" : ""}`,
    x: round(at.x), y: round(at.y), "font-size": fontSize, fill: quiet ? QUIET : INK, ...more,
  }, content);
}

/** @param {number | null} value @returns {number} what is not finite counts as the largest */
export function size(value) {
  if (value === null || value === 0) return 0;
  return Number.isFinite(value) ? Math.abs(value) : Number.MAX_VALUE;
}

/** @param {Point} start @param {Point} end */
export function ends(start, end) {
  return { x1: round(start.x), y1: round(start.y), x2: round(end.x), y2: round(end.y) };
}

/** @param {Box} box */
export function place(box) {
  return { x: round(box.left), y: round(box.top), width: round(box.width), height: round(box.height) };
}

/** @param {number} number tenths of a pixel are plenty */
export function round(number) {
  return Math.round(number * 10) / 10;
}
