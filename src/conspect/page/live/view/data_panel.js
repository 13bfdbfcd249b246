/** The rows: a set of the page's own, or a table that somebody pastes or drops. */

import { _, fill, plural } from "../language.js";
import { h } from "./dom.js";
import { choiceField } from "./fields.js";

/** @typedef {import("./app.js").View} View */

/** @param {View} view */
export function dataPanel(view) {
  const { table, sets, actions, moment } = view;
  const rows = moment.x.shape[0];
  return h(
    "section",
    {
      class: "panel data",
      "aria-label": _("Data"),
      ondragover: (/** @type {DragEvent} */ event) => event.preventDefault(),
      ondrop: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file) file.text().then(actions.readTable);
        else actions.readTable(event.dataTransfer?.getData("text") || "");
      },
    },
    h("h3", {}, _("Data")),
    h("p", { class: "caption" }, fill(plural("{count} row", "{count} rows", rows), { count: rows }),
      rows > 1 && [" · ", h("label", {}, _("shown: row"), " ", sampleField(view))]),
    h("div", { class: "line-up" },
      choiceField({
        name: _("A set of data"),
        value: "",
        choices: [["", _("Take a set …")], ...sets.map((name) => /** @type {[string, string]} */ ([name, name]))],
        onChoice: (name) => name && actions.takeSet(name),
        id: "set",
      })),
    h("label", { class: "paste" },
      h("span", { class: "caption" }, _("or paste a table (CSV), or drop a file here")),
      h("textarea", {
        rows: 3, spellcheck: "false", "aria-label": _("A table to paste"), "data-do": "paste",
        placeholder: "x1,x2,y\n0,1,1\n1,1,0",
        oninput: (/** @type {Event} */ event) => actions.readTable(/** @type {HTMLTextAreaElement} */ (event.currentTarget).value),
      })),
    table && tableChoices(view),
  );
}

/** @param {View} view */
function sampleField({ rowsShown, sample, actions }) {
  return choiceField({
    name: _("The row shown in the picture"),
    value: String(sample),
    choices: rowsShown.map((row, n) => [String(n), String(row + 1)]),
    onChoice: (value) => actions.look({ sample: Number(value) }),
    id: "sample",
  });
}

/** @param {View} view */
function tableChoices({ table, target, isScaled, actions }) {
  if (!table) return null;
  const size = `${table.rows.length} × ${table.header.length}`;
  return h("div", { class: "line-up" },
    h("span", { class: "caption" }, size),
    h("label", {}, h("span", { class: "caption" }, _("target")), choiceField({
      name: _("The column to answer"),
      value: String(target),
      choices: table.header.map((name, k) => [String(k), name]),
      onChoice: (value) => actions.setTable({ target: Number(value) }),
      id: "target",
    })),
    h("label", {}, h("input", {
      type: "checkbox", checked: isScaled, "data-do": "scale",
      onchange: (/** @type {Event} */ event) => actions.setTable({ isScaled: /** @type {HTMLInputElement} */ (event.currentTarget).checked }),
    }), " ", _("mean 0, deviation 1")),
    h("button", { type: "button", "data-do": "use-table", onclick: actions.useTable }, _("Use this table")));
}
