// Every name of a step of training, with the equation that gives it, in the network's own names.
//
// The same entries are worked out to make the numbers (step.js) and told to explain them
// (explain/lesson.js): what is printed is what was run.

import { binary, elements } from "../equations/tree.js";
import { atIndex, rename, renameIndices, spellOut, sum, without, withSizes } from "../equations/substitute.js";
import { count, places } from "../values.js";
import { home, stateName } from "./network.js";
import { hyperparameters, isAnyRank, withRole } from "./rules.js";
import { named } from "./wiring.js";

/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../equations/tree.js").Equation} Equation */
/** @typedef {import("./network.js").Frame} Frame */
/** @typedef {import("./network.js").Configured} Configured */
/** @typedef {import("./rules.js").Rule} Rule */
/** @typedef {import("./wiring.js").Step} Step */

/** @typedef {"forward" | "loss" | "backward" | "update"} Part  of a lesson */

/**
 * What one rule adds to a name: an equation in the network's names, and what it refers to.
 * @typedef {object} Share
 * @property {Equation} equation  with all indices spelled out and all sizes known
 * @property {Equation} general  the same before the sizes are put in
 * @property {Rule} rule
 * @property {ReadonlyMap<string, number>} sizes  how many values its indices take
 * @property {ReadonlyMap<string, number>} constants  the rule's hyperparameters
 */

/**
 * One name of the step.
 * @typedef {object} Entry
 * @property {string} name  `z1`, `dW1`, `new_W1`
 * @property {Part} part
 * @property {number} number  of the layer that it belongs to; EVERY_LAYER for all of them
 * @property {readonly number[]} shape  samples first where it has them
 * @property {readonly Share[]} shares  they add up to it: one as a rule, more where paths join
 */

/** @typedef {ReadonlyMap<string, Entry>} Book */

// The letters for the indices behind `...`: the sample first, then as many as an array has.
const ANYWHERE = ["n", "j", "k", "l", "m"];

/** The number of what belongs to all layers at once. */
export const EVERY_LAYER = 0;

/**
 * The entries of a step on a batch of so many samples, each after those that it reads.
 * @param {Frame} frame
 * @param {number} samples
 * @returns {Book}
 */
export function rulebook(frame, samples) {
  return new Rulebook(frame, samples).entries;
}

/**
 * The right side for one element, its shares added, with the sums still standing.
 * @param {Entry} entry
 * @param {readonly number[]} place
 * @returns {Tree}
 */
export function treeAt(entry, place) {
  return entry.shares
    .map(({ equation }) => {
      const indices = indexNames(equation.left);
      return atIndex(equation.right, new Map(indices.map((index, d) => [index, place[d]])));
    })
    .reduce(sum);
}

/**
 * The equation for any element, its shares under common indices.
 * @param {Entry} entry
 * @returns {Equation}
 */
export function generalEquation(entry) {
  const [first, ...others] = entry.shares.map((share) => share.general);
  const indices = indexNames(first.left);
  return others.reduce((whole, other) => {
    const names = new Map(indexNames(other.left).map((index, d) => [index, indices[d]]));
    return { ...whole, right: sum(whole.right, renameIndices(other.right, names)) };
  }, first);
}

/**
 * Why an entry's equation is so, for each share (messages to be translated).
 * @param {Entry} entry
 * @returns {string[]}
 */
export function reasons(entry) {
  return [...new Set(entry.shares.map((share) => share.equation.reason))];
}

/**
 * How many numbers one element is worked out from.
 * @param {Entry} entry
 * @returns {number}
 */
export function operands(entry) {
  if (!count(entry.shape)) return 0;
  return entry.shares.reduce((total, { equation }) => total + operandsIn(equation.right), 0);
}

/**
 * The value of a hyperparameter in an entry's equation.
 * @param {Entry} entry
 * @param {string} name
 * @returns {number}
 */
