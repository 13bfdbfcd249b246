/** The few signs on buttons, drawn, so that no font decides how they look. */

import { h } from "./dom.js";

/** @type {Record<string, string>} */
const SHAPES = {
  back: "M11 3 L4 8 L11 13 Z",
  forward: "M5 3 L12 8 L5 13 Z",
  play: "M4 2.5 L13 8 L4 13.5 Z",
  pause: "M4 3 H7 V13 H4 Z M9 3 H12 V13 H9 Z",
  start: "M4 3 H6 V13 H4 Z M13 3 L6.5 8 L13 13 Z",
  undo: "M7 2 L2 6 L7 10 V7.5 C10 7.5 12 9 12.5 13 C14.5 8 12 4.5 7 4.5 Z",
  redo: "M9 2 L14 6 L9 10 V7.5 C6 7.5 4 9 3.5 13 C1.5 8 4 4.5 9 4.5 Z",
  plus: "M7 3 H9 V7 H13 V9 H9 V13 H7 V9 H3 V7 H7 Z",
  minus: "M3 7 H13 V9 H3 Z",
  cross: "M4.4 3 L8 6.6 L11.6 3 L13 4.4 L9.4 8 L13 11.6 L11.6 13 L8 9.4 L4.4 13 L3 11.6 L6.6 8 L3 4.4 Z",
};

/** @param {keyof typeof SHAPES} name */
export function icon(name) {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
    h("path", { d: SHAPES[name] }),
  );
}

/**
 * A button with a sign and a name; the name stands beside the sign, or is only said.
 *
 * @param {string} sign
 * @param {string} name
 * @param {() => void} onclick
 * @param {{disabled?: boolean, shown?: boolean, key?: string, pressed?: boolean, id?: string}} [more]
 */
export function button(sign, name, onclick, { disabled = false, shown = false, key, pressed, id } = {}) {
  return h(
    "button",
    {
      key,
      type: "button",
      disabled,
      onclick,
      "data-do": id,
      title: shown ? null : name,
      "aria-label": shown ? null : name,
      "aria-pressed": pressed === undefined ? null : String(pressed),
    },
    sign && icon(sign),
    shown && h("span", {}, name),
  );
}
