/**
 * The network drawn: a scene becomes SVG.
 *
 * Colours stand in attributes, as in the pictures of `conspect draw`, so that a picture that is taken
 * away looks the same in any program; the page's style sheet adds what is lit, and dark colours.
 */

import { _, fill, plural } from "../language.js";
import { between, middleOf } from "./boxes.js";
import { h } from "./dom.js";
import { legend } from "./legend.js";
import { ends, INK, line, NEUTRAL, PANEL, PAPER, place, round, size, text } from "./marks.js";
import { short } from "./numbers.js";
import { overview } from "./overview.js";
import { NAME_SIZE, NUMBER_SIZE, TAG_SIZE } from "./stacks.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */
/** @typedef {import("./captions.js").Look} Look */
/** @typedef {import("./dom.js").Part} Part */
/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {import("./graph.js").Quantity} Quantity */
/** @typedef {import("./layout.js").Scene} Scene */

/**
 * @typedef {object} Actions
 * @property {(column: number, from: number) => void} onWindow other units of a wide column are wanted
 */

export const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";
/**
 * @param {Graph} graph
 * @param {Scene} scene
 * @param {Look} look
 * @param {Actions} actions
 * @returns {Part}
 */
export function picture(graph, scene, look, actions) {
  const notes = legend(scene, look);
  const height = scene.height + notes.height;
  const title = look.what === "gradients"
    ? _("The network with the gradients of the backward pass")
    : _("The network with the numbers of the forward pass");
  const labelled = new Map(scene.labels.map((label) => [label.edge, label.box]));
  const largest = Math.max(...graph.edges.map((edge) => size(look.strength(edge.weight))), 0);
  return h(
    "svg",
    {
      class: `conspect-picture live${look.path.size ? " with-path" : ""}`,
      viewBox: `0 0 ${round(scene.width)} ${round(height)}`,
      width: round(scene.width),
      height: round(height),
      role: "group",
      "aria-label": title,
      "font-family": FONT,
    },
    h("rect", { class: "paper", width: round(scene.width), height: round(height), fill: PAPER, rx: 10 }),
    scene.panels.map(({ box }) => h("rect", { class: "panel", ...place(box), rx: 12, fill: PANEL })),
    scene.panels.map(({ box, column }) => overview(graph.columns[column], column, box, actions)),
    scene.pipes.map(pipe),
    scene.wires.map((wire) => edge(wire, labelled.get(wire.edge), largest, look)),
    scene.labels.map((label) => edgeLabel(label, look)),
    scene.stems.map(({ start, end, quantity }) => line(start, end, look.strength(quantity), largest)),
    scene.blocks.flatMap(block),
    scene.tags.map((tag) => tagged(tag, look)),
    scene.discs.map((disc) => unit(disc, graph, look)),
    scene.words.map((each) => text(each.text, each.place, each.size, {
      "text-anchor": each.start ? "start" : "middle",
      "font-weight": each.bold ? "bold" : null,
    }, each.quiet)),
    scene.more.map((more) => leftOut(more, graph, actions)),
    notes.parts,
  );
}

/**
 * @param {import("./layout.js").Wire} wire
 * @param {Box | undefined} box that of its label
 * @param {number} largest
 * @param {Look} look
 * @returns {Part}
 */
function edge(wire, box, largest, look) {
  const { weight } = wire.edge;
  const onPath = look.isOnPath(wire.edge);
  const drawn = line(wire.start, wire.end, look.strength(weight), largest);
  if (!weight) return h("g", { class: onPath ? "edge on-path" : "edge" }, drawn);
  return h(
    "g",
    {
      key: weight.label,
      class: onPath ? "edge on-path" : "edge",
      "data-thing": weight.label,
      "data-group": 2 * wire.edge.target[0] - 1,
      "data-y": round(box ? middleOf(box).y : between(wire.start, wire.end, 0.5).y),
      role: "button",
      tabindex: -1,
      "aria-label": said(weight),
    },
    h("line", { class: "reach", ...ends(wire.start, wire.end), stroke: "transparent", "stroke-width": 14 }),
    drawn,
  );
}

/**
 * Drawn after all edges, so that none crosses it.
 *
 * @param {import("./layout.js").Label} label
 * @param {Look} look
 * @returns {Part | null}
 */
function edgeLabel({ box, edge: it }, look) {
  const { weight } = it;
  if (!weight) return null;
  return h(
    "g",
    {
      key: `label ${weight.label}`,
      class: look.isOnPath(it) ? "edge on-path" : "edge",
      "data-thing": weight.label,
    },
    h("rect", { class: "label", ...place(box), rx: 7, fill: PAPER, stroke: NEUTRAL, "stroke-width": 1 }),
    twoRows(look.caption(weight), middleOf(box)),
  );
}

/**
 * @param {import("./layout.js").Disc} disc
 * @param {Graph} graph
 * @param {Look} look
 * @returns {Part}
 */
