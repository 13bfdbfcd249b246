// Tree -> text: where parentheses stand and how signs read, the same for every notation.
//
// A notation says how each part looks (UNICODE for people, PYTHON for programs); the writer
// decides the rest: `a + −0.1` is written `a − 0.1`, `2 · −0.5` is written `2 · (−0.5)`.

import { binary, number, transform } from "../equations/tree.js";
import { Decimal } from "../equations/decimal.js";

/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../equations/tree.js").Binary} Binary */
/** @typedef {import("../equations/tree.js").Call} Call */
/** @typedef {import("../equations/tree.js").ReductionKind} ReductionKind */
/** @typedef {{sign: 1 | -1, term: Tree}} Term  of a sum */

// How tightly a node binds; a part that binds less tightly than its place wants parentheses.
const [CHOICE, SUM, PRODUCT, FACTOR, ATOM] = [0, 1, 2, 3, 4];
const BINDING = { "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": FACTOR };

/** How tightly a number with a power of ten binds, where it is one word or a product. */
export const AS_WORD = FACTOR;
export const AS_PRODUCT = PRODUCT;

const u = /** @type {Tree} */ ({ kind: "element", name: "u", indices: [] });

/**
 * How a function is printed for people: `sigmoid(u)` stands in a rule because it is stable for any
 * u, and a reader sees 1 / (1 + exp(−u)).
 * @type {Readonly<Record<string, Tree>>}
 */
const DEFINITIONS = {
  sigmoid: binary("/", number(1), binary("+", number(1), exp({ kind: "negative", operand: u }))),
  softplus: { kind: "call", function: "log", argument: binary("+", number(1), exp(u)) },
};

/**
 * @param {Tree} argument
 * @returns {Tree}
 */
function exp(argument) {
  return { kind: "call", function: "exp", argument };
}

/**
 * How each part of an equation looks, in whatever a notation is made of: text, or markup.
 * @template T
 * @typedef {object} Notation
 * @property {boolean} fractionBar  whether a quotient shows its own extent, and needs no parentheses
 * @property {number} exponentBinding  how tightly a number with a power of ten binds
 * @property {(value: number | Decimal) => T} number  one that is not negative
 * @property {(name: string) => T} constant
 * @property {(name: string, indices: readonly string[]) => T} element
 * @property {(sign: string, left: T, right: T) => T} binary  operands with + - * / < <= > >= == between
 * @property {(operand: T) => T} negative
 * @property {(base: T, exponent: T) => T} power
 * @property {(name: string, argument: T) => T} function
 * @property {(terms: readonly T[]) => T} maximum
 * @property {(kind: ReductionKind, index: string, size: number | undefined, body: T) => T} reduction
 * @property {(then: T, condition: T, otherwise: T) => T} choice
 * @property {(inside: T) => T} parentheses
 * @property {(source: Element, shown: T) => T} [marked]  a number that was put in for an element
 */

/** Python's own notation: what is printed can be pasted into Python. */
class PythonNotation {
  fractionBar = false;
  exponentBinding = AS_WORD;
  /** @type {Readonly<Record<string, string>>} */
  signs = Object.fromEntries(["+", "-", "*", "/", "<", "<=", ">", ">=", "=="].map((sign) => [sign, ` ${sign} `]));
  minus = "-";

  /**
   * A number that is not negative.
   * @param {number | Decimal} value
   * @returns {string}
   */
  number(value) {
    const [digits, exponent] = decimalParts(value);
    return exponent === null ? digits : `${digits}e${exponent}`;
  }

  /**
   * @param {string} name
   * @returns {string}
   */
  constant(name) {
    return name;
  }

  /**
   * @param {string} name
   * @param {readonly string[]} indices
   * @returns {string}
   */
  element(name, indices) {
    return indices.length ? `${name}[${indices.join(",")}]` : name;
  }

  /**
   * @param {string} sign
   * @param {string} left
   * @param {string} right
   * @returns {string}
   */
  binary(sign, left, right) {
    return left + this.signs[sign] + right;
  }

  /**
   * @param {string} operand
   * @returns {string}
   */
  negative(operand) {
    return this.minus + operand;
  }

  /**
   * @param {string} base
   * @param {string} exponent
   * @returns {string}
   */
  power(base, exponent) {
    return `${base}**${exponent}`;
  }

  /**
   * @param {string} name
   * @param {string} argument
   * @returns {string}
   */
  function(name, argument) {
    return `${name}(${argument})`;
  }

  /**
   * @param {readonly string[]} terms
   * @returns {string}
   */
  maximum(terms) {
    return `max(${terms.join(", ")})`;
  }

