/** What is written beside each unit and edge, and how strong each edge is. */

import { short } from "./numbers.js";

/** @typedef {import("./graph.js").Edge} Edge */
/** @typedef {import("./graph.js").Quantity} Quantity */
/** @typedef {import("./path.js").Path} Path */
/** @typedef {"bare" | "forward" | "gradients"} What names alone, numbers forward, gradients */

/**
 * @typedef {object} Caption
 * @property {string} name
 * @property {string} number shortened; empty where only the name is shown
 * @property {string | null} key the name as in `data-name`; null without one
 * @property {number | null} value in full
 * @property {boolean} quiet whether it is only there for orientation
 */

/**
 * @typedef {object} Look
 * @property {What} what
 * @property {(quantity: Quantity) => Caption} caption
 * @property {(quantity: Quantity | null) => number | null} strength what colour and width show
 * @property {ReadonlySet<string>} path the names on the chain that is shown
 * @property {(edge: Edge) => boolean} isOnPath
 */

/** What a picture has room for, and a narrow one; its elements carry the full numbers besides. */
const [DIGITS, FEW_DIGITS] = [4, 3];

/**
 * @param {What} what
 * @param {Path | null} path local derivatives stand in the place of numbers along it
 * @param {boolean} isNarrow
 * @returns {Look}
 */
export function lookOf(what, path, isNarrow) {
  const digits = isNarrow ? FEW_DIGITS : DIGITS;
  return {
    what,
    path: path ? path.through : new Set(),
    caption: (quantity) => path?.captions.get(quantity.label) || captionOf(quantity, what, digits),
    strength: (quantity) => {
      if (!quantity) return null;
      return what === "gradients" ? quantity.gradient : quantity.value;
    },
    isOnPath: (edge) => {
      if (!path) return false;
      return edge.weight ? path.through.has(edge.weight.label) : path.wires.has(String([edge.source, edge.target]));
    },
  };
}

/**
 * @param {Quantity} quantity
 * @param {What} what
 * @param {number} digits
 * @returns {Caption}
 */
function captionOf(quantity, what, digits) {
  const { label, value, gradient } = quantity;
  if (what === "bare") return { name: label, number: "", key: null, value: null, quiet: false };
  if (what === "gradients" && gradient !== null) return numbered(`d${label}`, gradient, digits, false);
  return numbered(label, value, digits, what === "gradients");
}

/**
 * @param {string} key
 * @param {number} value
 * @param {number} digits
 * @param {boolean} quiet
 * @returns {Caption}
 */
function numbered(key, value, digits, quiet) {
  return { name: key, number: short(value, digits), key, value, quiet };
}
