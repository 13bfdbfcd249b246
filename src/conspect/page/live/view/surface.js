/**
 * What a network with two inputs answers everywhere on the plane, with the rows of data on it.
 *
 * One output is shown from blue (low) to vermilion (high); of several, the greatest by its colour.
 */

import { predict } from "../network/step.js";

/** @typedef {import("../network/network.js").Network} Network */
/** @typedef {import("../values.js").Values} Values */
/** @typedef {{low: [number, number], high: [number, number]}} Frame the part of the plane shown */

const SIZE = 280;
const GRID = 40;
const LOW = [0, 114, 178];
const HIGH = [213, 94, 0];
const MIDDLE = [255, 255, 255];
// Okabe and Ito's colours, without black.
const CLASSES = [
  [0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [230, 159, 0], [86, 180, 233], [240, 228, 66],
];

export const surfaceSize = SIZE;

/**
 * The part of the plane that holds all rows, with some room around.
 *
 * @param {Values} x
 * @returns {Frame}
 */
export function frameOf(x) {
  const range = (/** @type {number} */ column) => {
    let [low, high] = [Infinity, -Infinity];
    for (let k = column; k < x.data.length; k += 2) {
      if (x.data[k] < low) low = x.data[k];
      if (x.data[k] > high) high = x.data[k];
    }
    if (!Number.isFinite(low) || !Number.isFinite(high)) return [-1, 1];
    const room = Math.max((high - low) * 0.15, high > low ? 0 : 1);
    return [low - room, high + room];
  };
  const [first, second] = [range(0), range(1)];
  return { low: [first[0], second[0]], high: [first[1], second[1]] };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Network} network
 * @param {Values} x all rows
 * @param {Values} y
 * @param {readonly number[]} rows those of the batch, which are drawn with a ring
 * @param {string} ink the colour of rings
 */
export function drawSurface(canvas, network, x, y, rows, ink) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const frame = frameOf(x);
  const answers = predict(network, grid(frame));
  const outputs = answers.shape[answers.shape.length - 1];
  const range = outputs === 1 ? rangeOf(answers.data, y.data) : [0, 1];
  const image = context.createImageData(GRID, GRID);
  for (let k = 0; k < GRID * GRID; k += 1) {
    const colour = colourOf(answers.data, k * outputs, outputs, range);
    image.data.set([...colour, 255], 4 * k);
  }
  paint(context, image);
  const marked = new Set(rows);
  for (let row = 0; row < x.shape[0]; row += 1) {
    const across = (x.data[2 * row] - frame.low[0]) / (frame.high[0] - frame.low[0]);
    const up = (x.data[2 * row + 1] - frame.low[1]) / (frame.high[1] - frame.low[1]);
    const colour = colourOf(y.data, row * outputs, outputs, range);
    dot(context, across * SIZE, (1 - up) * SIZE, colour, marked.has(row) ? ink : "");
  }
}

/** @param {Frame} frame @returns {Values} a point for every cell, the upper left one first */
function grid({ low, high }) {
  const data = new Float64Array(GRID * GRID * 2);
  for (let row = 0; row < GRID; row += 1) {
    for (let column = 0; column < GRID; column += 1) {
      const at = 2 * (row * GRID + column);
      data[at] = low[0] + ((column + 0.5) / GRID) * (high[0] - low[0]);
      data[at + 1] = high[1] - ((row + 0.5) / GRID) * (high[1] - low[1]);
    }
  }
  return { shape: [GRID * GRID, 2], data };
}

/**
 * From what to what colours reach: over the targets, or over the answers if all targets are the same.
 *
 * @param {Float64Array} answers
 * @param {Float64Array} targets
 * @returns {number[]}
 */
function rangeOf(answers, targets) {
  for (const values of [targets, answers]) {
    const finite = values.filter(Number.isFinite);
    const [low, high] = [finite.reduce((a, b) => Math.min(a, b), Infinity), finite.reduce((a, b) => Math.max(a, b), -Infinity)];
    if (low < high) return [low, high];
  }
  return [targets[0] - 1, targets[0] + 1];
}

/**
 * @param {Float64Array} data
 * @param {number} at
 * @param {number} outputs
 * @param {number[]} range
 * @returns {number[]} red, green, blue
 */
function colourOf(data, at, outputs, [low, high]) {
  if (outputs === 1) {
    const share = Math.min(1, Math.max(0, (data[at] - low) / (high - low))) || 0;
    return share < 0.5 ? mixed(LOW, MIDDLE, 2 * share) : mixed(MIDDLE, HIGH, 2 * share - 1);
  }
  let best = 0;
  for (let k = 1; k < outputs; k += 1) if (data[at + k] > data[at + best]) best = k;
  const sure = Math.min(1, Math.max(0, data[at + best])) || 0;
  return mixed(MIDDLE, CLASSES[best % CLASSES.length], 0.25 + 0.75 * sure);
}

/**
 * @param {number[]} one
 * @param {number[]} other
 * @param {number} share
 */
function mixed(one, other, share) {
  return one.map((value, k) => Math.round(value + share * (other[k] - value)));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} image
 */
function paint(context, image) {
  const small = document.createElement("canvas");
  small.width = image.width;
  small.height = image.height;
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.globalAlpha = 1;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, SIZE, SIZE);
  context.globalAlpha = 0.75;
  context.drawImage(small, 0, 0, SIZE, SIZE);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number[]} colour
 * @param {string} ring
 */
function dot(context, x, y, colour, ring) {
  context.beginPath();
  context.arc(x, y, ring ? 5.5 : 4, 0, 2 * Math.PI);
  context.fillStyle = `rgb(${colour.join(",")})`;
  context.fill();
  context.lineWidth = ring ? 2 : 1;
  context.strokeStyle = ring || "#ffffff";
  context.stroke();
}
