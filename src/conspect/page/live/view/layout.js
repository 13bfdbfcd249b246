/**
 * Where everything in the picture stands, so that nothing covers anything else.
 *
 * Columns stand side by side on panels of one height, each unit in its place, its bias above it and
 * its other numbers below. The gaps between columns widen until every edge's label has room; where
 * none is wide enough, colour and width alone show the weights. `conspect draw` lays out likewise.
 */

import { middleOf, movedBox, textWidth } from "./boxes.js";
import { placeLabels } from "./labels.js";
import { LANE, lanesOf, bundleLabel, pipes } from "./pipes.js";
import { goalStack, movedStem, movedWords, PANEL, stack, TAG_SIZE, titleRows } from "./stacks.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Point} Point */
/** @typedef {import("./graph.js").Graph} Graph */
/** @typedef {import("./graph.js").Edge} Edge */
/** @typedef {import("./graph.js").Bundle} Bundle */
/** @typedef {import("./graph.js").Quantity} Quantity */
/** @typedef {import("./pipes.js").Pipe} Pipe */
/** @typedef {import("./stacks.js").Room} Room */
/** @typedef {import("./stacks.js").Stack} Stack */
/** @typedef {import("./stacks.js").Stem} Stem */
/** @typedef {import("./stacks.js").Tag} Tag */
/** @typedef {import("./stacks.js").Words} Words */

/** @typedef {{start: Point, end: Point, edge: Edge}} Wire */
/** @typedef {{box: Box, edge: Edge}} Label */
/** @typedef {{box: Box, column: number}} Panel */
/** @typedef {{box: Box, column: number, left: number, above: boolean}} More units left out here */
/**
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {Panel[]} panels
 * @property {Disc[]} discs
 * @property {Tag[]} tags
 * @property {Stem[]} stems
 * @property {Wire[]} wires
 * @property {Label[]} labels
 * @property {Pipe[]} pipes
 * @property {Words[]} words
 * @property {More[]} more
 * @property {Box[]} blocks
 */

/** @typedef {{box: Box, column: number, row: number}} Disc a unit's circle */

const MARGIN = 20;
const GAPS = [70, 100, 130, 160, 190, 220, 260, 300];
const SHORTEST = 170;
const TIMES_LABEL = 2.6;
const UNLABELLED_GAP = 160;
const PLAIN_GAP = 70;
const NARROW_GAP = 38;
const MOST_LABELS = 16;
const STRIP = 10;

/**
 * @param {Graph} graph
 * @param {Room} room
 * @returns {Scene}
 */
export function layOut(graph, room) {
  const tight = graph.columns.map((column) => stack(column, room, 0));
  const tallest = Math.max(...tight.map((each) => each.bottom - each.top));
  const stacks = graph.columns.map((column) => stack(column, room, tallest));
  stacks.push(goalStack(graph, room));
  const lanes = lanesOf(graph.bundles.filter((each) => each.target !== each.source + 1));
  const above = Math.max(...stacks.map((each) => -each.top)) + PANEL;
  const inside = above + Math.max(...stacks.map((each) => each.bottom)) + PANEL;
  const top = MARGIN + LANE * new Set(lanes.values()).size + (lanes.size ? 8 : 0);

  /** @type {Scene} */
  const scene = {
    width: 0, height: 0, panels: [], discs: [], tags: [], stems: [], wires: [], labels: [],
    pipes: [], words: [], more: [], blocks: [],
  };
  const titles = [...graph.columns, { title: graph.goal.title, shared: [] }].map(({ title, shared }) =>
    titleRows(title, shared, room.narrow));
  const margin = room.narrow ? 6 : MARGIN;
  let left = margin;
  stacks.forEach((each, number) => {
    const edges = graph.edges.filter((edge) => edge.target[0] === number);
    const wide = Math.max(...titles[number].map((row) => textWidth(row.text, row.size) * 1.06));
    const strip = (graph.columns[number]?.strip.length ? STRIP : 0) + (room.narrow ? 8 : PANEL);
    const width = Math.max(each.width + 2 * strip, wide);
    const placed = { top, inside, above, width, stacks, scene, graph, room };
    if (number) left += gapBefore(number, left, edges, placed);
    const box = { left, top, width, height: inside };
    scene.panels.push({ box, column: number });
    put(each, number, originOf(box, above), scene);
    const below = { x: left + width / 2, y: top + inside + 20 };
    scene.words.push(...titles[number].map((row) => movedWords(row, below)));
    left += width;
  });
  connect(graph, scene, above);
  pipes(graph, scene, lanes, above, top);
  scene.width = left + margin;
  scene.height = top + inside + 18 * Math.max(...titles.map((rows) => rows.length)) + 16;
  return scene;
}

