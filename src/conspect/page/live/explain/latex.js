// The lines of a lesson in LaTeX's mathematics (amsmath): an alignment for each, to be pasted into a
// text of one's own.

import { _ } from "../language.js";
import { linesOf } from "./document.js";
import { isPlain } from "./rounding.js";
import { numberTree } from "../equations/substitute.js";
import { AS_WORD, decimalParts, Writer } from "./write.js";
import { Decimal } from "../equations/decimal.js";

/** @typedef {import("./document.js").Document} Document */
/** @typedef {import("./document.js").Line} Line */

const SIGNS = new Map([["*", "\\cdot"], ["<=", "\\le"], [">=", "\\ge"], ["==", "="]]);
const FUNCTIONS = new Map([["log", "\\ln"], ["tanh", "\\tanh"], ["cos", "\\cos"]]);
const GREEK = new Set(["alpha", "beta", "gamma", "delta", "epsilon", "eta", "lambda", "mu", "rho"]);

/**
 * Every line of the document: what it is, the formula, the formula with the numbers, the result.
 * @param {Document} document
 * @returns {string}
 */
export function latexOf(document) {
  const writer = new Writer(new LaTeX(document.trace.values));
  return linesOf(document.sections).map((line) => lineLatex(line, writer)).join("\n");
}

/**
 * @param {Line} line
 * @param {Writer<string>} writer
 * @returns {string}
 */
function lineLatex(line, writer) {
  const { formula, printed } = line.work();
  const rows = [`${writer.write(line.element)} &= ${writer.write(formula)}`];
  if (!isPlain(printed.numbers)) {
    rows.push(`&${printed.operandsExact ? "=" : "\\approx"} ${writer.write(printed.numbers)}`);
  }
  rows.push(`&${printed.exact ? "=" : "\\approx"} ${writer.write(numberTree(printed.result))}`);
  return `\\begin{align*}\n${rows.join(" \\\\\n")}\n\\end{align*}\n`;
}

/** @typedef {import("./write.js").Notation<string>} TextNotation */

/** @implements {TextNotation} */
class LaTeX {
  fractionBar = true;
  exponentBinding = AS_WORD;

  /** @param {{has(name: string): boolean}} names  all names of the step */
  constructor(names) {
    this.names = names;
  }

  /**
   * @param {number | Decimal} value
   * @returns {string}
   */
  number(value) {
    if (value instanceof Decimal && !value.isFinite()) return value.isNaN() ? "\\mathrm{NaN}" : "\\infty";
    const [digits, exponent] = decimalParts(value);
    return exponent === null ? digits : `${digits} \\times 10^{${exponent}}`;
  }

  /** @param {string} name */
  constant(name) {
    return `\\${name}`;
  }

  /**
   * @param {string} name
   * @param {readonly string[]} indices
   */
  element(name, indices) {
    const gradient = name.startsWith("d") && this.names.has(name.slice(1));
    const isNew = name.startsWith("new_");
    const { letters, above } = this.split(gradient ? name.slice(1) : name.replace(/^new_/, ""));
    const raised = (isNew ? "\\mathrm{new}" : "") + above;
    return [
      gradient ? "d" : "",
      stem(letters === "learning_rate" ? "eta" : letters),
      raised && `^{${raised}}`,
      indices.length ? `_{${indices.join(",")}}` : "",
    ].join("");
  }

  /**
   * The letters of a name, and what stands above them: its number, or whose state it is.
   * @param {string} name
   * @returns {{letters: string, above: string}}
   */
  split(name) {
    const cut = name.indexOf("_");
    const owner = cut < 0 ? "" : name.slice(cut + 1);
    if (owner && this.names.has(owner)) return { letters: name.slice(0, cut), above: `(\\mathrm{${owner}})` };
    const [, letters, number] = /^(.*?\D)(\d+)$/.exec(name) ?? [];
    return letters && this.names.has(name) ? { letters, above: `(${number})` } : { letters: name, above: "" };
  }

  /**
   * @param {string} sign
   * @param {string} left
   * @param {string} right
   */
  binary(sign, left, right) {
    return sign === "/" ? `\\frac{${left}}{${right}}` : `${left} ${SIGNS.get(sign) ?? sign} ${right}`;
  }

  /** @param {string} operand */
  negative(operand) {
    return `-${operand}`;
  }

  /**
   * @param {string} base
   * @param {string} exponent
   */
  power(base, exponent) {
    return `${/^(\w|\\left\(|[\d.]+$)$/.test(base) || base.startsWith("\\left(") ? base : this.parentheses(base)}^{${exponent}}`;
  }

  /**
   * @param {string} name
   * @param {string} argument
   */
  function(name, argument) {
    if (name === "exp") return `e^{${argument}}`;
    if (name === "sqrt") return `\\sqrt{${argument}}`;
    if (name === "abs") return `\\lvert ${argument} \\rvert`;
    return (FUNCTIONS.get(name) ?? `\\operatorname{${name}}`) + this.parentheses(argument);
  }

  /** @param {readonly string[]} terms */
  maximum(terms) {
    return `\\max${this.parentheses(terms.join(", "))}`;
  }

  /**
   * @param {import("./write.js").ReductionKind} kind
   * @param {string} index
   * @param {number | undefined} size
   * @param {string} body
   */
  reduction(kind, index, size, body) {
    const range = size === undefined ? `_{${index}}` : `_{${index}=1}^{${size}}`;
    if (kind === "max") return `\\max${range} ${body}`;
    const share = kind === "mean" ? `\\frac{1}{${size ?? index.toUpperCase()}} ` : "";
    return `${share}\\sum${range} ${body}`;
  }

  /**
   * @param {string} then
   * @param {string} condition
   * @param {string} otherwise
   */
  choice(then, condition, otherwise) {
    return `\\begin{cases} ${then} & ${condition} \\\\ ${otherwise} & \\text{${_("otherwise")}} \\end{cases}`;
  }

  /** @param {string} inside */
  parentheses(inside) {
    return `\\left( ${inside} \\right)`;
  }
}

/**
 * The letters of a name: a Greek letter, one sign, or a word set upright.
 * @param {string} letters
 * @returns {string}
 */
function stem(letters) {
  if (GREEK.has(letters)) return `\\${letters}`;
  return letters.length === 1 ? letters : `\\mathrm{${letters.replaceAll("_", "\\_")}}`;
}
