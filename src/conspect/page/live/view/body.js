/** The page from top to bottom. */

import { _ } from "../language.js";
import { builder } from "./builder.js";
import { chainStrip } from "./chain_strip.js";
import { curve } from "./curve.js";
import { dataPanel } from "./data_panel.js";
import { h } from "./dom.js";
import { header } from "./header.js";
import { inspector } from "./inspector.js";
import { paper } from "./paper.js";
import { picture } from "./picture.js";
import { frameOf, surfaceSize } from "./surface.js";
import { short } from "./numbers.js";
import { transport } from "./transport.js";

/** @typedef {import("./dom.js").Part} Part */
/** @typedef {import("./view.js").View} View */

/** @param {View} view @returns {any[]} */
export function body(view) {
  return [
    header(view),
    transport(view),
    view.wrong !== "" && h("p", { key: "wrong", class: "note wrong", role: "alert" }, view.wrong),
    h("div", { key: "stage", class: "stage" },
      h("section", { class: "network", "aria-label": _("The network") }, modes(view), network(view), chainStrip(view), builder(view)),
      inspector(view)),
    h("div", { key: "panels", class: "panels" }, loss(view), surface(view), dataPanel(view)),
    paper(view),
  ];
}

/** @param {View} view what stands in the picture */
function modes({ what, actions }) {
  /** @type {[import("./captions.js").What, string][]} */
  const all = [["bare", _("Names")], ["forward", _("Numbers")], ["gradients", _("Gradients")]];
  return h("div", { class: "modes", role: "group", "aria-label": _("What the picture shows") },
    all.map(([each, name]) => h("button", {
      type: "button", key: each, "data-do": `show-${each}`, "aria-pressed": String(each === what),
      onclick: () => actions.look({ what: each }),
    }, name)));
}

/** @param {View} view */
function network({ graph, scene, look, actions }) {
  return h("div", { class: "wide" }, picture(graph, scene, look, actions));
}

/** @param {View} view */
function loss({ history, trace, batchCount, actions }) {
  const { at, losses } = history.now.run;
  const known = at < losses.length ? losses : [...losses, trace.loss];
  return h("section", { class: "panel", "aria-label": _("Loss") },
    h("h3", {}, _("Loss")),
    curve({ losses: known, before: history.now.before, at, updates: losses.length, batches: batchCount, onGo: actions.go }));
}

/** @param {View} view */
function surface({ moment }) {
  const { inputs } = moment.network.frame.structure;
  if (inputs.length !== 1 || inputs[0] !== 2) return null;
  const { low, high } = frameOf(moment.x);
  const range = (/** @type {number} */ k) => `${short(low[k], 3)} … ${short(high[k], 3)}`;
  return h("section", { class: "panel surface", key: "surface", "aria-label": _("Answers over both inputs") },
    h("h3", {}, _("Answers over both inputs")),
    h("canvas", { width: surfaceSize, height: surfaceSize, role: "img", "aria-label": _("The network's answer at every pair of inputs, with the rows of data") }),
    h("p", { class: "caption" }, `→ x[·,1] ${range(0)}   ↑ x[·,2] ${range(1)}`));
}
