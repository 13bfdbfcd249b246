// Equations -> functions on typed arrays. Each node of the tree becomes a small function once; then
// the loops run over these, without reading the tree again.

import { FUNCTIONS } from "./functions.js";
import { count, zeros } from "../values.js";

/** @typedef {import("./tree.js").Tree} Tree */
/** @typedef {import("./tree.js").Element} Element */
/** @typedef {import("./tree.js").Equation} Equation */
/** @typedef {import("./tree.js").Comparison} Comparison */
/** @typedef {import("./tree.js").Reduction} Reduction */
/** @typedef {import("../values.js").Values} Values */

/** @typedef {ReadonlyMap<string, Values>} Arrays */
/** @typedef {() => number} Evaluation  the value where the indices stand just now */

/**
 * What an equation is bound to.
 * @typedef {object} Binding
 * @property {ReadonlyMap<string, number>} sizes  how many values each index takes
 * @property {ReadonlyMap<string, readonly number[]>} shapes  of the arrays by name
 * @property {ReadonlyMap<string, number>} constants  hyperparameters by name
 */

/**
 * The equation as a function that makes the array on its left side.
 *
 * Sizes must stand in the tree already (`withSizes`), and `...` must be spelled out.
 * @param {Equation} equation
 * @param {Binding} binding
 * @returns {(arrays: Arrays) => Values}
 */
export function compileEquation(equation, binding) {
  const names = equation.left.indices.map((index) => (index.kind === "index" ? index.name : ""));
  const shape = names.map((name) => /** @type {number} */ (binding.sizes.get(name)));
  const compiler = new Compiler(binding);
  const slots = names.map((name) => compiler.slot(name));
  const value = compiler.evaluation(equation.right);
  const at = compiler.at;
  return (arrays) => {
    compiler.read(arrays);
    const made = zeros(shape);
    const data = made.data;
    at.fill(0);
    for (let k = 0; k < data.length; k++) {
      data[k] = value();
      for (let d = slots.length - 1; d >= 0 && ++at[slots[d]] === shape[d]; d--) at[slots[d]] = 0;
    }
    return made;
  };
}

/**
 * An expression without free indices as a function that gives its value.
 * @param {Tree} tree
 * @param {Binding} binding
 * @returns {(arrays: Arrays) => number}
 */
export function compileExpression(tree, binding) {
  const compiler = new Compiler(binding);
  const value = compiler.evaluation(tree);
  return (arrays) => {
    compiler.read(arrays);
    return value();
  };
}

/**
 * Where an element stands in its array: `start` and, for each index, how far it moves on.
 * @typedef {object} Address
 * @property {{data: Float64Array}} source  the array, once it is there
 * @property {number} start
 * @property {{slot: number, stride: number}[]} moves
 */

class Compiler {
  /** @param {Binding} binding */
  constructor(binding) {
    this.binding = binding;
    /** where the indices stand, by slot; more than any equation has */
    this.at = new Int32Array(16);
    /** @type {Map<string, number>} */
    this.slots = new Map();
    /** @type {Map<string, {data: Float64Array}>} */
    this.sources = new Map();
  }

  /**
   * Take the arrays that the equation reads.
   * @param {Arrays} arrays
   */
  read(arrays) {
    for (const [name, source] of this.sources) {
      const values = arrays.get(name);
      if (!values) throw new Error(`${name} is read before it is made`);
      source.data = values.data;
    }
  }

  /**
   * @param {string} index
   * @returns {number}
   */
  slot(index) {
    const known = this.slots.get(index) ?? this.slots.size;
    this.slots.set(index, known);
    return known;
  }

  /**
   * @param {Tree} tree
   * @returns {Evaluation}
   */
  evaluation(tree) {
    switch (tree.kind) {
      case "number": {
        const value = Number(tree.value);
        return () => value;
      }
      case "constant":
        return () => Math.PI;
      case "element":
        return this.element(tree);
      case "negative": {
        const operand = this.evaluation(tree.operand);
        return () => -operand();
      }
      case "binary":
        return this.binary(tree);
      case "call": {
        const apply = FUNCTIONS[tree.function];
        const argument = this.evaluation(tree.argument);
        return () => apply(argument());
      }
      case "choice": {
        const holds = this.comparison(tree.condition);
        const [then, otherwise] = [this.evaluation(tree.then), this.evaluation(tree.otherwise)];
        return () => (holds() ? then() : otherwise());
      }
      case "reduction":
        return isProduct(tree) && this.isInside(tree.body) ? this.sumOfProducts(tree) : this.reduction(tree);
      case "listing":
        return this.listing(tree);
      default:
        throw new Error(`${tree.kind} has no value`);
    }
  }

