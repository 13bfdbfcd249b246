/** The page in a notebook, as anywidget wants it: the state goes both ways. */

import { App } from "./app.js";
import { listenForUndo } from "./pointing.js";

/**
 * @typedef {object} Model what Python and the browser share
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 */

/**
 * Show the page inside an element of a notebook, in a tree of its own, so that no style leaks.
 *
 * @param {{model: Model, el: HTMLElement}} given
 * @returns {() => void} what ends it
 */
export function render({ model, el }) {
  const shadow = el.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(model.get("style_sheet"));
  shadow.adoptedStyleSheets = [sheet];
  addFonts(sheet);
  const root = document.createElement("div");
  root.id = "page";
  shadow.append(root);
  // What comes from Python is not said back to it.
  let isTold = false;
  const app = new App(root, { ...model.get("carried"), start: model.get("state") }, {
    onState: (state) => {
      if (isTold) return;
      model.set("state", state);
      model.save_changes();
    },
  });
  const changed = () => {
    const state = model.get("state");
    if (JSON.stringify(state) === JSON.stringify(app.state())) return;
    isTold = true;
    app.actions.load(state);
    isTold = false;
  };
  model.on("change:state", changed);
  listenForUndo(app, root);
  const observer = new ResizeObserver(([entry]) => app.resized(entry.contentRect.width));
  observer.observe(root);
  return () => {
    observer.disconnect();
    model.off("change:state", changed);
    app.end();
  };
}

/**
 * A style sheet in a tree of its own loads no font: the document that the tree is in has to have it.
 *
 * @param {CSSStyleSheet} sheet
 */
function addFonts(sheet) {
  for (const rule of sheet.cssRules) {
    if (!(rule instanceof CSSFontFaceRule)) continue;
    const [family, source] = ["font-family", "src"].map((name) => rule.style.getPropertyValue(name));
    const isThere = [...document.fonts].some((font) => font.family === family);
    if (!isThere) document.fonts.add(new FontFace(family.replace(/"/g, ""), source));
  }
}