  /**
   * @param {ReductionKind} kind
   * @param {string} index
   * @param {number | undefined} size
   * @param {string} body
   * @returns {string}
   */
  reduction(kind, index, size, body) {
    return `${kind}(${size === undefined ? index : `${index}=1..${size}`}, ${body})`;
  }

  /**
   * @param {string} then
   * @param {string} condition
   * @param {string} otherwise
   * @returns {string}
   */
  choice(then, condition, otherwise) {
    return `${then} if ${condition} else ${otherwise}`;
  }

  /**
   * @param {string} inside
   * @returns {string}
   */
  parentheses(inside) {
    return `(${inside})`;
  }
}

/** Mathematics in a line of text: 2 · 0.1 − (−0.5)². */
class UnicodeNotation extends PythonNotation {
  signs = { ...new PythonNotation().signs, "-": " − ", "*": " · ", "<=": " ≤ ", ">=": " ≥ ", "==": " = " };
  minus = "−";

  /** @param {string} name */
  constant(name) {
    return name === "pi" ? "π" : name;
  }

  /**
   * @param {string} base
   * @param {string} exponent
   */
  power(base, exponent) {
    const raised = { 2: "²", 3: "³" }[exponent];
    return raised ? base + raised : `${base}^${exponent}`;
  }
}

/**
 * Puts the parts together, in any notation.
 * @template T
 */
export class Writer {
  /** @param {Notation<T>} notation */
  constructor(notation) {
    this.notation = notation;
  }

  /**
   * An expression in this notation.
   * @param {Tree} tree
   * @returns {T}
   */
  write(tree) {
    return this.atLeast(CHOICE, tree);
  }

  /**
   * A number with its sign.
   * @param {Decimal} value
   * @returns {T}
   */
  signed(value) {
    return value.isNegative() ? this.notation.negative(this.notation.number(value.negated())) : this.notation.number(value);
  }

  /**
   * The text of a tree for a place that wants it to bind at least so tightly.
   * @param {number} binding
   * @param {Tree} tree
   * @returns {T}
   */
  atLeast(binding, tree) {
    const text = this.plain(tree);
    return this.binding(tree) < binding ? this.notation.parentheses(text) : text;
  }

  /**
   * @param {Tree} tree
   * @returns {number}
   */
  binding(tree) {
    switch (tree.kind) {
      case "binary":
        return tree.sign === "/" && this.notation.fractionBar ? ATOM : BINDING[tree.sign];
      case "negative":
        return SUM;
      case "call":
        return tree.function in DEFINITIONS ? this.binding(defined(tree)) : ATOM;
      case "choice":
        return CHOICE;
      case "listing":
        if (tree.reduction === "sum") return SUM;
        return tree.reduction === "mean" && !this.notation.fractionBar ? PRODUCT : ATOM;
      case "reduction":
        return PRODUCT;
      case "number":
        return decimalParts(tree.value)[1] === null ? ATOM : this.notation.exponentBinding;
      default:
        return ATOM;
    }
  }

  /**
   * @param {Tree} tree
   * @returns {T}
   */
  plain(tree) {
    const inside = tree.kind === "negative" ? tree.operand : tree;
    if (inside.kind !== "number" || !inside.source || !this.notation.marked) return this.bare(tree);
    const number = this.notation.number(inside.value);
    return this.notation.marked(inside.source, inside === tree ? number : this.notation.negative(number));
  }

  /**
   * @param {Tree} tree
   * @returns {T}
   */
  bare(tree) {
    switch (tree.kind) {
      case "number":
        return this.notation.number(tree.value);
      case "constant":
        return this.notation.constant(tree.name);
      case "element":
        return this.notation.element(tree.name, tree.anywhere ? ["..."] : tree.indices.map(indexText));
      case "index":
        return this.notation.element(tree.name, []);
      case "size":
        return this.notation.element(tree.index.toUpperCase(), []);
      case "negative":
        return this.notation.negative(this.atLeast(PRODUCT, tree.operand));
      case "binary":
        return this.operation(tree);
      case "call":
        if (tree.function in DEFINITIONS) return this.plain(defined(tree));
        return this.notation.function(tree.function, this.plain(tree.argument));
      case "choice": {
        const [then, otherwise] = [this.atLeast(SUM, tree.then), this.plain(tree.otherwise)];
        return this.notation.choice(then, this.comparison(tree.condition), otherwise);
      }
      case "listing":
        if (tree.reduction === "max") return this.notation.maximum(tree.terms.map((term) => this.plain(term)));
        if (tree.reduction === "sum") return this.sum(termsOf(tree));
        return this.quotient({ ...tree, reduction: "sum" }, number(tree.terms.length));
      case "reduction":
        return this.notation.reduction(tree.reduction, tree.index, tree.size, this.atLeast(PRODUCT, tree.body));
      default:
        throw new Error(`${tree.kind} cannot be written`);
    }
  }

