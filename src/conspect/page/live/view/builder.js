/** The network as a row of cards: what it is made of, and how that is changed. */

import { _, fill, plural } from "../language.js";
import { choices } from "../network/edits.js";
import { h } from "./dom.js";
import { choiceField } from "./fields.js";
import { button } from "./icons.js";

/** @typedef {import("./app.js").View} View */
/** @typedef {import("../network/wiring.js").LayerEntry} LayerEntry */

/**
 * A layer with weights and the activation behind it, by their places among the network's layers.
 *
 * @typedef {{layer: number, activation: number | null}} Pair
 */

/** @param {View} view */
export function builder(view) {
  const { structure } = view.moment.network.frame;
  const pairs = pairsOf(structure.layers);
  const [inputs] = structure.inputs;
  return h(
    "div",
    { class: "builder", role: "group", "aria-label": _("Layers") },
    h("div", { class: "card fixed" }, h("b", {}, fill(plural("{count} input", "{count} inputs", inputs), { count: inputs }))),
    pairs.map((pair, number) => [
      h("div", { key: `add ${number}`, class: "between" },
        button("plus", fill(_("Add a layer before layer {number}"), { number: number + 1 }),
          () => view.actions.addLayer(pair.layer), { id: `add-layer-${number + 1}` })),
      card(view, pair, number, number === pairs.length - 1),
    ]),
    h("div", { class: "card fixed" },
      h("label", {}, h("span", { class: "caption" }, _("loss")), losses(view)),
      h("label", {}, h("span", { class: "caption" }, _("optimizer")), optimizers(view))),
  );
}

/**
 * @param {View} view
 * @param {Pair} pair
 * @param {number} number
 * @param {boolean} isLast
 */
function card(view, pair, number, isLast) {
  const { layers } = view.moment.network.frame.structure;
  const { kind, settings } = layers[pair.layer].rule;
  const units = settings.units;
  const where = { number: number + 1 };
  return h(
    "div",
    { class: "card", key: `card ${number}`, role: "group", "aria-label": fill(_("Layer {number}"), where) },
    h("div", { class: "line-up" },
      h("b", {}, typeof units === "number" ? `${_(kind)} ${units}` : _(kind)),
      typeof units === "number" && !isLast && [
        button("minus", fill(_("A unit less in layer {number}"), where), () => view.actions.removeUnit(pair.layer), {
          id: `remove-unit-${number + 1}`, disabled: units < 2,
        }),
        button("plus", fill(_("A unit more in layer {number}"), where), () => view.actions.addUnit(pair.layer), { id: `add-unit-${number + 1}` }),
      ],
      !isLast && button("cross", fill(_("Remove layer {number}"), where), () => view.actions.removeLayer(pair.layer, pair.activation), {
        id: `remove-layer-${number + 1}`,
      })),
    activations(view, pair, number),
  );
}

/**
 * @param {View} view
 * @param {Pair} pair
 * @param {number} number
 */
function activations({ moment, actions }, { layer, activation }, number) {
  const { rules, structure } = moment.network.frame;
  const kind = activation === null ? "linear" : structure.layers[activation].rule.kind;
  return choiceField({
    key: "activation",
    name: fill(_("Activation of layer {number}"), { number: number + 1 }),
    value: kind,
    choices: choices(rules).activations.map((each) => [each, _(each)]),
    onChoice: (value) => actions.setActivation(layer, activation, value),
    id: `activation-${number + 1}`,
  });
}

/** @param {View} view */
function losses({ moment, actions }) {
  const { rules, structure } = moment.network.frame;
  return choiceField({
    name: _("Loss"),
    value: structure.loss.kind,
    choices: choices(rules).losses.map((each) => [each, _(each)]),
    onChoice: actions.setLoss,
    id: "loss",
  });
}

/** @param {View} view */
function optimizers({ moment, actions }) {
  const { rules, structure } = moment.network.frame;
  const searching = choices(rules).searching.map((kind) => fill(_("{kind} (cannot be stepped here)"), { kind: _(kind) }));
  return choiceField({
    name: _("Optimizer"),
    value: structure.optimizer.kind,
    choices: choices(rules).optimizers.map((each) => [each, _(each)]),
    onChoice: actions.setOptimizer,
    others: searching,
    id: "optimizer",
  });
}

/**
 * @param {readonly LayerEntry[]} layers
 * @returns {Pair[]}
 */
function pairsOf(layers) {
  /** @type {Pair[]} */
  const pairs = [];
  layers.forEach(({ rule }, place) => {
    const last = pairs[pairs.length - 1];
    const isActivation = !("units" in rule.settings) && rule.kind !== "add";
    if (isActivation && last && last.activation === null) last.activation = place;
    else pairs.push({ layer: place, activation: null });
  });
  return pairs;
}
