/**
 * A wide column at a glance: a strip with a cell for every unit, coloured by its result. A click
 * brings the units there into the picture.
 */

import { h } from "./dom.js";
import { NEGATIVE, POSITIVE, round } from "./marks.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./dom.js").Part} Part */
/** @typedef {import("./graph.js").Column} Column */

const WIDTH = 7;
const MOST_CELLS = 128;

/**
 * @param {Column | undefined} column none for the loss
 * @param {number} number
 * @param {Box} panel
 * @param {import("./picture.js").Actions} actions
 * @returns {Part | null}
 */
export function overview(column, number, panel, actions) {
  if (!column || !column.strip.length || column.size <= column.units.length) return null;
  const cells = Math.min(column.size, MOST_CELLS);
  const left = panel.left + 4;
  const top = panel.top + 12;
  const height = (panel.height - 24) / cells;
  const unitAt = (/** @type {number} */ cell) => Math.floor((cell * column.size) / cells);
  const largest = Math.max(...column.strip.map((value) => Math.abs(value) || 0), 1e-300);
  const middle = Math.floor(column.units.length / 2);
  return h(
    "g",
    { class: "overview", key: `overview ${number}` },
    Array.from({ length: cells }, (_cell, cell) => {
      const value = column.strip[unitAt(cell)];
      return h("rect", {
        class: value < 0 ? "cell negative" : "cell positive",
        x: round(left), y: round(top + cell * height), width: WIDTH, height: round(height + 0.4),
        fill: value < 0 ? NEGATIVE : POSITIVE,
        "fill-opacity": Math.round(100 * (0.06 + 0.94 * Math.min(Math.abs(value) / largest, 1))) / 100,
        onclick: () => actions.onWindow(number, unitAt(cell) - middle),
      });
    }),
    h("rect", {
      class: "seen",
      x: round(left - 2),
      y: round(top + (column.from / column.size) * cells * height - 1),
      width: WIDTH + 4,
      height: round(Math.max((column.units.length / column.size) * cells * height, 3) + 2),
      fill: "none", stroke: "#1b1f24", "stroke-width": 1.5, rx: 2,
    }),
  );
}
