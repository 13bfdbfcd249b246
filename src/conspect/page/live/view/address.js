/**
 * The state of the page in its address, after `#`: a link to it shows the same numbers.
 *
 * What the page began with is left out. What an address says is looked at as data and nothing else.
 */

/** @typedef {import("./moment.js").State} State */

const MARK = "#state=";
/** Longer addresses are cut off by some programs. */
export const LONGEST = 60000;

/**
 * The address part for a state; empty for the one that the page began with.
 *
 * @param {State} state
 * @param {State} start
 * @returns {string}
 */
export function addressOf(state, start) {
  const changed = Object.entries(state).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(start[/** @type {keyof State} */ (key)]),
  );
  return changed.length ? MARK + encoded(JSON.stringify(Object.fromEntries(changed))) : "";
}

/**
 * The state that an address part says.
 *
 * @param {string} hash
 * @param {State} start what is left out is as here
 * @returns {State | null} null if it says none
 * @throws {Error} it is damaged
 */
export function stateIn(hash, start) {
  if (!hash.startsWith(MARK)) return null;
  const said = JSON.parse(decoded(hash.slice(MARK.length)));
  if (typeof said !== "object" || said === null || Array.isArray(said)) throw new SyntaxError("no state");
  const known = Object.keys(start).filter((key) => Object.hasOwn(said, key));
  return { ...start, ...Object.fromEntries(known.map((key) => [key, said[key]])) };
}

/** @param {string} text */
function encoded(text) {
  const bytes = new TextEncoder().encode(text);
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function decoded(text) {
  const signs = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(signs, (sign) => sign.charCodeAt(0)));
}
