/** The head of the page: what it is about, undo and redo, what can be taken away, the language. */

import { _, languages, languageInUse } from "../language.js";
import { h } from "./dom.js";
import { button } from "./icons.js";

/** @typedef {import("./app.js").View} View */

const NAMES = /** @type {Record<string, string>} */ ({ en: "English", ru: "Русский" });

/** @param {View} view */
export function header(view) {
  const { history, actions } = view;
  return h(
    "header",
    { key: "header", class: "top" },
    h("h1", {}, view.document.title),
    h("div", { class: "tools" },
      button("undo", _("Undo"), actions.undo, { disabled: !history.past.length, id: "undo" }),
      button("redo", _("Redo"), actions.redo, { disabled: !history.future.length, id: "redo" }),
      takeAway(view),
      languages().length > 1 && h("div", { class: "languages", role: "group", "aria-label": "Language" },
        languages().map((code) => h("button", {
          type: "button", key: code, lang: code, "data-do": `language-${code}`,
          "aria-pressed": String(code === languageInUse()),
          onclick: () => actions.speak(code),
        }, NAMES[code] || code)))),
  );
}

/** @param {View} view */
function takeAway({ actions, said }) {
  /** @type {[string, string][]} */
  const things = [
    ["link", _("Link to this state")],
    ["toml", _("Network file (TOML)")],
    ["state", _("State (JSON)")],
    ["svg", _("Picture (SVG)")],
    ["latex", _("Formulas (LaTeX)")],
    ["page", _("This page as it stands")],
  ];
  return h("details", { class: "menu" },
    h("summary", { "data-do": "take-away" }, _("Take away")),
    h("div", { class: "choices", role: "group", "aria-label": _("Take away") },
      things.map(([kind, name]) => h("button", {
        type: "button", key: kind, "data-do": `take-${kind}`, onclick: () => actions.take(kind),
      }, name)),
      h("button", { type: "button", "data-do": "print", onclick: () => print() }, _("Print")),
      h("p", { class: "caption", role: "status" }, said)));
}
