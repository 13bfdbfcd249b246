// Tree -> one number, exactly or to the digits in use: for what is printed, not for the training.

import { context, Decimal } from "./decimal.js";
import { DECIMAL_FUNCTIONS, pi, power } from "./decimal_functions.js";

/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {import("./tree.js").Comparison} Comparison */

/** @typedef {(element: import("./tree.js").Element) => Decimal} DecimalOf */

/** @type {DecimalOf} */
const noElement = ({ name }) => {
  throw new Error(`${name} has no number`);
};

/**
 * The value of an expression.
 * @param {Tree} tree
 * @param {DecimalOf} [decimalOf]  the number to take for an element, where elements stand in it
 * @returns {Decimal}
 */
export function evaluate(tree, decimalOf = noElement) {
  const value = (/** @type {Tree} */ part) => evaluate(part, decimalOf);
  switch (tree.kind) {
    case "element":
      return decimalOf(tree);
    case "number":
      return tree.value instanceof Decimal ? tree.value : Decimal.from(tree.value);
    case "constant":
      return pi();
    case "negative":
      return value(tree.operand).negated().rounded();
    case "binary":
      return binary(tree.sign, value(tree.left), value(tree.right));
    case "call":
      return DECIMAL_FUNCTIONS[tree.function](value(tree.argument));
    case "choice":
      return value(holds(tree.condition, value) ? tree.then : tree.otherwise);
    case "listing": {
      const terms = tree.terms.map(value);
      if (tree.reduction === "max") return terms.reduce((most, term) => (term.compare(most) > 0 ? term : most));
      const sum = terms.reduce((total, term) => total.plus(term));
      return tree.reduction === "mean" ? sum.dividedBy(Decimal.from(terms.length)) : sum;
    }
    default:
      throw new Error(`${tree.kind} has no value`);
  }
}

/**
 * The value, and whether nothing was rounded on the way.
 * @param {Tree} tree
 * @returns {{value: Decimal, exact: boolean}}
 */
export function evaluateExactly(tree) {
  context.inexact = false;
  const value = evaluate(tree);
  return { value, exact: !context.inexact };
}

/**
 * @param {import("./tree.js").Binary["sign"]} sign
 * @param {Decimal} left
 * @param {Decimal} right
 * @returns {Decimal}
 */
function binary(sign, left, right) {
  switch (sign) {
    case "+":
      return left.plus(right);
    case "-":
      return left.minus(right);
    case "*":
      return left.times(right);
    case "/":
      return left.dividedBy(right);
    case "**":
      return power(left, right);
  }
}

/**
 * @param {Comparison} condition
 * @param {(tree: Tree) => Decimal} value
 * @returns {boolean}
 */
function holds({ sign, left, right }, value) {
  const order = value(left).compare(value(right));
  switch (sign) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "==":
      return order === 0;
  }
}
