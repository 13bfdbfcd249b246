// MathML Core: equations as a browser sets them; the same as conspect.render.mathml.
//
// `W1[2,1]` is set as W with the layer above and the indices below, `dW1` with a d before it, `new_W1`
// with a prime. A number that was put in for a symbol is marked with its name and its full value.
// What is made is values, not text: nothing in a name can become markup.

import { _ } from "../language.js";
import { AS_PRODUCT, decimalParts, PYTHON, Writer } from "./write.js";

/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../equations/tree.js").Equation} Equation */
/** @typedef {import("../equations/decimal.js").Decimal} Decimal */

/** @typedef {{tag: string, attributes: Readonly<Record<string, string>>, children: readonly (Part | string)[]}} Part */
/** @typedef {readonly Part[]} Parts  side by side */
/** @typedef {import("./write.js").Notation<Parts>} PartsNotation */

/**
 * What stands in a formula.
 * @typedef {object} Names
 * @property {{has(name: string): boolean}} names  all names of the step: `W1` is W of layer 1 and
 *   `dW1` its gradient only if it has them; other names are set as they are
 * @property {(element: Element) => number | null} valueOf  null where it has no recorded value
 */

// Stands where a line may be broken; never part of what is given out.
const BREAK = part("wbr");

const LARGER_IN_DISPLAY = new Set(["mfrac", "munder", "mtable"]);
const SIGNS = new Map([["-", "−"], ["*", "·"], ["<=", "≤"], [">=", "≥"], ["==", "="]]);
const FUNCTIONS = new Map([["log", "ln"], ["sign", "sgn"]]);

/**
 * The expression as `math` elements, a long sum broken before its signs.
 * @param {Tree} tree
 * @param {Names} names
 * @returns {Part[]}
 */
export function mathParts(tree, names) {
  /** @type {Part[][]} */
  const pieces = [[]];
  for (const each of new Writer(new MathML(names)).write(tree)) {
    if (each === BREAK) pieces.push([]);
    else pieces[pieces.length - 1].push(each);
  }
  return pieces.map(math);
}

/**
 * The expression as one `math` element.
 * @param {Tree} tree
 * @param {Names} names
 * @returns {Part}
 */
export function mathWhole(tree, names) {
  return math(unbroken(new Writer(new MathML(names)).write(tree)));
}

/**
 * A rule for any element as one `math` element.
 * @param {Equation} equation
 * @param {Names} names
 * @returns {Part}
 */
export function mathEquation({ left, right }, names) {
  const writer = new Writer(new MathML(names));
  return math([...writer.write(left), operator("=", "infix"), ...unbroken(writer.write(right))]);
}

/**
 * A number with its sign as a `math` element.
 * @param {Decimal} value
 * @returns {Part}
 */
export function mathResult(value) {
  return math(new Writer(new MathML({ names: new Set(), valueOf: () => null })).signed(value));
}

/**
 * The attributes of an element that shows a number with a name.
 * @param {string} label
 * @param {number} value
 * @returns {{"data-name": string, "data-value": string}}
 */
export function numberAttributes(label, value) {
  return { "data-name": label, "data-value": Object.is(value, -0) ? "-0.0" : String(value) };
}

/**
 * @param {string} tag
 * @param {readonly (Part | string)[]} [children]
 * @param {Readonly<Record<string, string>>} [attributes]
 * @returns {Part}
 */
function part(tag, children = [], attributes = {}) {
  return { tag, attributes, children };
}

/**
 * @param {Parts} content
 * @returns {Part}
 */
function math(content) {
  return part("math", content, content.some(isLarger) ? { displaystyle: "true" } : {});
}

/**
 * Whether anything in the part is set larger, or otherwise, in an equation that stands by itself.
 * @param {Part | string} each
 * @returns {boolean}
 */
function isLarger(each) {
  return typeof each === "object" && (LARGER_IN_DISPLAY.has(each.tag) || each.children.some(isLarger));
}

/**
 * @param {string} sign
 * @param {"infix" | "prefix"} [form]
 * @returns {Part}
 */
function operator(sign, form) {
  return part("mo", [sign], form ? { form } : {});
}

/**
 * @param {Parts} content
 * @returns {Part}
 */
function row(content) {
  return part("mrow", unbroken(content));
}

/**
 * @param {Parts} content
 * @returns {Parts}
 */
function unbroken(content) {
  return content.includes(BREAK) ? content.filter((each) => each !== BREAK) : content;
}

/**
 * @param {string} name
 * @returns {Part}
 */
function identifier(name) {
  return part("mi", [name]);
}

/** @implements {PartsNotation} */
class MathML {
  fractionBar = true;
  exponentBinding = AS_PRODUCT;

  /** @param {Names} names */
  constructor({ names, valueOf }) {
    this.names = names;
    this.valueOf = valueOf;
  }

  /**
   * @param {Element} source
   * @param {Parts} shown
   * @returns {Parts}
   */
  marked(source, shown) {
    const value = this.valueOf(source);
    if (value === null) return shown;
    const attributes = numberAttributes(PYTHON.write(source), value);
    // A bare number carries the mark itself: there may be thousands of them in a sum.
    if (shown.length === 1 && shown[0].tag === "mn") return [{ ...shown[0], attributes }];
    return [part("mrow", shown, attributes)];
  }

  /**
   * @param {number | Decimal} value
   * @returns {Parts}
   */
  number(value) {
    const [digits, exponent] = decimalParts(value);
    const written = part("mn", [digits.replace("Infinity", "∞")]);
    if (exponent === null) return [written];
    const size = part("mn", [String(Math.abs(exponent))]);
    const power = row(exponent < 0 ? [operator("−"), size] : [size]);
    return [written, operator("·"), part("msup", [part("mn", ["10"]), power])];
  }

