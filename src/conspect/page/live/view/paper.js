/** The explanation, as on paper: sections, rules, every line worked out. What is given can be edited. */

import { _, fill, plural } from "../language.js";
import { mathEquation, mathParts, mathResult, mathWhole } from "../explain/mathml.js";
import { elementAt } from "../equations/tree.js";
import { h } from "./dom.js";
import { numberField } from "./fields.js";
import { labelOf } from "./graph.js";
import { full, short } from "./numbers.js";

/** @typedef {import("./app.js").View} View */
/** @typedef {import("./dom.js").Part} Part */
/** @typedef {import("../explain/document.js").Document} Document */
/** @typedef {import("../explain/document.js").Line} Line */
/** @typedef {import("../explain/document.js").Node} Node */
/** @typedef {import("../explain/document.js").Section} Section */
/** @typedef {import("../equations/tree.js").Tree} Tree */

// Of a page with more lines than this, runs of lines longer than that are folded.
const LONG_PAGE = 150;
const LONG_RUN = 12;

/** @param {View} view @returns {Part[]} the contents, and the sections */
export function paper(view) {
  const { sections } = view.document;
  return [
    h("nav", { key: "nav", "aria-label": _("Contents") }, contents(sections)),
    h(
      "main",
      { key: "main" },
      h("p", { class: "reading" }, reading(view)),
      sections.map((section, number) => part(view, section, `part-${number + 1}`, 2)),
    ),
  ];
}

/** @param {readonly Section[]} sections */
function contents(sections) {
  return h("ol", {}, sections.map((section, number) => {
    const inner = section.nodes.filter((node) => node.type === "section");
    return h("li", {}, h("a", { href: `#part-${number + 1}` }, section.title),
      inner.length > 0 && h("ol", {}, inner.map((each, n) =>
        h("li", {}, h("a", { href: `#part-${number + 1}-${n + 1}` }, /** @type {Section} */ (each).title)))));
  }));
}

/** @param {View} view how names are set, by the example of the first weights */
function reading({ trace, math }) {
  const [name] = [...trace.network.parameters.keys(), trace.network.frame.output];
  const place = (trace.values.get(name)?.shape || []).map(() => 0);
  const said = _("How names are set: {typeset} is {name}, the number in parentheses its layer. With d before it, it is the gradient of the loss by it; with ′, its value after the update.");
  /** @type {Record<string, any>} */
  const values = { typeset: mathWhole(elementAt(name, place), math), name: h("code", {}, labelOf(name, place)) };
  return said.split(/\{(\w+)\}/).map((piece, n) => (n % 2 ? values[piece] : piece));
}

/**
 * @param {View} view
 * @param {Section} section
 * @param {string} anchor
 * @param {number} level
 * @returns {Part}
 */
function part(view, section, anchor, level) {
  const inner = section.nodes.filter((node) => node.type === "section");
  const others = withOrigin(view, section.nodes.filter((node) => node.type !== "section"));
  return h(
    "section",
    { id: anchor, key: anchor },
    h(`h${level}`, {}, h("a", { href: `#${anchor}` }, section.title)),
    blocks(view, others),
    inner.map((each, n) => part(view, /** @type {Section} */ (each), `${anchor}-${n + 1}`, level + 1)),
  );
}

/**
 * The nodes, with where the inputs come from before the inputs.
 *
 * @param {View} view
 * @param {readonly Node[]} nodes
 * @returns {readonly Node[]}
 */
function withOrigin({ origin }, nodes) {
  return nodes.flatMap((node) => (node.type === "matrix" && node.name === "x" ? [...origin, node] : [node]));
}

/**
 * The nodes, with long runs of lines folded on a long page.
 *
 * @param {View} view
 * @param {readonly Node[]} nodes
 * @returns {any[]}
 */
function blocks(view, nodes) {
  if (view.lineCount <= LONG_PAGE) return nodes.map((node) => block(view, node));
  /** @type {any[]} */
  const shown = [];
  for (let start = 0; start < nodes.length; ) {
    let end = start;
    while (end < nodes.length && (nodes[end].type === "line" || nodes[end].type === "note")) end += 1;
    const run = /** @type {Line[]} */ (nodes.slice(start, end).filter((node) => node.type === "line"));
    if (run.length > LONG_RUN) shown.push(fold(view, nodes.slice(start, end), run));
    else shown.push(nodes.slice(start, Math.max(end, start + 1)).map((node) => block(view, node)));
    start = Math.max(end, start + 1);
  }
  return shown;
}

/**
 * @param {View} view
 * @param {Node[]} nodes
 * @param {Line[]} lines
 */
function fold(view, nodes, lines) {
  const values = { count: lines.length, first: lines[0].label, last: lines[lines.length - 1].label };
  const title = fill(plural("{count} line: {first} to {last}", "{count} lines: {first} to {last}", lines.length), values);
  return h("details", { key: `fold ${lines[0].label}` }, h("summary", {}, title), nodes.map((node) => block(view, node)));
}

/**
 * @param {View} view
 * @param {Node} node
 */
