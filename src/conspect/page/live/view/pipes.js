/** Connections that are drawn as one: of columns too wide to draw, or past what lies between. */

import { middleOf } from "./boxes.js";
import { TAG_SIZE } from "./stacks.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */
/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {import("./graph.js").Bundle} Bundle */
/** @typedef {import("./layout.js").Scene} Scene */
/** @typedef {{corners: Point[], bundle: Bundle}} Pipe */

export const LANE = 26;
const PORT = 12;

/** @param {Bundle} bundle */
export function bundleLabel(bundle) {
  return bundle.weights ? `${bundle.name} · ${bundle.weights}` : bundle.name;
}

/**
 * Straight between neighbours, otherwise over the top of what lies between.
 *
 * @param {Graph} graph
 * @param {Scene} scene
 * @param {Map<Bundle, number>} lanes
 * @param {number} above
 * @param {number} top
 */
export function pipes(graph, scene, lanes, above, top) {
  for (const bundle of graph.bundles) {
    const source = scene.panels[bundle.source].box;
    const target = scene.panels[bundle.target].box;
    const text = bundleLabel(bundle);
    const lane = lanes.get(bundle);
    if (lane === undefined) {
      const y = source.top + above;
      const start = { x: source.left + source.width, y };
      scene.pipes.push({ corners: [start, { x: target.left, y }], bundle });
      const place = { x: (start.x + target.left) / 2, y: y - 10 };
      scene.words.push({ text, place, size: TAG_SIZE });
      continue;
    }
    const y = top - LANE * (lane + 1) + 8;
    const start = portOf(bundle, bundle.source, source, lanes);
    const end = portOf(bundle, bundle.target, target, lanes);
    const corners = [{ x: start, y: source.top }, { x: start, y }, { x: end, y }, { x: end, y: target.top }];
    scene.pipes.push({ corners, bundle });
    scene.words.push({ text, place: { x: start + 12, y: y - 6 }, size: TAG_SIZE, start: true });
  }
}

/**
 * Where on top of a panel a bundle begins or ends: each at a place of its own.
 *
 * @param {Bundle} bundle
 * @param {number} column
 * @param {Box} panel
 * @param {Map<Bundle, number>} lanes
 */
function portOf(bundle, column, panel, lanes) {
  const ends = [...lanes.keys()].filter((each) => each.source === column || each.target === column);
  ends.sort((one, other) => one.source + one.target - other.source - other.target);
  return middleOf(panel).x + PORT * (ends.indexOf(bundle) - (ends.length - 1) / 2);
}

/**
 * A lane for each, the short ones lowest; those that lie apart may share one.
 *
 * @param {Bundle[]} all
 * @returns {Map<Bundle, number>}
 */
export function lanesOf(all) {
  const length = (/** @type {Bundle} */ each) => each.target - each.source;
  const sorted = [...all].sort((one, other) => length(one) - length(other) || one.source - other.source);
  /** @type {Map<Bundle, number>} */
  const lanes = new Map();
  for (const bundle of sorted) {
    const taken = [...lanes].filter(
      ([other]) => bundle.source <= other.target && other.source <= bundle.target,
    );
    const numbers = new Set(taken.map(([, lane]) => lane));
    let lane = 0;
    while (numbers.has(lane)) lane += 1;
    lanes.set(bundle, lane);
  }
  return lanes;
}
