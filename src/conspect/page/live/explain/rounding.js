// The one policy by which numbers are shortened for print; that of conspect.explain.rounding.
//
// A result is printed to N significant digits. Its equation prints the operands with the fewest
// digits, N to 17, for which the printed equation, worked out exactly from the printed decimals,
// rounds to the printed result. `=` is printed only where that is exact and nothing was rounded
// away, else `≈`. Where even 17 digits do not lead to the result, floating point has cancelled
// digits away; then only the digits that hold are printed.

import { Decimal, tenTo, ZERO } from "../equations/decimal.js";
import { evaluate, evaluateExactly } from "../equations/evaluate.js";
import { withNumbers } from "../equations/substitute.js";

/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../equations/tree.js").Element} Element */

/**
 * How one line is printed.
 * @typedef {object} Printed
 * @property {Tree} numbers  the right side with the printed operands in place of the elements
 * @property {Decimal} result
 * @property {boolean} operandsExact  whether no operand was shortened
 * @property {boolean} exact  whether `=` may stand before the result
 * @property {number} digits  how many digits of the result hold; 0 where all were cancelled
 */

/** The digits that name a float64 uniquely. */
export const MOST_DIGITS = 17;

// Anything smaller is rounded to zero by a float64.
const VANISHES = Decimal.from("2.4703282292062327e-324");
const NOISE = Decimal.from("1e-15");
const HALF = Decimal.from("0.5");

/**
 * The value rounded to so many significant digits, half to even, from its shortest decimal.
 * @param {number | Decimal} value
 * @param {number} digits
 * @returns {Decimal}
 */
export function shorten(value, digits) {
  const rounded = decimal(value).rounded(digits).normalized();
  // 1E+3 becomes 1000 where its zeros are digits that were kept, not places that were lost.
  if (rounded.exponent > 0 && rounded.adjusted() < digits) {
    return new Decimal(rounded.coefficient * tenTo(rounded.exponent), 0);
  }
  return rounded;
}

/**
 * The shortest decimal that names the float.
 * @param {number | Decimal} value
 * @returns {Decimal}
 */
export function decimal(value) {
  return value instanceof Decimal ? value : Decimal.from(value);
}

/**
 * How to print a tree with its numbers put in, and its result, under the policy.
 * @param {Tree} tree  the right side of the equation, written out
 * @param {(element: Element) => number} valueOf  the recorded value of an element
 * @param {number} result  the recorded value of the left side
 * @param {number} digits  the significant digits wanted, 1 to 17
 * @returns {Printed}
 */
export function printLine(tree, valueOf, result, digits) {
  const line = new Line(tree, valueOf, decimal(result));
  if (!line.result.isFinite()) return line.printed(MOST_DIGITS, line.result, MOST_DIGITS);
  for (let operandDigits = digits; operandDigits <= MOST_DIGITS; operandDigits++) {
    const value = line.workedOut(operandDigits);
    // A tie that shortened operands lead to rounds either way: more digits decide it.
    if (operandDigits < MOST_DIGITS && isTie(value, digits)) continue;
    const rounded = shorten(value, digits);
    if (line.agrees(rounded, digits)) return line.printed(operandDigits, rounded, digits);
  }
  for (let fewer = digits - 1; fewer > 0; fewer--) {
    const rounded = shorten(line.workedOut(MOST_DIGITS), fewer);
    if (line.agrees(rounded, fewer)) return line.printed(MOST_DIGITS, rounded, fewer);
  }
  return line.printed(MOST_DIGITS, ZERO, 0);
}

class Line {
  /**
   * @param {Tree} tree
   * @param {(element: Element) => number} valueOf
   * @param {Decimal} result
   */
  constructor(tree, valueOf, result) {
    this.tree = tree;
    this.valueOf = valueOf;
    this.result = result;
    /** @type {Map<Element, Decimal>} */
    this.operands = new Map();
    /** With so many digits no operand is shortened any more, and this is the value. */
    this.last = { digits: Infinity, value: ZERO };
  }

  /**
   * The operand as printed with so many digits.
   * @param {number} digits
   * @param {Element} element
   * @returns {Decimal}
   */
  operand(digits, element) {
    const full = this.operands.get(element) ?? decimal(this.valueOf(element));
    this.operands.set(element, full);
    return shorten(full, digits);
  }

  /**
   * The printed equation's value, exact, or good to a hundred digits.
   * @param {number} digits  of the operands
   * @returns {Decimal}
   */
  workedOut(digits) {
    if (digits >= this.last.digits) return this.last.value;
    const exact = evaluate(this.tree, (element) => this.operand(digits, element));
    const value = exact.abs().compare(VANISHES) <= 0 ? ZERO : exact;
    if (this.operandsExact(digits)) this.last = { digits, value };
    return value;
  }

  /**
   * Whether so many digits shorten no operand.
   * @param {number} digits
   * @returns {boolean}
   */
  operandsExact(digits) {
    return [...this.operands.values()].every((operand) => shorten(operand, digits).equals(operand));
  }

  /**
   * Whether the rounded value is the recorded result to so many digits.
   *
   * In a tie both neighbours are: floating point may stand a hair on the other side.
   * @param {Decimal} rounded
   * @param {number} digits
   * @returns {boolean}
   */
  agrees(rounded, digits) {
    if (rounded.equals(shorten(this.result, digits))) return true;
    if (this.result.isZero()) return false;
    const halfOfLastPlace = HALF.shifted(this.result.adjusted() - digits + 1);
    const noise = this.result.abs().times(NOISE);
    return rounded.minus(this.result).abs().compare(halfOfLastPlace.plus(noise)) <= 0;
  }

  /**
   * @param {number} operandDigits
   * @param {Decimal} result
   * @param {number} digits
   * @returns {Printed}
   */
  printed(operandDigits, result, digits) {
    const numbers = withNumbers(this.tree, (element) => this.operand(operandDigits, element));
    const operandsExact = this.operandsExact(operandDigits);
    const exact = operandsExact && result.equals(this.result) && isExactly(numbers, result);
    return { numbers, result, operandsExact, exact, digits };
  }
}

/**
 * Whether what is put in is a number by itself, the result already.
 * @param {Tree} numbers
 * @returns {boolean}
 */
export function isPlain(numbers) {
  return numbers.kind === "number" || (numbers.kind === "negative" && numbers.operand.kind === "number");
}

/**
 * Whether the value stands exactly between two numbers of so many digits.
 * @param {Decimal} value
 * @param {number} digits
 * @returns {boolean}
 */
function isTie(value, digits) {
  if (!value.isFinite() || value.isZero()) return false;
  const beyond = value.adjusted() - digits + 1 - value.exponent;
  if (beyond <= 0) return false;
  const unit = tenTo(beyond);
  return 2n * (value.abs().coefficient % unit) === unit;
}

/**
 * Whether the printed equation is true to the last digit, with no rounding on the way.
 * @param {Tree} numbers
 * @param {Decimal} result
 * @returns {boolean}
 */
function isExactly(numbers, result) {
  const { value, exact } = evaluateExactly(numbers);
  return exact && value.equals(result);
}