/**
 * @param {Stack} each
 * @param {number} column
 * @param {Point} origin
 * @param {Scene} scene
 */
function put(each, column, origin, scene) {
  for (const piece of each.pieces) {
    scene.discs.push({ box: movedBox(piece.disc, origin), column, row: piece.row });
    for (const tag of piece.tags) scene.tags.push({ ...tag, box: movedBox(tag.box, origin) });
    if (piece.stem) scene.stems.push(movedStem(piece.stem, origin));
  }
  for (const more of each.more) scene.more.push({ ...more, column, box: movedBox(more.box, origin) });
  if (each.block) scene.blocks.push(movedBox(each.block, origin));
  scene.words.push(...each.words.map((words) => movedWords(words, origin)));
}

/**
 * How far a column has to stand off from the one before; labels of its edges get their places.
 *
 * @param {number} number
 * @param {number} left where the column before ends
 * @param {Edge[]} all edges that lead to it
 * @param {{top: number, inside: number, above: number, width: number, stacks: Stack[], scene: Scene, graph: Graph, room: Room}} placed
 */
function gapBefore(number, left, all, placed) {
  const { scene, graph, room } = placed;
  const edges = all.filter((edge) => edge.weight);
  if (room.narrow) return NARROW_GAP;
  if (!edges.length) {
    const names = graph.bundles.filter((each) => each.target === number).map(bundleLabel);
    return Math.max(PLAIN_GAP, ...names.map((name) => textWidth(name, TAG_SIZE) + 40));
  }
  if (edges.length > MOST_LABELS) return UNLABELLED_GAP;
  const weights = edges.map((edge) => /** @type {Quantity} */ (edge.weight));
  const size = { width: room.numberWidth(weights) + 10, height: 38 };
  const wanted = Math.min(Math.max(SHORTEST, TIMES_LABEL * size.width), GAPS[GAPS.length - 1]);
  const before = scene.panels[number - 1].box;
  for (const gap of GAPS) {
    const box = { left: left + gap, top: placed.top, width: placed.width, height: placed.inside };
    const obstacles = [
      ...piecesOf(placed.stacks[number - 1], originOf(before, placed.above)),
      ...piecesOf(placed.stacks[number], originOf(box, placed.above)),
    ];
    const lines = edges.map((edge) => lineOf(edge, placed.stacks, before, box, placed.above));
    const boxes = placeLabels(lines, size, obstacles);
    if (boxes && lines[0].end.x - lines[0].start.x >= wanted) {
      scene.labels.push(...boxes.map((each, n) => ({ box: each, edge: edges[n] })));
      return gap;
    }
  }
  return UNLABELLED_GAP;
}

/**
 * @param {Stack} each
 * @param {Point} origin
 */
function piecesOf(each, origin) {
  return each.pieces.map((piece) => movedBox(piece.box, origin));
}

/**
 * From the right end of one disc to the left end of the other.
 *
 * @param {Edge} edge
 * @param {Stack[]} stacks
 * @param {Box} before
 * @param {Box} after
 * @param {number} above
 */
function lineOf(edge, stacks, before, after, above) {
  const one = movedBox(stacks[edge.source[0]].pieces[edge.source[1]].disc, originOf(before, above));
  const other = movedBox(stacks[edge.target[0]].pieces[edge.target[1]].disc, originOf(after, above));
  return line(one, other);
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function line(one, other) {
  return {
    start: { x: one.left + one.width, y: middleOf(one).y },
    end: { x: other.left, y: middleOf(other).y },
  };
}

/**
 * The edges between discs, and those from the output to the loss.
 *
 * @param {Graph} graph
 * @param {Scene} scene
 * @param {number} _above
 */
function connect(graph, scene, _above) {
  const discs = new Map(scene.discs.map((disc) => [`${disc.column},${disc.row}`, disc.box]));
  const disc = (/** @type {number[]} */ [column, row]) => /** @type {Box} */ (discs.get(`${column},${row}`));
  for (const edge of graph.edges) {
    scene.wires.push({ ...line(disc(edge.source), disc(edge.target)), edge });
  }
  const last = graph.columns.length - 1;
  graph.columns[last].units.forEach((_unit, row) => {
    /** @type {Edge} */
    const edge = { source: [last, row], target: [last + 1, 0], weight: null };
    scene.wires.push({ ...line(disc(edge.source), disc(edge.target)), edge });
  });
}

/** @param {Box} panel @param {number} above @returns {Point} where a stack's own origin lies */
function originOf(panel, above) {
  return { x: panel.left + panel.width / 2, y: panel.top + above };
}