  /**
   * @param {Binary} tree
   * @returns {T}
   */
  operation(tree) {
    const { sign, left, right } = tree;
    if (sign === "*") return this.notation.binary("*", this.firstFactor(left), this.atLeast(FACTOR, right));
    if (sign === "/") return this.quotient(left, right);
    if (sign === "**") return this.notation.power(this.atLeast(ATOM, left), this.atLeast(ATOM, right));
    return this.sum(termsOf(tree));
  }

  /**
   * @param {import("../equations/tree.js").Comparison} condition
   * @returns {T}
   */
  comparison({ sign, left, right }) {
    return this.notation.binary(sign, this.atLeast(SUM, left), this.atLeast(SUM, right));
  }

  /**
   * @param {Tree} left
   * @param {Tree} right
   * @returns {T}
   */
  quotient(left, right) {
    if (this.notation.fractionBar) return this.notation.binary("/", this.plain(left), this.plain(right));
    return this.notation.binary("/", this.firstFactor(left), this.atLeast(FACTOR, right));
  }

  /**
   * A leading minus needs no parentheses in front of a product: −0.5 · 2.
   * @param {Tree} tree
   * @returns {T}
   */
  firstFactor(tree) {
    const inside = unsigned(tree);
    if (!inside || inside.kind === "binary") return this.atLeast(PRODUCT, tree);
    return this.notation.negative(this.atLeast(FACTOR, inside));
  }

  /**
   * Terms with their signs between them, so that no two signs meet.
   * @param {readonly Term[]} terms
   * @returns {T}
   */
  sum(terms) {
    return terms.slice(1).reduce((text, { sign, term }) => {
      const inside = sign > 0 ? unsigned(term) : null;
      const shown = inside ?? term;
      const sought = inside || sign < 0 ? "-" : "+";
      return this.notation.binary(sought, text, this.guarded(shown, this.atLeast(PRODUCT, shown)));
    }, this.atLeast(SUM, terms[0].term));
  }

  /**
   * A term that begins with a minus is held together: a − (−0.5 · 2).
   * @param {Tree} term
   * @param {T} shown
   * @returns {T}
   */
  guarded(term, shown) {
    return unsigned(term) && this.binding(term) >= PRODUCT ? this.notation.parentheses(shown) : shown;
  }
}

/**
 * The tree without the minus that it begins with; null if it begins with none.
 * @param {Tree} tree
 * @returns {Tree | null}
 */
function unsigned(tree) {
  if (tree.kind === "negative") return tree.operand;
  if (tree.kind !== "binary" || !"*/".includes(tree.sign)) return null;
  const inside = unsigned(tree.left);
  return inside && binary(tree.sign, inside, tree.right);
}

/**
 * The terms of a sum with their signs; sums within it need no parentheses unless subtracted.
 * @param {Tree} tree
 * @returns {Term[]}
 */
function termsOf(tree) {
  if (tree.kind === "listing" && tree.reduction === "sum") return tree.terms.flatMap(termsOf);
  if (tree.kind === "binary" && tree.sign === "+") return [...termsOf(tree.left), ...termsOf(tree.right)];
  if (tree.kind === "binary" && tree.sign === "-") {
    return [...termsOf(tree.left), /** @type {Term} */ ({ sign: -1, term: tree.right })];
  }
  return [{ sign: 1, term: tree }];
}

/**
 * The definition of a function that is printed by it, with the argument put in.
 * @param {Call} tree
 * @returns {Tree}
 */
function defined(tree) {
  return transform(DEFINITIONS[tree.function], (node) => (node === u ? tree.argument : node));
}

/**
 * An index as people count: from 1.
 * @param {Tree} tree
 * @returns {string}
 */
export function indexText(tree) {
  return tree.kind === "number" ? String(Number(tree.value) + 1) : PYTHON.plain(tree);
}

/**
 * The digits of a number and the power of ten behind them; null where plain digits read better.
 * @param {number | Decimal} value  a whole number of a rule, or what was put in for a symbol
 * @returns {[string, number | null]}
 */
export function decimalParts(value) {
  if (!(value instanceof Decimal)) return [String(value), null];
  if (!value.isFinite()) return [value.toFixed(), null];
  const tooSmall = !value.isZero() && value.adjusted() < -4;
  const exponent = tooSmall || value.exponent > 0 ? value.adjusted() : null;
  const digits = (exponent === null ? value : value.shifted(-exponent)).toFixed();
  return [digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits, exponent];
}

/** Python's notation, for keys and programs. */
export const PYTHON = new Writer(new PythonNotation());

/** The notation of plain text for people. */
export const UNICODE = new Writer(new UnicodeNotation());
