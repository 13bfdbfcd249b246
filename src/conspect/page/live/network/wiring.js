// From a list of layers to steps whose every symbol has a name.
//
// The number in the names goes up with each step that has parameters or whose result's name is
// taken: x W1 b1 z1 a1 W2 b2 z2 a2. What a step reads is the result before, unless it names another.

import { _, fill } from "../language.js";
import { ModelError, ruleOf, settingsOf, withRole } from "./rules.js";

/** @typedef {import("./rules.js").Rule} Rule */
/** @typedef {import("./rules.js").Rules} Rules */
/** @typedef {import("./rules.js").Role} Role */
/** @typedef {import("./rules.js").RuleEntry} RuleEntry */
/** @typedef {import("./rules.js").Settings} Settings */

/** @typedef {{rule: RuleEntry, names?: Readonly<Record<string, string>>}} LayerEntry */

/**
 * A rule with its symbols bound to the network's names.
 * @typedef {object} Step
 * @property {Rule} rule
 * @property {Settings} settings
 * @property {Readonly<Record<string, string>>} names  the network's name for a symbol
 * @property {number} number  what its names carry
 * @property {number} layer  which of the layers described it is; for the loss, the one it contains or -1
 */

/**
 * The network's names for the symbols of these roles, in the rule's order.
 * @param {Pick<Step, "rule" | "names">} step
 * @param {...Role["role"]} roles
 * @returns {string[]}
 */
export function named(step, ...roles) {
  return withRole(step.rule, ...roles).flatMap((symbol) => step.names[symbol] ?? []);
}

/**
 * The steps of a network, its loss last, with every name given.
 * @param {Rules} rules
 * @param {readonly LayerEntry[]} layers
 * @param {RuleEntry} loss
 * @returns {Step[]}
 */
export function wire(rules, layers, loss) {
  if (!layers.length) throw new ModelError(_("A network needs a layer."));
  const plan = layers.map(({ rule: { kind, settings }, names = {} }, layer) => {
    const rule = ruleOf(rules.layers, kind);
    return { rule, settings: settingsOf(rule, settings), names, number: 0, layer };
  });
  const last = plan[plan.length - 1];
  const lossRule = ruleOf(rules.losses, loss.kind);
  const wiring = new Wiring();
  for (const step of withoutAbsorbed(plan, lossRule)) wiring.add(step);
  wiring.finish({ ...last, rule: lossRule, settings: settingsOf(lossRule, loss.settings) }, last);
  return wiring.steps;
}

/**
 * The beginning of a wiring, for whoever adds step after step.
 * @returns {Wiring}
 */
export function startWiring() {
  return new Wiring();
}

/**
 * The plan without the activation that the loss contains.
 * @param {Step[]} plan
 * @param {Rule} loss
 * @returns {Step[]}
 */
function withoutAbsorbed(plan, loss) {
  if (!loss.absorbs) return plan;
  const last = plan[plan.length - 1];
  if (last.rule.kind !== loss.absorbs) {
    const said = _("{loss} needs {activation} at the end.");
    throw new ModelError(fill(said, { loss: _(loss.kind), activation: _(loss.absorbs) }));
  }
  return plan.slice(0, -1);
}

class Wiring {
  constructor() {
    /** @type {Step[]} */
    this.steps = [];
    this.results = ["x"];
    this.taken = new Set(["x", "y", "losses", "loss"]);
    this.previous = "x";
    this.number = 0;
  }

  /**
   * Name everything in the step; its result is what the next one reads.
   * @param {Step} plan
   * @returns {Step | null}  null if it hands on what it reads
   */
  add(plan) {
    const reads = this.reads(plan);
    if (plan.rule.kind === "linear") {
      this.previous = reads.z;
      return null;
    }
    const step = this.completed(plan, reads);
    this.steps.push(step);
    const results = named(step, "output");
    this.results.push(...results);
    for (const name of Object.values(step.names)) this.taken.add(name);
    this.previous = results[results.length - 1];
    return step;
  }

  /**
   * Add the loss, and see that no result was left unread.
   * @param {Step} loss
   * @param {Step} last  the last layer described
   */
  finish(loss, last) {
    const absorbed = loss.rule.absorbs ? last.names : {};
    /** @type {Record<string, string>} */
    const output = absorbed.a ? { a: absorbed.a } : {};
    const reads = { ...this.reads({ ...loss, names: absorbed }), y: "y", losses: "losses" };
    const layer = loss.rule.absorbs ? last.layer : -1;
    this.steps.push(this.completed({ ...loss, names: output, layer }, reads));
    const read = new Set(this.steps.flatMap((step) => named(step, "input")));
    const unread = this.steps.slice(0, -1).flatMap((step) => named(step, "output")).find((name) => !read.has(name));
    if (unread) throw new ModelError(fill(_("Nothing reads the result {name}."), { name: unread }));
  }

  /**
   * The names that the step's inputs read: those given, or the result before.
   * @param {Step} plan
   * @returns {Record<string, string>}
   */
  reads(plan) {
    const symbols = withRole(plan.rule, "input");
    const missing = symbols.filter((symbol) => !plan.names[symbol]);
    const unknown = symbols.map((symbol) => plan.names[symbol]).find((name) => name && !this.results.includes(name));
    if (unknown) throw new ModelError(fill(_("{name} is read before it is made."), { name: unknown }));
    if (missing.length > 1) {
      throw new ModelError(fill(_("{layer} reads two results and names none."), { layer: _(plan.rule.kind) }));
    }
    return Object.fromEntries(symbols.map((symbol) => [symbol, plan.names[symbol] ?? this.previous]));
  }

  /**
   * The step with names for its parameters, results and intermediates, and its number.
   * @param {Step} plan
   * @param {Record<string, string>} reads
   * @returns {Step}
   */
  completed(plan, reads) {
    const { rule } = plan;
    const parameters = withRole(rule, "parameter").filter((symbol) => !isAbsent(plan, symbol));
    const makes = withRole(rule, "output", "intermediate").filter((symbol) => !(symbol in reads));
    const fresh = [...parameters, ...makes].filter((symbol) => !(symbol in plan.names));
    let number = Math.max(this.number, 1);
    if (parameters.length && this.steps.length) number = this.number + 1;
    while (fresh.some((symbol) => this.taken.has(`${symbol}${number}`))) number++;
    this.number = number;
    /** @type {Record<string, string>} */
    const names = {};
    for (const symbol of Object.keys(rule.symbols)) {
      const given = reads[symbol] ?? plan.names[symbol];
      if (parameters.includes(symbol) || makes.includes(symbol)) names[symbol] = given ?? `${symbol}${number}`;
      else if (symbol in reads) names[symbol] = given;
    }
    const twice = makes.map((symbol) => names[symbol]).find((name) => this.taken.has(name));
    if (twice) throw new ModelError(fill(_("The result {name} is made twice."), { name: twice }));
    return { ...plan, names, number };
  }
}

/**
 * Whether an optional parameter is switched off by the field that is called as it is.
 * @param {Step} plan
 * @param {string} symbol
 * @returns {boolean}
 */
function isAbsent({ rule, settings }, symbol) {
  const { optional, word = "" } = rule.symbols[symbol];
  return optional === true && settings[word] === false;
}
