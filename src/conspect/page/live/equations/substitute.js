// New names for symbols, one element of an array, numbers for symbols.

import { binary, number, transform } from "./tree.js";

/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {import("./tree.js").Element} Element */
/** @typedef {import("./tree.js").Equation} Equation */
/** @typedef {import("./decimal.js").Decimal} Decimal */

/**
 * The tree with its symbols under other names; a symbol not among them keeps its own.
 * @param {Tree} tree
 * @param {ReadonlyMap<string, string>} names
 * @returns {Tree}
 */
export function rename(tree, names) {
  return transform(tree, (node) => {
    if (node.kind !== "element") return node;
    return { ...node, name: names.get(node.name) ?? node.name };
  });
}

/**
 * The tree with its free indices under other names; sums over one of those get a new letter.
 * @param {Tree} tree
 * @param {ReadonlyMap<string, string>} names
 * @returns {Tree}
 */
export function renameIndices(tree, names) {
  const used = new Set([...names.keys(), ...names.values()]);
  const spare = [..."ijklmpqrst"].filter((letter) => !used.has(letter));
  const taken = new Set(names.values());
  const freed = transform(tree, (node) => {
    if (node.kind !== "reduction" || !taken.has(node.index)) return node;
    const letter = /** @type {string} */ (spare.shift());
    return { ...node, index: letter, body: withIndex(node.body, new Map([[node.index, letter]])) };
  });
  return withIndex(freed, names);
}

/**
 * @param {Tree} tree
 * @param {ReadonlyMap<string, string>} names
 * @returns {Tree}
 */
function withIndex(tree, names) {
  return transform(tree, (node) =>
    node.kind === "index" ? { kind: "index", name: names.get(node.name) ?? node.name } : node,
  );
}

/**
 * The equation with `...` written out under the letters given: `z[...]` is `z[n,j]`.
 * @param {Equation} equation
 * @param {readonly string[]} letters
 * @returns {Equation}
 */
export function spellOut(equation, letters) {
  /** @type {Tree[]} */
  const indices = letters.map((name) => ({ kind: "index", name }));
  const change = (/** @type {Tree} */ node) =>
    node.kind === "element" && node.anywhere
      ? /** @type {Element} */ ({ kind: "element", name: node.name, indices })
      : node;
  const left = /** @type {Element} */ (change(equation.left));
  return { ...equation, left, right: transform(equation.right, change) };
}

/**
 * The tree without the symbols that are not there: a missing bias is a term less.
 * @param {Tree} tree
 * @param {ReadonlySet<string>} absent
 * @returns {Tree}
 */
export function without(tree, absent) {
  if (!absent.size) return tree;
  return transform(tree, (node) => {
    if (node.kind === "element" && absent.has(node.name)) return number(0);
    if (node.kind === "binary" && "+-".includes(node.sign) && isNumber(node.right, 0)) return node.left;
    if (node.kind === "binary" && node.sign === "+" && isNumber(node.left, 0)) return node.right;
    return node;
  });
}

/**
 * The tree with the sizes known: every reduction carries its own, `size(n)` is a number.
 * A division by the size of an index with one value is no division.
 * @param {Tree} tree
 * @param {ReadonlyMap<string, number>} sizes
 * @returns {Tree}
 */
export function withSizes(tree, sizes) {
  const sizeOf = (/** @type {string} */ index) => /** @type {number} */ (sizes.get(index));
  return transform(tree, (node) => {
    if (node.kind === "size") return number(sizeOf(node.index));
    if (node.kind === "binary" && node.sign === "/" && isNumber(node.right, 1)) return node.left;
    if (node.kind === "reduction" && node.size === undefined) return { ...node, size: sizeOf(node.index) };
    return node;
  });
}

/**
 * The tree at one place: the indices named are replaced by integers (from 0).
 * @param {Tree} tree
 * @param {ReadonlyMap<string, number>} place
 * @returns {Tree}
 */
export function atIndex(tree, place) {
  const change = (/** @type {Tree} */ node) => {
    if (node.kind === "index" && place.has(node.name)) return number(/** @type {number} */ (place.get(node.name)));
    if (node.kind !== "binary" || node.left.kind !== "number" || node.right.kind !== "number") return node;
    // Inside indices only whole numbers meet: s*i+u becomes one integer.
    const [left, right] = [Number(node.left.value), Number(node.right.value)];
    if (node.sign === "+") return number(left + right);
    if (node.sign === "-") return number(left - right);
    return node.sign === "*" ? number(left * right) : node;
  };
  return transform(tree, (node) => {
    if (node.kind !== "element" || !node.indices.length) return node;
    return { ...node, indices: node.indices.map((index) => transform(index, change)) };
  });
}

/**
 * The tree with its reductions written out term by term, those of one term without ado.
 * @param {Tree} tree
 * @param {number} [longest]  reductions of more terms than this stay as they are
 * @returns {Tree}
 */
export function writtenOut(tree, longest = Infinity) {
  return transform(tree, (node) => {
    if (node.kind !== "reduction" || node.size === undefined || node.size > longest) return node;
    const terms = Array.from({ length: node.size }, (_, i) => atIndex(node.body, new Map([[node.index, i]])));
    return node.size === 1 ? terms[0] : { kind: "listing", reduction: node.reduction, terms };
  });
}

/**
 * The tree with a number in place of every element; a negative one becomes a `negative`.
 * @param {Tree} tree
 * @param {(element: Element) => Decimal} decimalOf
 * @returns {Tree}
 */
export function withNumbers(tree, decimalOf) {
  return transform(tree, (node) => (node.kind === "element" ? numberTree(decimalOf(node), node) : node));
}

/**
 * A number as a tree, a negative one as a `negative`, and the element that it came from.
 * @param {Decimal} value
 * @param {Element} [source]
 * @returns {Tree}
 */
export function numberTree(value, source) {
  /** @type {Tree} */
  const plain = { kind: "number", value: value.abs(), ...(source && { source }) };
  return value.isNegative() ? { kind: "negative", operand: plain } : plain;
}

/**
 * @param {Tree} node
 * @param {number} value
 * @returns {boolean}
 */
function isNumber(node, value) {
  return node.kind === "number" && node.value === value;
}

/**
 * Two trees added.
 * @param {Tree} left
 * @param {Tree} right
 * @returns {Tree}
 */
export function sum(left, right) {
  return binary("+", left, right);
}