function unit({ box, column, row }, graph, look) {
  const isGoal = column === graph.columns.length;
  const values = isGoal ? [graph.goal.loss] : graph.columns[column].units[row].values;
  const quantity = values[values.length - 1];
  return h(
    "g",
    {
      key: `unit ${quantity.label}`,
      class: look.path.has(quantity.label) ? "neuron on-path" : "neuron",
      "data-thing": quantity.label,
      "data-group": 2 * column,
      "data-y": round(middleOf(box).y),
      role: "button",
      tabindex: -1,
      "aria-label": said(quantity),
    },
    h("rect", {
      class: "unit", ...place(box), rx: box.height / 2, fill: PAPER, stroke: INK, "stroke-width": 1.5,
    }),
    twoRows(look.caption(quantity), middleOf(box)),
  );
}

/**
 * @param {import("./stacks.js").Tag} tag
 * @param {Look} look
 * @returns {Part}
 */
function tagged({ box, quantity }, look) {
  const caption = look.caption(quantity);
  const at = { x: middleOf(box).x, y: box.top + box.height - 4 };
  const written = caption.number ? `${caption.name} = ${caption.number}` : caption.name;
  return h(
    "g",
    {
      key: `tag ${quantity.label}`,
      class: look.path.has(quantity.label) ? "tag on-path" : "tag",
      "data-thing": quantity.label,
    },
    text(written, at, TAG_SIZE, {
      "text-anchor": "middle", "data-name": caption.key, "data-value": caption.value,
    }, caption.quiet, true),
  );
}

/**
 * @param {import("./captions.js").Caption} caption
 * @param {Point} middle
 */
function twoRows(caption, middle) {
  if (!caption.number) {
    return [text(caption.name, { x: middle.x, y: middle.y + 4 }, NAME_SIZE + 1, { "text-anchor": "middle" })];
  }
  return [
    text(caption.name, { x: middle.x, y: middle.y - 4 }, NAME_SIZE, { "text-anchor": "middle" }, true),
    text(caption.number, { x: middle.x, y: middle.y + 12 }, NUMBER_SIZE, {
      "text-anchor": "middle",
      "font-weight": caption.quiet ? null : "bold",
      "data-name": caption.key,
      "data-value": caption.value,
    }, caption.quiet),
  ];
}

/**
 * Units that are not drawn, as a button that brings them.
 *
 * @param {import("./layout.js").More} more
 * @param {Graph} graph
 * @param {Actions} actions
 */
function leftOut({ box, column, left, above }, graph, actions) {
  const written = fill(plural("⋮ {count} more", "⋮ {count} more", left), { count: left });
  const at = { x: middleOf(box).x, y: middleOf(box).y + 4 };
  const there = graph.columns[column];
  if (!there) return text(written, at, TAG_SIZE, { "text-anchor": "middle" }, true);
  const from = there.from + (above ? -1 : 1) * there.units.length;
  const go = () => actions.onWindow(column, from);
  return h(
    "g",
    {
      key: `more ${column} ${above}`,
      class: "more",
      role: "button",
      tabindex: 0,
      "aria-label": written,
      onclick: go,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter" || event.key === " ") go();
      },
    },
    h("rect", { class: "reach", ...place(box), rx: 8, fill: "transparent" }),
    text(written, at, TAG_SIZE, { "text-anchor": "middle" }, true),
  );
}

/** @param {Box} box a result of several dimensions: sheets behind each other */
function block(box) {
  return [8, 0, -8].map((offset) => {
    const sheet = { ...box, left: box.left + offset, top: box.top - offset };
    return h("rect", { class: "unit", ...place(sheet), rx: 6, fill: PAPER, stroke: INK, "stroke-width": 1.5 });
  });
}

/** @param {import("./pipes.js").Pipe} pipe a line through its corners, and an arrow head */
function pipe({ corners }) {
  const end = corners[corners.length - 1];
  const last = corners[corners.length - 2];
  const length = Math.max(Math.abs(end.x - last.x), Math.abs(end.y - last.y));
  const stop = between(last, end, 1 - 9 / length);
  const across = end.x === last.x ? { x: 6, y: 0 } : { x: 0, y: 6 };
  const tips = [
    { x: stop.x - across.x, y: stop.y - across.y }, { x: stop.x + across.x, y: stop.y + across.y }, end,
  ];
  const points = (/** @type {Point[]} */ all) => all.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");
  return h(
    "g",
    {},
    h("polyline", {
      class: "pipe", points: points([...corners.slice(0, -1), stop]), fill: "none",
      stroke: NEUTRAL, "stroke-width": 3, "stroke-linejoin": "round",
    }),
    h("polygon", { class: "head", points: points(tips), fill: NEUTRAL }),
  );
}

/** @param {Quantity} quantity @returns {string} for those who cannot see it */
function said({ label, value, gradient }) {
  const number = Number.isNaN(value) ? label : `${label} = ${short(value, 4)}`;
  return gradient === null ? number : `${number}, d${label} = ${short(gradient, 4)}`;
}