export function constant(entry, name) {
  const found = entry.shares.find((share) => share.constants.has(name));
  return found?.constants.get(name) ?? NaN;
}

/**
 * @param {Tree} tree
 * @returns {number}
 */
function operandsIn(tree) {
  if (tree.kind === "element") return 1;
  if (tree.kind === "reduction") return (tree.size ?? 1) * operandsIn(tree.body);
  if (tree.kind === "negative") return operandsIn(tree.operand);
  if (tree.kind === "call") return operandsIn(tree.argument);
  if (tree.kind === "binary" || tree.kind === "comparison") return operandsIn(tree.left) + operandsIn(tree.right);
  if (tree.kind === "choice") return operandsIn(tree.then) + operandsIn(tree.condition) + operandsIn(tree.otherwise);
  return 0;
}

/**
 * @param {Element} left
 * @returns {string[]}
 */
function indexNames(left) {
  return left.indices.flatMap((index) => (index.kind === "index" ? [index.name] : []));
}

class Rulebook {
  /**
   * @param {Frame} frame
   * @param {number} samples
   */
  constructor(frame, samples) {
    this.frame = frame;
    this.samples = samples;
    this.shapes = allShapes(frame, samples);
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    const { steps, schedule, clipping, trained } = frame;
    for (const step of steps) this.addForward(step);
    this.addLoss();
    for (const step of [...steps].reverse()) this.addGradients(step);
    if (schedule) this.addSchedule(schedule);
    if (clipping && trained.length) this.addClipping(clipping);
    for (const name of trained) this.addUpdate(name);
  }

  /**
   * @param {string} name
   * @param {Part} part
   * @param {number} number
   * @param {readonly Share[]} shares
   */
  add(name, part, number, shares) {
    const [{ equation, sizes }] = shares;
    const shape = indexNames(equation.left).map((index) => /** @type {number} */ (sizes.get(index)));
    this.shapes.set(name, shape);
    this.entries.set(name, { name, part, number, shape, shares });
  }

  /** @param {Step} step */
  addForward(step) {
    for (const equation of step.rule.equations) {
      const share = this.share(step, equation);
      const { name } = share.equation.left;
      this.add(name, name === "losses" ? "loss" : "forward", step.number, [share]);
    }
  }

  addLoss() {
    const { loss, penalty, penalised, steps, rules } = this.frame;
    const last = steps[steps.length - 1].number;
    const equation = rules.reductions[String(loss.settings.reduction)];
    if (!penalty) {
      this.add("loss", "loss", last, [this.bound(loss, equation)]);
      return;
    }
    this.add("data_loss", "loss", last, [this.bound(loss, under(equation, "data_loss"))]);
    const squares = penalised.map((name) =>
      this.summed(penalty, penalty.rule.equations[0], "penalty", { p: name }, name),
    );
    this.add("penalty", "loss", last, squares.length ? squares : [this.bound(penalty, rules.reductions.no_penalty)]);
    this.add("loss", "loss", last, [this.bound(loss, rules.reductions.with_penalty)]);
  }

  /**
   * The gradients that are complete once this step has handed back its own: first those of its
   * results, then those of the parameters that no earlier step reads.
   * @param {Step} step
   */
  addGradients(step) {
    const { steps } = this.frame;
    const own = named(step, "parameter").filter((name) => home(steps, name) === step);
    for (const name of [...named(step, "output"), ...own]) {
      const shares = this.gradientShares(name);
      if (shares.length) this.add(`d${name}`, "backward", step.number, shares);
    }
  }

  /**
   * What each step that reads the name adds to its gradient, the last step first; then the penalty.
   * @param {string} name
   * @returns {Share[]}
   */
  gradientShares(name) {
    const { steps, penalty, penalised } = this.frame;
    const shares = [...steps].reverse().flatMap((step) =>
      step.rule.gradients
        .filter((equation) => step.names[equation.left.name.slice(1)] === name)
        .map((equation) => this.share(step, equation)),
    );
    if (penalty && penalised.includes(name)) {
      const names = { p: name, dp: `d${name}` };
      shares.push(...penalty.rule.gradients.map((pull) => this.bound(penalty, pull, names, this.letters(name))));
    }
    return shares;
  }

