// The rules that a page carries: every layer, loss, optimizer … as data made by Python.

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
 */
export function settingsOf(rule, given = {}) {
  return Object.fromEntries(
    rule.fields.map(({ name, default: usual }) => [name, given[name] ?? usual ?? null]),
  );
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
