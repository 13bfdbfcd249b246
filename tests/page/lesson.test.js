// A lesson in the page says what Python's says: each line to the letter, from the same numbers.

import assert from "node:assert/strict";
import test from "node:test";

import { linesOf } from "../../src/conspect/page/live/explain/document.js";
import { explain } from "../../src/conspect/page/live/explain/lesson.js";
import { mathEquation, mathParts, mathResult, mathWhole } from "../../src/conspect/page/live/explain/mathml.js";
import { PYTHON } from "../../src/conspect/page/live/explain/write.js";
import { placeOf } from "../../src/conspect/page/live/equations/tree.js";
import { trace } from "../../src/conspect/page/live/network/step.js";
import { fromNested, position, toNested } from "../../src/conspect/page/live/values.js";
import { golden, opened } from "./golden.js";

/** @typedef {import("../../src/conspect/page/live/explain/document.js").Line} Line */
/** @typedef {import("../../src/conspect/page/live/explain/document.js").Node} Node */
/** @typedef {import("../../src/conspect/page/live/explain/mathml.js").Names} Names */
/** @typedef {import("../../src/conspect/page/live/explain/mathml.js").Part} Part */

/**
 * A part of a page as text.
 * @param {Part | string} part
 * @returns {string}
 */
function markup(part) {
  if (typeof part === "string") return part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const attributes = Object.entries(part.attributes).map(([name, value]) => ` ${name}="${value}"`).join("");
  return `<${part.tag}${attributes}>${part.children.map(markup).join("")}</${part.tag}>`;
}

/**
 * The same number may be written in two ways at full precision: 1e22 and 1e+22.
 * @param {string} text
 */
function plain(text) {
  return text.replace(/data-value="([^"]+)"/g, (_, value) => `data-value="${Number(value)}"`);
}

/**
 * A line as Python's JSON has it.
 * @param {Line} line
 * @param {Names} names
 */
function asJson(line, names) {
  const { formula, printed } = line.work();
  return {
    section: line.section,
    name: line.label,
    formula: PYTHON.write(formula),
    numbers: PYTHON.write(printed.numbers),
    value: Number.isFinite(line.value) ? line.value : String(line.value),
    shown: PYTHON.signed(printed.result),
    exact: printed.exact,
    digits: printed.digits,
    reason: line.reason,
    formula_mathml: mathParts(formula, names).map(markup).join(""),
    numbers_mathml: plain(mathParts(printed.numbers, names).map(markup).join("<wbr>")),
  };
}

/**
 * The nodes in reading order, each by what it says.
 * @param {Node} node
 * @param {Names} names
 * @returns {unknown[][]}
 */
function told(node, names) {
  switch (node.type) {
    case "section":
      return [["section", node.kind, node.title], ...node.nodes.flatMap((inner) => told(inner, names))];
    case "text":
    case "note":
      return [[node.type, node.text]];
    case "rule":
      return [["rule", markup(mathEquation(node.equation, names)), node.reason]];
    case "line": {
      const { printed, notes } = node.work();
      const line = ["line", markup(mathWhole(node.element, names)), markup(mathResult(printed.result))];
      return [line, ...notes.map((text) => ["note", text])];
    }
    case "matrix":
      return [["matrix", node.name, toNested(node.values), node.caption, node.rows, node.columns]];
    case "table":
      return [["table", node.header, node.rows]];
    case "figure":
      return [["figure", node.name, node.caption]];
    default:
      return [[node.type]];
  }
}

for (const { name, steps, document } of golden.cases) {
  test(`${name}: the lesson`, () => {
    const { state, values } = steps[document.epoch];
    const { network, x, y } = opened(state);
    const step = trace(network, x, y, { epoch: document.epoch });
    // Python's own numbers: the last bit of a product may differ, and a line may then read differently.
    const same = new Map([...step.values.keys()].map((key) => [key, fromNested(values[key])]));
    const [loss, lossAfter] = ["loss", "loss_after"].map((key) => Number(values[key]));
    const made = explain({ ...step, values: same, loss, lossAfter }, document);
    const names = {
      names: same,
      valueOf(/** @type {import("../../src/conspect/page/live/equations/tree.js").Element} */ element) {
        const array = same.get(element.name);
        const at = array ? position(array.shape, placeOf(element)) : -1;
        return array && at >= 0 ? array.data[at] : null;
      },
    };
    assert.equal(made.title, document.title);
    const lines = linesOf(made.sections);
    assert.deepEqual(lines.map((line) => line.label), document.lines.map((/** @type {any} */ line) => line.name));
    lines.forEach((line, k) => {
      const expected = { ...document.lines[k], numbers_mathml: plain(document.lines[k].numbers_mathml) };
      assert.deepEqual(asJson(line, names), expected);
    });
    const nodes = made.sections.flatMap((section) => told(section, names));
    if (!document.show.length) assert.deepEqual(nodes, document.told);
  });
}
