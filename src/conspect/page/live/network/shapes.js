// The shapes of a network's arrays, found step by step from that of its input.

import { _, fill } from "../language.js";
import { sameShape } from "../values.js";
import { isAnyRank, ModelError, withRole } from "./rules.js";
import { named } from "./wiring.js";

/** @typedef {import("./wiring.js").Step} Step */
/** @typedef {readonly number[]} Shape  for one sample: without the samples' dimension */

/**
 * The shapes of all results and parameters by name; results without the samples' dimension.
 * @param {readonly Step[]} steps
 * @param {Shape} inputs
 * @returns {Map<string, Shape>}
 */
export function inferShapes(steps, inputs) {
  /** @type {Map<string, Shape>} */
  const shapes = new Map([["x", inputs]]);
  for (const step of steps) {
    const sizes = indexSizes(step, shapes);
    for (const symbol of withRole(step.rule, "output", "intermediate", "parameter", "target")) {
      const name = step.names[symbol];
      if (!name) continue;
      const role = step.rule.symbols[symbol];
      const shape = isAnyRank(role)
        ? shapeOf(shapes, named(step, "input")[0])
        : role.indices.filter((index) => index !== "n").map((index) => sizes.get(index) ?? 0);
      const known = shapes.get(name);
      if (known && !sameShape(known, shape)) throw misfit(name, known, shape);
      shapes.set(name, shape);
    }
  }
  return shapes;
}

/**
 * The size of each index of a step, from what it reads and from what the layer decides.
 * @param {Step} step
 * @param {ReadonlyMap<string, Shape>} shapes
 * @returns {Map<string, number>}
 */
function indexSizes(step, shapes) {
  const decides = Object.entries(step.rule.decides ?? {});
  const sizes = new Map(decides.map(([index, field]) => [index, Number(step.settings[field])]));
  /** @type {[string, Shape] | null} */
  let anywhere = null;
  for (const symbol of withRole(step.rule, "input")) {
    const role = step.rule.symbols[symbol];
    const name = step.names[symbol];
    const shape = shapeOf(shapes, name);
    if (isAnyRank(role)) {
      anywhere = anywhere ?? [name, shape];
      if (!sameShape(anywhere[1], shape)) throw misfit(name, shape, anywhere[1]);
      continue;
    }
    const indices = role.indices.filter((index) => index !== "n");
    if (indices.length !== shape.length) throw misfit(name, shape, indices);
    indices.forEach((index, d) => {
      const known = sizes.get(index) ?? shape[d];
      if (known !== shape[d]) throw misfit(name, shape, [known]);
      sizes.set(index, known);
    });
  }
  return sizes;
}

/**
 * @param {ReadonlyMap<string, Shape>} shapes
 * @param {string} name
 * @returns {Shape}
 */
function shapeOf(shapes, name) {
  return /** @type {Shape} */ (shapes.get(name));
}

/**
 * @param {string} name
 * @param {readonly (number | string)[]} found
 * @param {readonly (number | string)[]} wanted
 * @returns {ModelError}
 */
function misfit(name, found, wanted) {
  const said = _("{name} has the shape {found}, but {wanted} is needed there.");
  return new ModelError(fill(said, { name, found: found.join(" × "), wanted: wanted.join(" × ") }));
}
