// The language of the text that people read. The source speaks English; tables hold the others.
// A message is looked up when it is needed, and its values filled in afterwards.

/** @typedef {Readonly<Record<string, string | readonly string[]>>} Messages  by their English text */

/** @type {{code: string, messages: Messages, plurals: Intl.PluralRules, tables: Readonly<Record<string, Messages>>}} */
const inUse = { code: "en", messages: {}, plurals: new Intl.PluralRules("en"), tables: {} };

/** The forms that a plural can have, in the order in which catalogues give them. */
const FORMS = ["one", "few", "many", "other"];

/**
 * Take over the tables of messages, by language; English needs none.
 * @param {Readonly<Record<string, Messages>>} tables
 */
export function setMessages(tables) {
  inUse.tables = tables;
  speak(inUse.code);
}

/**
 * From now on messages come in this language (`en` if there is none for it).
 * @param {string} code
 */
export function speak(code) {
  inUse.code = code in inUse.tables ? code : "en";
  inUse.messages = inUse.tables[inUse.code] ?? {};
  inUse.plurals = new Intl.PluralRules(inUse.code);
}

/**
 * The code of the language in use.
 * @returns {string}
 */
export function languageInUse() {
  return inUse.code;
}

/**
 * The languages there are, English first.
 * @returns {string[]}
 */
export function languages() {
  return ["en", ...Object.keys(inUse.tables)];
}

/**
 * The message in the language in use.
 * @param {string} message
 * @returns {string}
 */
export function _(message) {
  const found = inUse.messages[message];
  return typeof found === "string" ? found : message;
}

/**
 * The message in the form that the language in use has for the count.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @returns {string}
 */
export function plural(one, many, count) {
  const found = inUse.messages[one];
  if (typeof found === "string") return found;
  if (!found) return count === 1 ? one : many;
  const form = FORMS.indexOf(inUse.plurals.select(count));
  return found[Math.min(form, found.length - 1)];
}

/**
 * The message with its values put in: `{count}` and the like.
 * @param {string} message
 * @param {Readonly<Record<string, string | number>>} values
 * @returns {string}
 */
export function fill(message, values) {
  return message.replace(/\{(\w+)\}/g, (field, name) => (name in values ? String(values[name]) : field));
}
