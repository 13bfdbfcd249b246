// A document: what a lesson is made of. A small closed set of nodes; whoever shows it sees nothing else.

/** @typedef {import("../equations/tree.js").Tree} Tree */
/** @typedef {import("../equations/tree.js").Element} Element */
/** @typedef {import("../equations/tree.js").Equation} Equation */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {import("./rounding.js").Printed} Printed */

/** @typedef {"given" | "forward" | "loss" | "backward" | "update"} SectionKind */

/** @typedef {{type: "text", text: string}} Text  a paragraph */
/** @typedef {{type: "note", text: string}} Note  what a teacher would point out */
/** @typedef {{type: "rule", equation: Equation, reason: string}} Rule  for any element of an array */

/**
 * How a line reads: the right side with long sums left standing, what is printed, what is to be said.
 * @typedef {{formula: Tree, printed: Printed, notes: readonly string[]}} Work
 */

/**
 * One element worked out. `work` does it when it is asked for, once.
 * @typedef {object} Line
 * @property {"line"} type
 * @property {SectionKind} section
 * @property {Element} element  what is worked out
 * @property {string} label  its name: `W1[2,1]`
 * @property {number} value  the recorded value
 * @property {string} reason  the rule that gives it, in words
 * @property {() => Work} work
 */

/**
 * The numbers of an array that is given, with what its rows and columns stand for.
 * @typedef {{type: "matrix", name: string, values: Values, caption: string, rows: string, columns: string}} Matrix
 */
/** @typedef {{type: "table", header: readonly string[], rows: readonly (readonly string[])[]}} Table */
/** @typedef {{type: "figure", name: string, value: number, caption: string}} Figure  a number that no line works out */
/** @typedef {{type: "picture"}} Picture  the place of the drawn network */
/** @typedef {{type: "section", kind: SectionKind, title: string, nodes: readonly Node[]}} Section */
/** @typedef {Text | Note | Rule | Line | Matrix | Table | Figure | Picture | Section} Node */

/**
 * A lesson on one step of training.
 * @typedef {object} Document
 * @property {string} title
 * @property {readonly Section[]} sections  in reading order
 * @property {import("../network/step.js").Trace} trace  the step that every number comes from
 * @property {number} digits  significant digits of results
 */

/**
 * Every line of a document or of a part of it, in reading order.
 * @param {readonly Node[]} nodes
 * @returns {Line[]}
 */
export function linesOf(nodes) {
  return nodes.flatMap((node) => {
    if (node.type === "line") return [node];
    return node.type === "section" ? linesOf(node.nodes) : [];
  });
}