  /**
   * @param {string} name
   * @returns {Parts}
   */
  constant(name) {
    return [identifier(name === "pi" ? "π" : name)];
  }

  /**
   * @param {string} name
   * @param {readonly string[]} indices
   * @returns {Parts}
   */
  element(name, indices) {
    const gradient = name.startsWith("d") && this.names.has(name.slice(1));
    const { letters, above } = this.split(gradient ? name.slice(1) : name.replace(/^new_/, ""));
    const prime = name.startsWith("new_") ? [operator("′")] : [];
    const below = indices.flatMap((index, k) => [...(k ? [operator(",")] : []), identifier(index)]);
    const set = scripts(identifier(letters), below, [...above, ...prime]);
    return gradient ? [identifier("d"), set] : [set];
  }

  /**
   * The letters of a name, and what stands above them: its number, or whose state it is.
   * @param {string} name
   * @returns {{letters: string, above: Parts}}
   */
  split(name) {
    const cut = name.indexOf("_");
    const owner = cut < 0 ? "" : name.slice(cut + 1);
    if (owner && this.names.has(owner)) {
      const { letters, above } = this.split(owner);
      return { letters: name.slice(0, cut), above: [identifier(letters), ...above] };
    }
    const [, letters, number] = /^(.*?\D)(\d+)$/.exec(name) ?? [];
    if (!letters || !this.names.has(name)) return { letters: name, above: [] };
    return { letters, above: [operator("("), part("mn", [number]), operator(")")] };
  }

  /**
   * @param {string} sign
   * @param {Parts} left
   * @param {Parts} right
   * @returns {Parts}
   */
  binary(sign, left, right) {
    if (sign === "/") return [part("mfrac", [row(left), row(right)])];
    const before = sign === "+" || sign === "-" ? [BREAK] : [];
    // Where a line is broken its sign stands first, and would pass for a prefix; a dot never.
    const form = sign === "*" ? undefined : "infix";
    return [...left, ...before, operator(SIGNS.get(sign) ?? sign, form), ...right];
  }

  /**
   * @param {Parts} operand
   * @returns {Parts}
   */
  negative(operand) {
    return [operator("−", "prefix"), ...operand];
  }

  /**
   * @param {Parts} base
   * @param {Parts} exponent
   * @returns {Parts}
   */
  power(base, exponent) {
    const held = base.length === 1 && (isRuleNumber(base[0]) || isHeld(base[0])) ? base : this.parentheses(base);
    return [part("msup", [row(held), row(exponent)])];
  }

  /**
   * @param {string} name
   * @param {Parts} argument
   * @returns {Parts}
   */
  function(name, argument) {
    if (name === "sqrt") return [part("msqrt", [row(argument)])];
    if (name === "abs") return [row([operator("|"), ...argument, operator("|")])];
    return [identifier(FUNCTIONS.get(name) ?? name), operator("\u2061"), ...this.parentheses(argument)];
  }

  /**
   * @param {readonly Parts[]} terms
   * @returns {Parts}
   */
  maximum(terms) {
    const fixed = (/** @type {string} */ sign) => part("mo", [sign], { stretchy: "false" });
    const inside = terms.flatMap((term, k) => [...(k ? [operator(","), BREAK] : []), ...unbroken(term)]);
    return [identifier("max"), operator("\u2061"), fixed("("), ...inside, fixed(")")];
  }

  /**
   * @param {import("./write.js").ReductionKind} kind
   * @param {string} index
   * @param {number | undefined} size
   * @param {Parts} body
   * @returns {Parts}
   */
  reduction(kind, index, size, body) {
    const range = [operator("="), part("mn", ["1"]), operator("…"), part("mn", [String(size)])];
    const over = row([identifier(index), ...(size === undefined ? [] : range)]);
    if (kind === "sum") return [part("munder", [operator("∑"), over]), ...unbroken(body)];
    return [part("munder", [identifier(kind), over]), operator("\u2061"), ...this.parentheses(body)];
  }

  /**
   * @param {Parts} then
   * @param {Parts} condition
   * @param {Parts} otherwise
   * @returns {Parts}
   */
  choice(then, condition, otherwise) {
    const line = (/** @type {Parts} */ value, /** @type {Parts} */ when) =>
      part("mtr", [part("mtd", unbroken(value)), part("mtd", when)]);
    const first = line(then, [part("mtext", [`${_("if")}\u00a0`]), ...unbroken(condition)]);
    const second = line(otherwise, [part("mtext", [_("otherwise")])]);
    return [row([operator("{"), part("mtable", [first, second])])];
  }

  /**
   * @param {Parts} inside
   * @returns {Parts}
   */
  parentheses(inside) {
    return [row([operator("("), ...inside, operator(")")])];
  }
}

/**
 * Whether a part is a number of the rule itself, put in for nothing.
 * @param {Part} each
 * @returns {boolean}
 */
function isRuleNumber({ tag, attributes }) {
  return tag === "mn" && !("data-name" in attributes);
}

/**
 * Whether a part holds something together in parentheses.
 * @param {Part} each
 * @returns {boolean}
 */
function isHeld({ tag, children: [first] }) {
  return tag === "mrow" && typeof first === "object" && first.tag === "mo" && first.children[0] === "(";
}

/**
 * @param {Part} base
 * @param {Parts} below
 * @param {Parts} above
 * @returns {Part}
 */
function scripts(base, below, above) {
  if (below.length && above.length) return part("msubsup", [base, row(below), row(above)]);
  if (below.length) return part("msub", [base, row(below)]);
  return above.length ? part("msup", [base, row(above)]) : base;
}
