// A step in the page is the step in Python: every array, from the same state, step after step.

import assert from "node:assert/strict";
import test from "node:test";

import { describe } from "../../src/conspect/page/live/network/network.js";
import { afterEpoch } from "../../src/conspect/page/live/network/schedule.js";
import { advance, nextNetwork, trace } from "../../src/conspect/page/live/network/step.js";
import { fromNested, toNested } from "../../src/conspect/page/live/values.js";
import { golden, opened } from "./golden.js";

/** Relative to each number; what cancels in floating point is measured by the array's largest. */
const TOLERANCE = 1e-12;
const CANCELLED = 1e-14;

/**
 * @param {Float64Array} made
 * @param {Float64Array} expected
 * @param {string} name
 */
function assertClose(made, expected, name) {
  assert.equal(made.length, expected.length, name);
  const largest = expected.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  expected.forEach((value, k) => {
    if (!Number.isFinite(value)) return assert.ok(Object.is(made[k], value), `${name}: ${made[k]}, not ${value}`);
    const error = Math.abs(made[k] - value);
    const allowed = Math.max(TOLERANCE * Math.abs(value), CANCELLED * largest, 5e-324);
    assert.ok(error <= allowed, `${name}[${k}]: ${made[k]}, not ${value}`);
  });
}

for (const { name, steps } of golden.cases) {
  test(`${name}: every array of every step`, () => {
    for (const { state, values, progress } of steps) {
      const { network, x, y } = opened(state);
      const step = trace(network, x, y, { epoch: state.epoch });
      assert.deepEqual([...step.values.keys()].sort(), Object.keys(values).sort());
      for (const [key, nested] of Object.entries(values)) {
        const expected = fromNested(/** @type {any} */ (nested));
        const made = /** @type {any} */ (step.values.get(key));
        assert.deepEqual(made.shape, expected.shape, key);
        assertClose(made.data, expected.data, key);
      }
      const later = afterEpoch(nextNetwork(step), step.loss);
      assertClose(
        Float64Array.from([...later.progress.values()]),
        Float64Array.from(Object.values(progress).map(Number)),
        "progress",
      );
    }
  });

  test(`${name}: steps without a record are the same steps`, () => {
    const { network, x, y } = opened(steps[0].state);
    const recorded = nextNetwork(trace(network, x, y));
    const plain = advance(network, x, y);
    assert.deepEqual(describe(plain.network), describe(recorded));
    assert.ok(Object.is(plain.loss, trace(network, x, y).loss));
  });

  test(`${name}: a description is read back`, () => {
    const { network } = opened(steps[1].state);
    const told = JSON.parse(JSON.stringify(describe(network)));
    for (const key of ["parameters", "state", "progress"]) assert.deepEqual(told[key], steps[1].state[key]);
    for (const [key, value] of network.parameters) assert.deepEqual(toNested(value), told.parameters[key]);
  });
}
