/** A chain written out: local derivatives from the loss back to a number, and their product. */

import { _, fill } from "../language.js";
import { h } from "./dom.js";
import { short } from "./numbers.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./chain.js").Branch} Branch */
/** @typedef {import("./chain.js").Link} Link */

const DIGITS = 4;
const MOST_CHOICES = 30;

/** @param {View} view */
export function chainStrip(view) {
  if (!view.chain) return null;
  const { links, product } = view.chain;
  const [{ by, gradient }] = links;
  const isOneOfMany = Math.abs(product - gradient) > 1e-12 * Math.abs(gradient);
  return h(
    "section",
    { class: "chain", key: "chain", "aria-label": fill(_("From the loss back to {name}"), { name: by }) },
    h("p", { class: "caption" }, fill(_("From the loss back to {name}"), { name: by })),
    h("ol", {}, [...links].reverse().map((link) => factor(view, link))),
    h("p", { class: "product" },
      h("span", { class: "sign" }, "≈ "), h("b", {}, short(product, 6)),
      isOneOfMany && h("span", { class: "caption" }, " ", fill(_("along this way; {gradient} along all of them"), { gradient: short(gradient, 6) }))),
  );
}

/**
 * One local derivative, and the choice of a way where there are several.
 *
 * @param {View} view
 * @param {Link} link
 */
function factor(view, { by, gradient, branches, taken }) {
  const value = taken ? taken.derivative : gradient;
  return h("li", { key: by, "data-thing": by },
    h("span", { class: "derivative" },
      h("span", { class: "over" }, `∂${taken ? taken.of : "loss"}`), h("span", { class: "under" }, `∂${by}`)),
    h("b", {}, short(value, DIGITS)),
    branches.length > 1 && taken && h("select", {
      "aria-label": fill(_("The way on from {name}"), { name: by }),
      "data-do": "way",
      value: taken.of,
      onchange: (/** @type {Event} */ event) =>
        view.actions.choose(by, /** @type {HTMLSelectElement} */ (event.currentTarget).value),
    }, offered(branches, taken).map(({ of, share }) =>
      h("option", { key: of, value: of, selected: of === taken.of }, `${of}: ${short(share, 3)}`))));
}

/**
 * The strongest ways, and the one that is taken.
 *
 * @param {Branch[]} branches
 * @param {Branch} taken
 */
function offered(branches, taken) {
  const sorted = [...branches].sort((one, other) => Math.abs(other.share) - Math.abs(one.share)).slice(0, MOST_CHOICES);
  return sorted.includes(taken) ? sorted : [...sorted, taken];
}