  /**
   * @param {import("./tree.js").Binary} tree
   * @returns {Evaluation}
   */
  binary({ sign, left: first, right: second }) {
    const left = this.evaluation(first);
    // exp(u) − 1 would lose the digits of a small u.
    if (sign === "-" && first.kind === "call" && first.function === "exp" && isNumber(second, 1)) {
      const argument = this.evaluation(first.argument);
      return () => Math.expm1(argument());
    }
    if (sign === "**" && isNumber(second, 2)) {
      return () => {
        const base = left();
        return base * base;
      };
    }
    const right = this.evaluation(second);
    switch (sign) {
      case "+":
        return () => left() + right();
      case "-":
        return () => left() - right();
      case "*":
        return () => left() * right();
      case "/":
        return () => left() / right();
      case "**":
        return () => left() ** right();
    }
  }

  /**
   * @param {Comparison} tree
   * @returns {() => boolean}
   */
  comparison({ sign, left: first, right: second }) {
    const [left, right] = [this.evaluation(first), this.evaluation(second)];
    switch (sign) {
      case "<":
        return () => left() < right();
      case "<=":
        return () => left() <= right();
      case ">":
        return () => left() > right();
      case ">=":
        return () => left() >= right();
      case "==":
        return () => left() === right();
    }
  }

  /**
   * @param {Element} tree
   * @returns {Evaluation}
   */
  element(tree) {
    const constant = tree.indices.length ? undefined : this.binding.constants.get(tree.name);
    if (constant !== undefined) return () => constant;
    if (!this.isInside(tree)) return this.elementOrZero(tree);
    const { source, start, moves } = this.address(tree);
    const at = this.at;
    if (moves.length === 0) return () => source.data[start];
    const [{ slot: slot1, stride: stride1 }] = moves;
    if (moves.length === 1) return () => source.data[start + stride1 * at[slot1]];
    const { slot: slot2, stride: stride2 } = moves[1];
    if (moves.length === 2) return () => source.data[start + stride1 * at[slot1] + stride2 * at[slot2]];
    return () => source.data[moves.reduce((sum, { slot, stride }) => sum + stride * at[slot], start)];
  }

  /**
   * An element whose indices may lead outside the array, where it is 0.
   * @param {Element} tree
   * @returns {Evaluation}
   */
  elementOrZero(tree) {
    const { source, start, moves } = this.address(tree);
    const shape = this.shapeOf(tree.name);
    const indices = tree.indices.map((index) => this.affine(index));
    const at = this.at;
    const valueOf = (/** @type {Affine} */ index) =>
      index.moves.reduce((sum, { slot, stride }) => sum + stride * at[slot], index.start);
    return () => {
      const inside = indices.every((index, d) => valueOf(index) >= 0 && valueOf(index) < shape[d]);
      return inside ? source.data[valueOf({ start, moves })] : 0;
    };
  }

  /**
   * Whether every element of the tree is addressed by bare indices or numbers, so none is outside.
   * @param {Tree} tree
   * @returns {boolean}
   */
  isInside(tree) {
    if (tree.kind === "binary") return this.isInside(tree.left) && this.isInside(tree.right);
    if (tree.kind !== "element") return false;
    const shape = this.shapeOf(tree.name);
    return tree.indices.every((index, d) =>
      index.kind === "number"
        ? Number(index.value) < shape[d]
        : index.kind === "index" && !this.binding.constants.has(index.name),
    );
  }

  /**
   * @param {Element} tree
   * @returns {Address}
   */
  address(tree) {
    const shape = this.shapeOf(tree.name);
    let start = 0;
    /** @type {Map<number, number>} */
    const strides = new Map();
    tree.indices.forEach((index, d) => {
      const step = count(shape.slice(d + 1));
      const along = this.affine(index);
      start += along.start * step;
      for (const { slot, stride } of along.moves) strides.set(slot, (strides.get(slot) ?? 0) + stride * step);
    });
    const source = this.sources.get(tree.name) ?? { data: new Float64Array() };
    this.sources.set(tree.name, source);
    return { source, start, moves: [...strides].map(([slot, stride]) => ({ slot, stride })) };
  }

