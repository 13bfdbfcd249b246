/** One number, looked at closely: its arithmetic, and a field to change it. */

import { _, fill, plural } from "../language.js";
import { h } from "./dom.js";
import { numberField } from "./fields.js";
import { labelOf, placeOf } from "./graph.js";
import { button } from "./icons.js";
import { work } from "./paper.js";

/** @typedef {import("./app.js").View} View */

/** @param {View} view */
export function inspector(view) {
  return h(
    "aside",
    { class: "inspector", "aria-label": _("What is looked at") },
    view.focus === null ? [about(view, firstUnit(view)), hint()] : about(view, view.focus),
  );
}

/** @param {View} view @returns {string} what is shown before anything is pointed at */
function firstUnit({ graph }) {
  const [unit] = graph.columns[Math.min(1, graph.columns.length - 1)].units;
  return unit ? unit.values[unit.values.length - 1].label : "loss";
}

function hint() {
  return h("div", { class: "hint", key: "hint" },
    h("p", {}, _("Point at a unit, an edge or a number: its arithmetic stands here.")),
    h("p", {}, _("A click, or Enter, keeps it. The arrow keys move through the picture.")));
}

/**
 * @param {View} view
 * @param {string} focus
 */
function about(view, focus) {
  const found = placeOf(focus);
  const values = found && view.trace.values.get(found.name);
  if (!found || !values) return [hint()];
  const { name, place } = found;
  return [
    h("div", { class: "heading" },
      h("h2", {}, h("code", {}, focus)),
      view.selected === focus && button("cross", _("Let go"), () => view.actions.select(null), { id: "let-go" })),
    view.isEditable(name) && editor(view, name, place),
    view.linesAbout(name, place).map((line) => work(view, line, "about ")),
    view.focus !== null && readers(view),
  ];
}

/**
 * @param {View} view
 * @param {string} name
 * @param {number[]} place
 */
function editor(view, name, place) {
  const value = view.valueAt(name, place);
  const reach = reachOf(value);
  const edit = (/** @type {number} */ number) => view.actions.edit(name, place, number);
  return h("div", { class: "editor", key: `editor ${labelOf(name, place)}` },
    numberField({ name: fill(_("Value of {name}"), { name: labelOf(name, place) }), value, digits: 8, onEdit: edit, onDone: view.actions.done }),
    h("input", {
      type: "range", min: -reach, max: reach, step: reach / 200, value,
      "aria-label": fill(_("Slide {name}"), { name: labelOf(name, place) }),
      "data-do": "slide",
      oninput: (/** @type {Event} */ event) => edit(Number(/** @type {HTMLInputElement} */ (event.currentTarget).value)),
      onchange: view.actions.done,
    }));
}

/** @param {number} value @returns {number} a round number well beyond it: a slider's end */
function reachOf(value) {
  let reach = 1;
  while (reach < Math.abs(value) * 1.2 && reach < 1e300) reach *= 2;
  return reach;
}

/** @param {View} view what is worked out from it */
function readers(view) {
  const { shown, rest } = view.readers;
  if (!shown.length) return null;
  return h("p", { class: "links", key: "readers" }, h("b", {}, _("into")), " ",
    shown.map((label) => [h("a", { href: `#${label}` }, label), " "]), rest > 0 && fill(plural("and {count} more", "and {count} more", rest), { count: rest }));
}

