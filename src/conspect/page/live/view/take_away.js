/** What can be taken away from the page: files made here, and a link. */

import { _, languageInUse } from "../language.js";
import { latexOf } from "../explain/latex.js";
import { toToml } from "../network/toml.js";
import { create, h } from "./dom.js";
import { packed } from "./packing.js";
import { picture } from "./picture.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./dom.js").Child} Child */

/**
 * Take one thing away; what is to be said about it.
 *
 * @param {App} app
 * @param {string} kind
 * @returns {Promise<string>}
 */
export async function taken(app, kind) {
  if (kind === "link") return link(app);
  const { name, type, text } = await fileOf(app, kind);
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  return name;
}

/**
 * @param {App} app
 * @param {string} kind
 * @returns {Promise<{name: string, type: string, text: string}>}
 */
export async function fileOf(app, kind) {
  const { moment, document: told } = app.view();
  switch (kind) {
    case "toml":
      return { name: "network.toml", type: "application/toml", text: toToml(moment.network, moment.x, moment.y, moment.training) };
    case "state":
      return { name: "state.json", type: "application/json", text: `${JSON.stringify(app.state(), null, 1)}\n` };
    case "latex":
      return { name: "step.tex", type: "application/x-tex", text: latexDocument(latexOf(told)) };
    case "svg":
      return { name: "network.svg", type: "image/svg+xml", text: svgOf(app) };
    default:
      return { name: "conspect.html", type: "text/html", text: await pageOf(app) };
  }
}

/** @param {string} formulas @returns {string} a document that compiles by itself */
function latexDocument(formulas) {
  return `\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n${formulas}\\end{document}\n`;
}

/** @param {App} app */
async function link(app) {
  app.onLink();
  await navigator.clipboard.writeText(location.href);
  return _("The link is copied.");
}

/** @param {App} app @returns {string} the picture as a file of its own */
export function svgOf(app) {
  const { graph, scene, look, actions } = app.view();
  const drawn = still(picture(graph, scene, look, actions));
  const part = /** @type {import("./dom.js").Part} */ (drawn);
  const style = h("style", {}, app.carried.picture_style || "");
  const { role: _role, ...attributes } = part.attributes;
  const whole = h("svg", { ...attributes, class: "conspect-picture" }, style, part.children);
  return new XMLSerializer().serializeToString(create(whole));
}

/**
 * The same without what only a living page needs.
 *
 * @param {Child} child
 * @returns {Child}
 */
function still(child) {
  if (typeof child === "string") return child;
  const kept = Object.entries(child.attributes).filter(
    ([name]) => !/^(on.*|key|tabindex|role|aria-.*|data-group|data-y|data-thing)$/.test(name),
  );
  return { tag: child.tag, attributes: Object.fromEntries(kept), children: child.children.map(still) };
}

/**
 * The page with the state that it has now as its beginning; without scripts it can be read, too.
 *
 * @param {App} app
 */
export async function pageOf(app) {
  const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  const data = copy.querySelector("#carried");
  const page = copy.querySelector("#page");
  if (!data || !page) throw new Error("this is no page of its own");
  const carried = { ...app.carried, language: languageInUse(), start: app.state() };
  data.textContent = await packed(carried);
  const kept = ["h1", "svg.live", "nav", "main"].flatMap((each) => page.querySelector(each) || []);
  const [title, drawn, nav, main] = kept;
  for (const field of main.querySelectorAll("input")) field.replaceWith(readable(field));
  main.querySelector(".reading")?.after(drawn);
  page.replaceChildren(element("header", title), nav, main);
  return `<!doctype html>\n${copy.outerHTML}`;
}

/**
 * A field as the number that stands in it.
 *
 * @param {Element} field
 */
function readable(field) {
  const number = document.createElement("data");
  for (const name of ["data-name", "data-value"]) number.setAttribute(name, field.getAttribute(name) || "");
  number.textContent = field.getAttribute("data-value");
  return number;
}

/** @param {string} tag @param {Element} child */
function element(tag, child) {
  const made = document.createElement(tag);
  made.append(child);
  return made;
}
