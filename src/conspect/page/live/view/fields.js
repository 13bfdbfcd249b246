/** Fields in which numbers are edited and choices made. */

import { h } from "./dom.js";
import { full, short } from "./numbers.js";

/**
 * A number that can be edited: shortened while it is looked at, in full while it is edited.
 *
 * @param {object} told
 * @param {string} told.name what it is, for those who cannot see it
 * @param {string} [told.label] its own name, `W1[2,1]`; it then carries `data-name` and `data-value`
 * @param {number} told.value
 * @param {number} [told.digits]
 * @param {string} [told.className]
 * @param {(number: number) => void} told.onEdit on every change that is a number
 * @param {() => void} [told.onDone] when it is complete
 */
export function numberField({ name, label, value, digits = 6, className = "number-field", onEdit, onDone }) {
  return h("input", {
    key: label,
    class: className,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    size: 9,
    "aria-label": name,
    "data-name": label,
    "data-value": label ? full(value) : null,
    value: short(value, digits),
    onfocus: (/** @type {FocusEvent} */ event) => {
      const field = /** @type {HTMLInputElement} */ (event.currentTarget);
      field.value = full(value);
      field.select();
    },
    oninput: (/** @type {Event} */ event) => {
      const field = /** @type {HTMLInputElement} */ (event.currentTarget);
      const number = numberIn(field.value);
      field.setAttribute("aria-invalid", String(number === null));
      if (number !== null) onEdit(number);
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const field = /** @type {HTMLInputElement} */ (event.currentTarget);
      if (event.key === "Enter") field.blur();
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        const number = stepped(field.value, event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
        if (number === null) return;
        event.preventDefault();
        field.value = full(number);
        onEdit(number);
      }
    },
    onblur: (/** @type {FocusEvent} */ event) => {
      const field = /** @type {HTMLInputElement} */ (event.currentTarget);
      field.removeAttribute("aria-invalid");
      field.value = short(value, digits);
      if (onDone) onDone();
    },
  });
}

/**
 * The number that a text says; both signs for minus are known.
 *
 * @param {string} text
 * @returns {number | null}
 */
export function numberIn(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/**
 * A tenth more or less of the number's own size; with Shift, as much as its size.
 *
 * @param {string} text
 * @param {number} sign
 * @param {boolean} isLarge
 * @returns {number | null}
 */
function stepped(text, sign, isLarge) {
  const number = numberIn(text);
  if (number === null) return null;
  const power = number === 0 ? -1 : Math.floor(Math.log10(Math.abs(number))) - (isLarge ? 0 : 1);
  const moved = number + sign * 10 ** power;
  return Number(moved.toPrecision(12));
}

/**
 * One of several words.
 *
 * @param {object} told
 * @param {string} told.name
 * @param {string} told.value
 * @param {[string, string][]} told.choices pairs of value and text
 * @param {(value: string) => void} told.onChoice
 * @param {string[]} [told.others] what there is, too, and cannot be chosen
 * @param {string} [told.id]
 * @param {string} [told.key]
 */
export function choiceField({ name, value, choices, onChoice, others = [], id, key }) {
  return h(
    "select",
    {
      key,
      "aria-label": name,
      "data-do": id,
      value,
      onchange: (/** @type {Event} */ event) =>
        onChoice(/** @type {HTMLSelectElement} */ (event.currentTarget).value),
    },
    choices.map(([each, text]) => h("option", { key: each, value: each, selected: each === value }, text)),
    others.map((text) => h("option", { key: text, disabled: true }, text)),
  );
}
