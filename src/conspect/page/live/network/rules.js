// The rules that a page carries: every layer, loss, optimizer … as data made by Python.

import { _, fill } from "../language.js";

/** @typedef {import("../equations/tree.js").Equation} Equation */

/**
 * What a symbol of a rule is.
 * @typedef {object} Role
 * @property {"input" | "target" | "output" | "intermediate" | "parameter" | "hyperparameter" | "state" | "given" | "noise"} role
 * @property {readonly string[]} indices  their names; ["..."] for any, [] for a single number
 * @property {boolean} [optional]  a parameter that may be absent
 * @property {string} [initial]  what a parameter starts from
 * @property {string} [word]  what network files call a parameter
 */

/**
 * A value that is chosen beforehand: a field of the rule.
 * @typedef {object} Field
 * @property {string} name
 * @property {"int" | "float" | "bool" | "str"} type
 * @property {number | boolean | string | null} [default]  none if it has to be given
 * @property {number} [least]  the smallest number that it can be
 * @property {number} [above]  what it has to be more than
 * @property {number} [below]  what it has to be less than
 */

/**
 * @typedef {object} Rule
 * @property {string} kind  its name in network files
 * @property {Readonly<Record<string, Role>>} symbols
 * @property {readonly Equation[]} equations
 * @property {readonly Equation[]} gradients
 * @property {readonly Field[]} fields
 * @property {string} [suits]  layers: the initializer that suits weights before them
 * @property {Readonly<Record<string, string>>} [decides]  layers: indices whose size a field gives
 * @property {string | null} [absorbs]  losses: the activation that they contain
 * @property {{least?: number, most?: number, total?: number, said: string}} [targets]  losses: what they may be
 * @property {boolean} [class_numbers]  losses: whether targets may be class numbers
 * @property {boolean} [tells_classes]  losses: whether targets are classes
 * @property {boolean} [full_batch]  optimizers: whether they find direction and length of a step
 *   from all rows, which only Python can
 * @property {Equation} [summand]  clipping: what each element adds to the squared norm
 * @property {readonly Equation[]} [progression]  schedules: their numbers after an epoch
 * @property {Readonly<Record<string, number | string>>} [start]  schedules: their numbers at first
 */

/** @typedef {Readonly<Record<string, Rule>>} Kinds  rules by the names of their files */

/**
 * @typedef {object} Rules
 * @property {Kinds} layers
 * @property {Kinds} losses
 * @property {Kinds} optimizers
 * @property {Kinds} schedules
 * @property {Kinds} penalties
 * @property {Kinds} clipping
 * @property {Readonly<Record<string, Equation>>} reductions  how samples' losses make the batch's
 */

/** @typedef {Readonly<Record<string, number | boolean | string | null>>} Settings  fields by name */

/** @typedef {{kind: string, settings: Settings}} RuleEntry  a rule with its settings, in a description */

/** A description or an edit that cannot be: one sentence for people. */
export class ModelError extends Error {}

/**
 * The symbols of a rule that have one of the roles, in the rule's order.
 * @param {Rule} rule
 * @param {...Role["role"]} roles
 * @returns {string[]}
 */
export function withRole(rule, ...roles) {
  return Object.keys(rule.symbols).filter((symbol) => roles.includes(rule.symbols[symbol].role));
}

/**
 * Whether a symbol's arrays can have any number of dimensions.
 * @param {Role} role
 * @returns {boolean}
 */
export function isAnyRank(role) {
  return role.indices[0] === "...";
}

/**
 * The settings of a rule, defaults where none are given.
 * @param {Rule} rule
 * @param {Settings} [given]
 * @returns {Settings}
 * @throws {ModelError} a value that makes no sense
 */
export function settingsOf(rule, given = {}) {
  return Object.fromEntries(
    rule.fields.map((field) => {
      const value = given[field.name] ?? field.default ?? null;
      check(rule, field, value);
      return [field.name, value];
    }),
  );
}

/**
 * @param {Rule} rule
 * @param {Field} field
 * @param {number | boolean | string | null} value
 */
function check(rule, { name, type, default: usual, least = -Infinity, above = -Infinity, below = Infinity }, value) {
  if (value === null && usual === null) return;
  const fits =
    type === "bool" || type === "str"
      ? typeof value === (type === "bool" ? "boolean" : "string")
      : typeof value === "number" && Number.isFinite(value) && value >= least && value > above && value < below;
  if (fits && !(type === "int" && !Number.isInteger(value))) return;
  const wanted = type === "int" ? fill(_("a whole number from {least} on"), { least }) : range(least, above, below);
  throw new ModelError(fill(_("{name} of {rule} is {value}; it has to be {wanted}."), { name, rule: _(rule.kind), value: String(value), wanted }));
}

/**
 * What a number has to be, in words.
 * @param {number} least
 * @param {number} above
 * @param {number} below
 * @returns {string}
 */
function range(least, above, below) {
  if (Number.isFinite(below)) return fill(_("a number from {least} to below {below}"), { least, below });
  if (Number.isFinite(above)) return fill(_("a number above {above}"), { above });
  return Number.isFinite(least) ? fill(_("a number from {least} on"), { least }) : _("a number");
}

/**
 * The hyperparameters in a rule's equations, by their symbols.
 * @param {Rule} rule
 * @param {Settings} settings
 * @returns {Map<string, number>}
 */
export function hyperparameters(rule, settings) {
  return new Map(withRole(rule, "hyperparameter").map((name) => [name, Number(settings[name])]));
}

/**
 * The rule of that kind.
 * @param {Kinds} kinds
 * @param {string} kind
 * @returns {Rule}
 */
export function ruleOf(kinds, kind) {
  const rule = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!rule) throw new ModelError(`unknown rule ${JSON.stringify(kind)}`);
  return rule;
}
