// A schedule's own numbers after an epoch, by the equations that state them.

import { compileEquation } from "../equations/compile.js";
import { scalar } from "../values.js";
import { replaced } from "./network.js";

/** @typedef {import("./network.js").Network} Network */

/**
 * The same network one epoch further on in its schedule.
 * @param {Network} network
 * @param {number} loss  what the epoch came to
 * @returns {Network}
 */
export function afterEpoch(network, loss) {
  const { schedule } = network.frame;
  if (!schedule) return network;
  const values = new Map(Object.entries(schedule.settings).map(([name, value]) => [name, scalar(Number(value))]));
  for (const [name, value] of network.progress) values.set(name, scalar(value));
  values.set("loss", scalar(loss));
  const shapes = new Map([...values.keys()].map((name) => [name, /** @type {number[]} */ ([])]));
  for (const equation of schedule.rule.progression ?? []) {
    const { name } = equation.left;
    values.set(name, compileEquation(equation, { sizes: new Map(), shapes, constants: new Map() })(values));
    shapes.set(name, []);
  }
  const renewed = [...network.progress].map(
    ([name, value]) => /** @type {[string, number]} */ ([name, values.get(`new_${name}`)?.data[0] ?? value]),
  );
  return replaced(network, { progress: new Map(renewed) });
}