  /**
   * The learning rate of this epoch.
   * @param {Configured} schedule
   */
  addSchedule(schedule) {
    const { learning_rate } = this.frame.optimizer.settings;
    for (const equation of schedule.rule.equations) {
      const share = this.bound(schedule, equation);
      const constants = new Map([...share.constants, ["learning_rate", Number(learning_rate)]]);
      this.add(equation.left.name, "update", EVERY_LAYER, [{ ...share, constants }]);
    }
  }

  /**
   * How long all gradients are together, and what is left of each.
   * @param {Configured} clipping
   */
  addClipping(clipping) {
    const { trained } = this.frame;
    const summand = /** @type {Equation} */ (clipping.rule.summand);
    const squares = trained.map((name) =>
      this.summed(clipping, summand, "squared_norm", { dp: `d${name}` }, name),
    );
    this.add("squared_norm", "update", EVERY_LAYER, squares);
    for (const equation of clipping.rule.equations) {
      if (!equation.left.anywhere) {
        this.add(equation.left.name, "update", EVERY_LAYER, [this.bound(clipping, equation)]);
        continue;
      }
      for (const name of trained) {
        const names = { dp: `d${name}`, clipped: `clipped_${name}` };
        const share = this.bound(clipping, equation, names, this.letters(name));
        this.add(`clipped_${name}`, "update", EVERY_LAYER, [share]);
      }
    }
  }

  /**
   * The new values of a parameter, and what the optimizer names and keeps on the way.
   * @param {string} name
   */
  addUpdate(name) {
    const { optimizer, clipping, schedule, steps } = this.frame;
    const { rule } = optimizer;
    /** @type {Record<string, string>} */
    const names = { p: name, dp: clipping ? `clipped_${name}` : `d${name}`, new_p: `new_${name}` };
    if (schedule) names.learning_rate = "rate";
    for (const symbol of withRole(rule, "state", "intermediate")) {
      const own = stateName(rule, symbol, name);
      names[symbol] = own;
      names[`new_${symbol}`] = `new_${own}`;
    }
    for (const equation of rule.equations) {
      const share = this.bound(optimizer, equation, names, this.letters(name));
      const { left } = share.equation;
      // A number without indices, the count of steps, is one for all parameters.
      this.add(left.name, "update", left.indices.length ? home(steps, name).number : EVERY_LAYER, [share]);
    }
  }

  /**
   * The indices of a parameter.
   * @param {string} name
   * @returns {readonly string[]}
   */
  letters(name) {
    const { rule, names } = home(this.frame.steps, name);
    const symbol = Object.keys(rule.symbols).find((each) => names[each] === name) ?? "";
    return rule.symbols[symbol].indices;
  }

  /**
   * An equation of a step's rule in the network's names.
   * @param {Step} step
   * @param {Equation} equation
   * @returns {Share}
   */
  share(step, equation) {
    /** @type {Record<string, string>} */
    const names = { ...step.names };
    for (const [symbol, name] of Object.entries(step.names)) names[`d${symbol}`] = `d${name}`;
    const read = /** @type {readonly number[]} */ (this.shapes.get(named(step, "input")[0]));
    const isLoss = step === this.frame.steps[this.frame.steps.length - 1];
    const told = isLoss && equation.left.name.startsWith("d") ? this.averaged(equation) : equation;
    return this.bound(step, told, names, ANYWHERE.slice(0, read.length));
  }

  /**
   * A loss's gradient, stated for one sample, as that of the batch's loss.
   * @param {Equation} equation
   * @returns {Equation}
   */
  averaged(equation) {
    if (this.frame.loss.settings.reduction !== "mean" || this.samples === 1) return equation;
    return { ...equation, right: binary("/", equation.right, { kind: "size", index: "n" }) };
  }

