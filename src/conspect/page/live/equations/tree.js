// What an equation is made of: a small closed set of nodes that never change.
// Indices count from 0 here; only what is printed counts from 1.

/** @typedef {import("./decimal.js").Decimal} Decimal */

/**
 * A number: a whole one of the rule, or a decimal that was put in for `source`.
 * @typedef {{kind: "number", value: number | Decimal, source?: Element}} NumberNode
 */
/** @typedef {{kind: "constant", name: "pi"}} Constant */
/** @typedef {{kind: "index", name: string}} Index  an index used as an integer */
/**
 * One element of an array, or a single number if there are no indices; `anywhere` is `z[...]`.
 * @typedef {{kind: "element", name: string, indices: readonly Tree[], anywhere?: boolean}} Element
 */
/** @typedef {{kind: "size", index: string}} Size  how many values an index takes */
/** @typedef {{kind: "negative", operand: Tree}} Negative */
/** @typedef {{kind: "binary", sign: "+" | "-" | "*" | "/" | "**", left: Tree, right: Tree}} Binary */
/** @typedef {{kind: "call", function: string, argument: Tree}} Call */
/**
 * Only inside a choice.
 * @typedef {{kind: "comparison", left: Tree, sign: "<" | "<=" | ">" | ">=" | "==", right: Tree}} Comparison
 */
/** @typedef {{kind: "choice", then: Tree, condition: Comparison, otherwise: Tree}} Choice */
/** @typedef {"sum" | "mean" | "max"} ReductionKind */
/**
 * Over all values of an index; `size` is known once the equation is bound to a network.
 * @typedef {{kind: "reduction", reduction: ReductionKind, index: string, body: Tree, size?: number}} Reduction
 */
/** @typedef {{kind: "listing", reduction: ReductionKind, terms: readonly Tree[]}} Listing  every term written */
/**
 * @typedef {NumberNode | Constant | Index | Element | Size | Negative | Binary | Call | Comparison |
 *   Choice | Reduction | Listing} Tree
 */
/** @typedef {{left: Element, right: Tree, reason: string}} Equation  with its reason in words */

/** @type {Record<Tree["kind"], readonly string[]>} */
const BRANCHES = {
  number: [],
  constant: [],
  index: [],
  element: ["indices"],
  size: [],
  negative: ["operand"],
  binary: ["left", "right"],
  call: ["argument"],
  comparison: ["left", "right"],
  choice: ["then", "condition", "otherwise"],
  reduction: ["body"],
  listing: ["terms"],
};

/**
 * The tree with `change` applied to every node, the leaves first.
 * @param {Tree} tree
 * @param {(node: Tree) => Tree} change
 * @returns {Tree}
 */
export function transform(tree, change) {
  const node = /** @type {any} */ (tree);
  /** @type {any} */
  let copy = null;
  for (const branch of BRANCHES[tree.kind]) {
    const old = node[branch];
    const changed = Array.isArray(old)
      ? unlessSame(old, old.map((part) => transform(part, change)))
      : transform(old, change);
    if (changed !== old) copy = { ...(copy ?? node), [branch]: changed };
  }
  return change(copy ?? tree);
}

/**
 * @param {Tree[]} old
 * @param {Tree[]} changed
 * @returns {Tree[]}
 */
function unlessSame(old, changed) {
  return changed.every((part, i) => part === old[i]) ? old : changed;
}

/**
 * Every node of the tree, each before its parts.
 * @param {Tree} tree
 * @returns {Generator<Tree>}
 */
export function* walk(tree) {
  yield tree;
  const node = /** @type {any} */ (tree);
  for (const branch of BRANCHES[tree.kind]) {
    const value = node[branch];
    for (const part of Array.isArray(value) ? value : [value]) yield* walk(part);
  }
}

/**
 * Every element that the tree reads, in reading order, repetitions included.
 * @param {Tree} tree
 * @returns {Element[]}
 */
export function elements(tree) {
  /** @type {Element[]} */
  const found = [];
  for (const node of walk(tree)) if (node.kind === "element") found.push(node);
  return found;
}

/**
 * A number as a node.
 * @param {number | Decimal} value
 * @returns {NumberNode}
 */
export function number(value) {
  return { kind: "number", value };
}

/**
 * The element of that name and place (from 0).
 * @param {string} name
 * @param {readonly number[]} [place]
 * @returns {Element}
 */
export function elementAt(name, place = []) {
  return { kind: "element", name, indices: place.map(number) };
}

/**
 * The place of an element whose indices are numbers.
 * @param {Element} element
 * @returns {number[]}
 */
export function placeOf(element) {
  return element.indices.flatMap((i) => (i.kind === "number" ? [Number(i.value)] : []));
}

/**
 * @param {Binary["sign"]} sign
 * @param {Tree} left
 * @param {Tree} right
 * @returns {Binary}
 */
export function binary(sign, left, right) {
  return { kind: "binary", sign, left, right };
}