  /**
   * An index such as `s*i+u-p` as a number and a multiple of each index in it.
   * @typedef {{start: number, moves: {slot: number, stride: number}[]}} Affine
   * @param {Tree} tree
   * @returns {Affine}
   */
  affine(tree) {
    if (tree.kind === "number") return { start: Number(tree.value), moves: [] };
    if (tree.kind === "index") {
      const constant = this.binding.constants.get(tree.name);
      if (constant !== undefined) return { start: constant, moves: [] };
      return { start: 0, moves: [{ slot: this.slot(tree.name), stride: 1 }] };
    }
    if (tree.kind !== "binary") throw new Error(`${tree.kind} is not an index`);
    const [left, right] = [this.affine(tree.left), this.affine(tree.right)];
    if (tree.sign === "*") {
      const [factor, other] = left.moves.length ? [right, left] : [left, right];
      return times(other, factor.start);
    }
    const signed = tree.sign === "-" ? times(right, -1) : right;
    return { start: left.start + signed.start, moves: [...left.moves, ...signed.moves] };
  }

  /**
   * @param {string} name
   * @returns {readonly number[]}
   */
  shapeOf(name) {
    const shape = this.binding.shapes.get(name);
    if (!shape) throw new Error(`${name} has no shape`);
    return shape;
  }

  /**
   * `sum(i, x[n,i] * W[i,j])`, where nearly all the work is: two arrays walked through in step.
   * @param {Reduction} tree
   * @returns {Evaluation}
   */
  sumOfProducts(tree) {
    const slot = this.slot(tree.index);
    const size = /** @type {number} */ (tree.size);
    const body = /** @type {import("./tree.js").Binary} */ (tree.body);
    const [left, right] = [body.left, body.right].map((factor) => {
      const { source, start, moves } = this.address(/** @type {Element} */ (factor));
      const along = moves.find((move) => move.slot === slot)?.stride ?? 0;
      return { source, start, along, others: moves.filter((move) => move.slot !== slot) };
    });
    const at = this.at;
    return () => {
      const [first, second] = [left.source.data, right.source.data];
      let p = left.start;
      let q = right.start;
      for (const move of left.others) p += move.stride * at[move.slot];
      for (const move of right.others) q += move.stride * at[move.slot];
      let total = 0;
      for (let i = 0; i < size; i++, p += left.along, q += right.along) total += first[p] * second[q];
      return total;
    };
  }

  /**
   * @param {Reduction} tree
   * @returns {Evaluation}
   */
  reduction(tree) {
    const slot = this.slot(tree.index);
    const size = /** @type {number} */ (tree.size);
    const body = this.evaluation(tree.body);
    const at = this.at;
    const add = (/** @type {number} */ sum, /** @type {number} */ term) => sum + term;
    const join = tree.reduction === "max" ? Math.max : add;
    const divisor = tree.reduction === "mean" ? size : 1;
    return () => {
      at[slot] = 0;
      let joined = body();
      for (let i = 1; i < size; i++) {
        at[slot] = i;
        joined = join(joined, body());
      }
      return joined / divisor;
    };
  }

  /**
   * @param {import("./tree.js").Listing} tree
   * @returns {Evaluation}
   */
  listing(tree) {
    const terms = tree.terms.map((term) => this.evaluation(term));
    const divisor = tree.reduction === "mean" ? terms.length : 1;
    if (tree.reduction === "max") return () => Math.max(...terms.map((term) => term()));
    return () => terms.reduce((sum, term) => sum + term(), 0) / divisor;
  }
}

/**
 * @param {Affine} affine
 * @param {number} factor
 * @returns {Affine}
 */
function times(affine, factor) {
  const moves = affine.moves.map(({ slot, stride }) => ({ slot, stride: stride * factor }));
  return { start: affine.start * factor, moves };
}

/**
 * @param {Reduction} tree
 * @returns {boolean}
 */
function isProduct({ reduction, body }) {
  return (
    reduction === "sum" &&
    body.kind === "binary" &&
    body.sign === "*" &&
    body.left.kind === "element" &&
    body.right.kind === "element" &&
    body.left.indices.length > 0 &&
    body.right.indices.length > 0
  );
}

/**
 * @param {Tree} tree
 * @param {number} value
 * @returns {boolean}
 */
function isNumber(tree, value) {
  return tree.kind === "number" && tree.value === value;
}
