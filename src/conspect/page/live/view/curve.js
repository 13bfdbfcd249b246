/** The loss from update to update; the run before the last edit stands faint behind it. */

import { _, fill } from "../language.js";
import { h } from "./dom.js";
import { round, text } from "./marks.js";
import { short } from "./numbers.js";

/** @typedef {import("./dom.js").Part} Part */

const WIDTH = 420;
const HEIGHT = 170;
const LEFT = 66;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 26;
const MOST_POINTS = 240;
// From a hundredfold fall on, a linear scale would show a flat line.
const LOGARITHMIC = 100;

/**
 * @param {object} told
 * @param {readonly number[]} told.losses one for each update, the last one that of the step shown if it is not done yet
 * @param {readonly number[]} told.before those of the run before
 * @param {number} told.at the update shown
 * @param {number} told.updates how many were done
 * @param {number} told.batches how many an epoch has: their mean is the line then
 * @param {(at: number) => void} told.onGo an update is chosen
 * @returns {Part}
 */
export function curve({ losses, before, at, updates, batches, onGo }) {
  const all = [...losses, ...before].filter(Number.isFinite);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const isLog = low > 0 && high / low > LOGARITHMIC;
  const scaled = isLog ? Math.log : (/** @type {number} */ value) => value;
  const [bottom, top] = [scaled(low), scaled(high)];
  const last = Math.max(losses.length - 1, before.length - 1, 1);
  const x = (/** @type {number} */ update) => LEFT + ((WIDTH - LEFT - RIGHT) * update) / last;
  const y = (/** @type {number} */ loss) => {
    const share = top > bottom ? (scaled(loss) - bottom) / (top - bottom) : 0.5;
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
  };
  const trail = (/** @type {readonly number[]} */ values) =>
    thinned(values).map(([update, loss]) => `${round(x(update))},${round(y(loss))}`).join(" ");
  const now = losses[at];
  const title = fill(_("Loss: {loss} after {count} updates"), { loss: short(now, 4), count: at });
  return h(
    "svg",
    {
      class: "curve",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": title,
      onclick: (/** @type {MouseEvent} */ event) => {
        const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
        const place = ((event.clientX - box.left) / box.width) * WIDTH;
        onGo(Math.min(updates, Math.max(0, Math.round(((place - LEFT) / (WIDTH - LEFT - RIGHT)) * last))));
      },
    },
    h("path", { class: "axis", d: `M${LEFT},${TOP} V${HEIGHT - BOTTOM} H${WIDTH - RIGHT}` }),
    all.length > 0 && [
      text(short(high, 3), { x: LEFT - 8, y: TOP + 4 }, 12, { "text-anchor": "end" }, true),
      high > low && text(short(low, 3), { x: LEFT - 8, y: HEIGHT - BOTTOM }, 12, { "text-anchor": "end" }, true),
    ],
    text("0", { x: LEFT, y: HEIGHT - 8 }, 12, { "text-anchor": "middle" }, true),
    text(String(last), { x: WIDTH - RIGHT, y: HEIGHT - 8 }, 12, { "text-anchor": "end" }, true),
    text(isLog ? _("updates (logarithmic scale)") : _("updates"), { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 8 }, 12, { "text-anchor": "middle" }, true),
    before.length > 1 && h("polyline", { class: "before", points: trail(before) }),
    batches > 1 && h("polyline", { class: "each", points: trail(losses) }),
    h("polyline", { class: "losses", points: trail(averaged(losses, batches)) }),
    Number.isFinite(now) && h("circle", { class: "now", cx: round(x(at)), cy: round(y(now)), r: 4.5 }),
  );
}

/**
 * The mean over the last so many values, at each of them.
 *
 * @param {readonly number[]} values
 * @param {number} count
 */
function averaged(values, count) {
  if (count === 1) return values;
  let sum = 0;
  return values.map((value, k) => {
    sum += value - (k >= count ? values[k - count] : 0);
    return sum / Math.min(k + 1, count);
  });
}

/**
 * Few enough points to draw: of each stretch the least and the greatest.
 *
 * @param {readonly number[]} values
 * @returns {[number, number][]} pairs of update and loss
 */
function thinned(values) {
  /** @type {[number, number][]} */
  const points = [];
  const stretch = Math.max(1, Math.ceil((2 * values.length) / MOST_POINTS));
  for (let start = 0; start < values.length; start += stretch) {
    /** @type {[number, number][]} */
    const part = [];
    for (let k = start; k < Math.min(start + stretch, values.length); k += 1) {
      if (Number.isFinite(values[k])) part.push([k, values[k]]);
    }
    if (!part.length) continue;
    const ends = [part[0], part[0]];
    for (const point of part) {
      if (point[1] < ends[0][1]) ends[0] = point;
      if (point[1] > ends[1][1]) ends[1] = point;
    }
    ends.sort((one, other) => one[0] - other[0]);
    points.push(...(ends[0] === ends[1] ? [ends[0]] : ends));
  }
  return points;
}