  /**
   * The share of all elements of a parameter together, as one number of that name.
   * @param {Configured} configured
   * @param {Equation} equation
   * @param {string} total
   * @param {Readonly<Record<string, string>>} names
   * @param {string} parameter
   * @returns {Share}
   */
  summed(configured, equation, total, names, parameter) {
    const letters = this.letters(parameter);
    const right = [...letters].reverse().reduce(
      (body, index) => /** @type {Tree} */ ({ kind: "reduction", reduction: "sum", index, body }),
      spellOut(equation, letters).right,
    );
    const left = /** @type {Element} */ ({ kind: "element", name: total, indices: [] });
    return this.bound(configured, { ...equation, left, right }, names);
  }

  /**
   * An equation under the network's names; the letters stand for its `...`.
   * @param {Configured} configured
   * @param {Equation} equation
   * @param {Readonly<Record<string, string>>} [names]
   * @param {readonly string[]} [letters]
   * @returns {Share}
   */
  bound({ rule, settings }, equation, names = {}, letters = []) {
    const absent = withRole(rule, "parameter").filter(
      (symbol) => rule.symbols[symbol].optional && !(symbol in names),
    );
    const spelled = spellOut(equation, letters);
    const known = new Map(Object.entries(names));
    const left = /** @type {Element} */ (rename(spelled.left, known));
    const right = rename(without(spelled.right, new Set(absent)), known);
    const general = { ...equation, left, right };
    const sizes = this.indexSizes(general);
    return {
      general,
      equation: { ...general, right: withSizes(right, sizes) },
      rule,
      sizes,
      constants: hyperparameters(rule, settings),
    };
  }

  /**
   * How many values each index takes, read off the arrays that it stands in.
   * @param {Equation} equation
   * @returns {Map<string, number>}
   */
  indexSizes({ left, right }) {
    /** @type {Map<string, number>} */
    const sizes = new Map();
    for (const element of [left, ...elements(right)]) {
      const shape = this.shapes.get(element.name);
      if (!shape) continue;
      element.indices.forEach((index, d) => {
        if (index.kind === "index") sizes.set(index.name, shape[d]);
      });
    }
    return sizes;
  }
}

/** @type {Equation} */ ({
  left: { kind: "element", name: "penalty", indices: [] },
  right: { kind: "number", value: 0 },
  reason: "",
});

/**
 * @param {Equation} equation
 * @param {string} name
 * @returns {Equation}
 */
function under(equation, name) {
  return { ...equation, left: { ...equation.left, name } };
}

/**
 * The shapes of everything that has a name before the update, gradients included.
 * @param {Frame} frame
 * @param {number} samples
 * @returns {Map<string, readonly number[]>}
 */
function allShapes({ steps, shapes, optimizer, trained }, samples) {
  /** @type {Map<string, readonly number[]>} */
  const all = new Map();
  const parameters = new Set(steps.flatMap((step) => named(step, "parameter")));
  for (const [name, shape] of shapes) all.set(name, parameters.has(name) ? shape : [samples, ...shape]);
  for (const [name, shape] of [...all]) all.set(`d${name}`, shape);
  for (const name of trained) {
    const shape = /** @type {readonly number[]} */ (all.get(name));
    all.set(`new_${name}`, shape).set(`clipped_${name}`, shape);
    for (const symbol of withRole(optimizer.rule, "state", "intermediate")) {
      if (!isAnyRank(optimizer.rule.symbols[symbol])) continue;
      all.set(`${symbol}_${name}`, shape).set(`new_${symbol}_${name}`, shape);
    }
  }
  return all;
}

/**
 * Every place of an entry's array, in order.
 * @param {Entry} entry
 * @returns {Iterable<number[]>}
 */
export function placesOf(entry) {
  return places(entry.shape);
}