function block(view, node) {
  switch (node.type) {
    case "line": return view.drawn(node, () => lineBlock(view, node), () => [sketch(view, node)]);
    case "text": return h("p", {}, node.text);
    case "note": return h("p", { class: "note" }, node.text);
    case "rule": return h("div", { class: "rule" }, h("p", {}, `${node.reason.charAt(0).toUpperCase()}${node.reason.slice(1)}:`), h("div", { class: "wide" }, mathEquation(node.equation, view.math)));
    case "matrix": return matrix(view, node);
    case "figure": return figure(node);
    case "table": return table(node);
    default: return null;
  }
}

/**
 * @param {View} view
 * @param {Line} line
 * @returns {Part[]} a line, and what is to be said about it
 */
function lineBlock(view, line) {
  const notes = line.work().notes.map((text) => h("p", { class: "note" }, text));
  return [work(view, line), ...notes];
}

/**
 * A line worked out: the formula, the formula with the numbers put in, the result.
 *
 * @param {View} view
 * @param {Line} line
 * @param {string} [prefix] to its anchor, where it stands on the page a second time
 * @returns {Part}
 */
export function work({ math }, line, prefix = "") {
  const { label, element } = line;
  const { formula, printed } = line.work();
  return h(
    "div",
    { class: "work", key: label, id: prefix ? null : label, "data-thing": label },
    h("a", { class: "name", href: `#${label}`, title: label }, mathWhole(element, math)),
    h("div", { class: "row" }, h("span", { class: "sign" }, "="), h("div", { class: "terms" }, mathParts(formula, math))),
    !isPlain(printed.numbers) && h("div", { class: "row put-in" },
      h("span", { class: "sign" }, printed.operandsExact ? "=" : "≈"),
      h("div", { class: "terms" }, mathParts(printed.numbers, math))),
    h("div", { class: "row result" },
      h("span", { class: "sign" }, printed.exact ? "=" : "≈"),
      h("data", { "data-name": label, "data-value": full(line.value), value: full(line.value) }, mathResult(printed.result))),
    h("p", { class: "links" }, h("code", {}, label)),
  );
}

/**
 * A line of which only the result stands there yet.
 *
 * @param {View} view
 * @param {Line} line
 * @returns {Part}
 */
function sketch({ math, digits }, { label, element, value }) {
  return h(
    "div",
    { class: "work", key: label, id: label, "data-thing": label },
    h("a", { class: "name", href: `#${label}`, title: label }, mathWhole(element, math)),
    h("div", { class: "row result" }, h("span", { class: "sign" }, "≈"), number(label, value, digits)),
  );
}

/** @param {Tree} numbers @returns {boolean} whether what is put in is a number by itself, the result already */
function isPlain(numbers) {
  return numbers.kind === "number" || (numbers.kind === "negative" && numbers.operand.kind === "number");
}

/**
 * @param {View} view
 * @param {import("../explain/document.js").Matrix} node
 */
function matrix(view, { name, values, caption, rows, columns }) {
  const described = [caption];
  if (rows) described.push(fill(_("a row for each {what}"), { what: rows }));
  if (columns) described.push(fill(_("a column for each {what}"), { what: columns }));
  const width = values.shape[values.shape.length - 1] || 1;
  const height = values.data.length / width;
  const cell = (/** @type {number} */ row, /** @type {number} */ column) => {
    const place = [[], [column], [row, column]][values.shape.length] || [];
    const label = labelOf(name, place);
    const value = values.data[row * width + column];
    return h("td", { id: label, "data-thing": label }, h("span", { class: "number" }, h("code", {}, label), " = ", given(view, name, place, value)));
  };
  return h("div", { class: "matrix", key: name },
    h("p", {}, h("code", {}, name), `: ${described.join(", ")}`),
    h("div", { class: "wide" }, h("table", {}, Array.from({ length: height }, (_row, row) =>
      h("tr", {}, Array.from({ length: width }, (_cell, column) => cell(row, column)))))));
}

/**
 * A number that is given: what can be edited is a field.
 *
 * @param {View} view
 * @param {string} name
 * @param {number[]} place
 * @param {number} value
 */
export function given(view, name, place, value) {
  const label = labelOf(name, place);
  if (!view.isEditable(name)) {
    return number(label, value, view.digits);
  }
  return numberField({
    name: label, label, value, digits: view.digits,
    onEdit: (number) => view.actions.edit(name, place, number),
    onDone: view.actions.done,
  });
}

/** @param {import("../explain/document.js").Figure} node */
function figure({ name, value, caption }) {
  return h("p", { key: name, "data-thing": name }, h("span", { class: "number" }, h("code", {}, name), " ≈ ",
    number(name, value, 6)), " ",
  h("span", { class: "caption" }, caption));
}

/** @param {import("../explain/document.js").Table} node */
function table({ header, rows }) {
  return h("div", { class: "wide" }, h("table", { class: "summary" },
    h("thead", {}, h("tr", {}, header.map((each) => h("th", {}, each)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((each) => h("td", {}, each)))))));
}

/**
 * A number with its name and its full value.
 *
 * @param {string} label
 * @param {number} value
 * @param {number} digits
 */
function number(label, value, digits) {
  return h("data", { "data-name": label, "data-value": full(value), value: full(value) }, short(value, digits));
}
