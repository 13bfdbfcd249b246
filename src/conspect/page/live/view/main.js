/** The page begins: it takes over from the explanation that stands in it already. */

import { addressOf, LONGEST, stateIn } from "./address.js";
import { App } from "./app.js";
import { unpacked } from "./packing.js";
import { listenForUndo } from "./pointing.js";

/** @typedef {import("./app.js").Carried} Carried */

const WAIT = 300;

/**
 * The page's app, in step with the page's address.
 *
 * @param {Element} root
 * @param {Carried} data
 */
function begin(root, data) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const write = () => {
    const address = addressOf(app.state(), data.start);
    const isShort = address.length <= LONGEST;
    history.replaceState(null, "", isShort && address ? address : location.pathname + location.search);
  };
  const onState = () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, WAIT);
  };
  const onLanguage = (/** @type {string} */ code) => {
    document.documentElement.lang = code;
  };
  root.replaceChildren();
  const app = new App(root, data, { onState, onLanguage, onLink: write });
  const read = () => {
    try {
      const state = stateIn(location.hash, data.start);
      if (state) app.actions.load(state);
    } catch {
      app.actions.load(/** @type {any} */ ({}));
    }
  };
  read();
  addEventListener("hashchange", read);
  listenForUndo(app, document);
  new ResizeObserver(([entry]) => app.resized(entry.contentRect.width)).observe(root);
  Object.assign(globalThis, { conspect: app });
}

const root = document.getElementById("page");
const packed = document.getElementById("carried");
if (root && packed) unpacked(packed.textContent || "").then((data) => begin(root, data));
