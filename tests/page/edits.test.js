// Other structures: what stays, what goes, what is drawn anew.

import assert from "node:assert/strict";
import test from "node:test";

import * as edits from "../../src/conspect/page/live/network/edits.js";
import * as units from "../../src/conspect/page/live/network/units.js";
import { buildNetwork, describe } from "../../src/conspect/page/live/network/network.js";
import { ModelError } from "../../src/conspect/page/live/network/rules.js";
import { predict, trace } from "../../src/conspect/page/live/network/step.js";
import { wrongTarget } from "../../src/conspect/page/live/network/targets.js";
import { fromNested, toNested } from "../../src/conspect/page/live/values.js";
import { golden, opened } from "./golden.js";

const { rules, cases } = golden;
const { state } = cases.find((/** @type {any} */ each) => each.name === "notebook").steps[0];
const { network, x, y } = opened(state);

/**
 * A network of dense layers of so many units, each with its activation.
 * @param {number} inputs
 * @param {[number, string][]} plan
 * @param {Partial<import("../../src/conspect/page/live/network/network.js").Structure>} [more]
 */
function made(inputs, plan, more = {}) {
  const layers = plan.flatMap(([units, activation]) => [
    { rule: { kind: "dense", settings: { units } } },
    { rule: { kind: activation, settings: {} } },
  ]);
  const loss = { kind: "half_squared_error", settings: {} };
  const optimizer = { kind: "adam", settings: {} };
  const trained = ["W1", "b1", "W2", "b2", "W3", "b3"];
  return buildNetwork(rules, { inputs: [inputs], layers, loss, optimizer, trained, ...more }, { seed: 1 });
}

/**
 * @param {import("../../src/conspect/page/live/network/network.js").Network} net
 * @param {string} name
 * @returns {any}
 */
function values(net, name) {
  return toNested(/** @type {any} */ (net.parameters.get(name)));
}

test("a number changes, and nothing else", () => {
  const edited = edits.withElement(network, "W1", [1, 0], 9);
  assert.deepEqual(values(edited, "W1"), [[0.1, 0.3], [9, 0.4]]);
  assert.deepEqual(values(network, "W1"), [[0.1, 0.3], [0.2, 0.4]]);
  assert.equal(edited.frame, network.frame);
});

test("a unit more keeps all weights; the one taken back leaves the network as it was", () => {
  const wider = units.addUnit(network, 0);
  assert.deepEqual(values(wider, "W1").map((/** @type {number[]} */ row) => row.slice(0, 2)), values(network, "W1"));
  assert.deepEqual(values(wider, "W2").slice(0, 2), values(network, "W2"));
  assert.equal(values(wider, "b1").length, 3);
  assert.notEqual(values(wider, "W1")[0][2], 0);
  assert.deepEqual(describe(units.removeUnit(wider, 0)).parameters, describe(network).parameters);
});

test("a unit in the middle goes with its own weights and state", () => {
  let net = made(2, [[3, "tanh"], [2, "softmax"], [2, "linear"]]);
  const rows = fromNested([[0.3, -1], [2, 0.5]]);
  net = { ...net, ...{} };
  const step = trace(net, rows, fromNested([[1, 0], [0, 1]]));
  net = buildNetwork(rules, describe(net).network, {
    ...describe(net),
    state: Object.fromEntries([...step.afterState].map(([name, value]) => [name, toNested(value)])),
  });
  const narrower = units.removeUnit(net, 0, 1);
  assert.deepEqual(values(narrower, "W1"), values(net, "W1").map(([a, , c]) => [a, c]));
  assert.deepEqual(values(narrower, "W2"), [values(net, "W2")[0], values(net, "W2")[2]]);
  const kept = (/** @type {string} */ name) => toNested(/** @type {any} */ (narrower.state.get(name)));
  const before = (/** @type {string} */ name) => toNested(/** @type {any} */ (net.state.get(name)));
  assert.deepEqual(kept("m_W2"), [before("m_W2")[0], before("m_W2")[2]]);
  assert.equal(kept("t"), 1);
  // The unit behind the softmax, too: its weights stand in the layer after that.
  const third = units.removeUnit(net, 2, 0);
  assert.deepEqual(values(third, "W3"), [values(net, "W3")[1]]);
});

test("a unit that weighs nothing can go without a change", () => {
  let net = made(2, [[3, "tanh"], [2, "linear"]], { trained: ["W1", "b1", "W2", "b2"] });
  for (const k of [0, 1]) net = edits.withElement(net, "W2", [1, k], 0);
  const rows = fromNested([[0.3, -1], [2, 0.5]]);
  const [before, after] = [net, units.removeUnit(net, 0, 1)].map((each) => toNested(predict(each, rows)));
  assert.deepEqual(after, before);
});

test("layers come and go; names follow, values stay with their layers", () => {
  const deeper = edits.insertLayer(network, 2, { kind: "dense", settings: { units: 2 } });
  assert.deepEqual([...deeper.parameters.keys()], ["W1", "b1", "W2", "b2", "W3", "b3"]);
  assert.deepEqual(values(deeper, "W3"), values(network, "W2"));
  assert.deepEqual(deeper.frame.trained, ["W1", "W2", "b2", "W3"]);
  assert.deepEqual(describe(edits.removeLayer(deeper, 2)).parameters, describe(network).parameters);
  assert.deepEqual(edits.removeLayer(deeper, 2).frame.trained, network.frame.trained);
});

test("what is read and shared is followed through other structures", () => {
  const dense = (/** @type {number} */ units, names = {}) => ({ rule: { kind: "dense", settings: { units } }, names });
  const tanh = { rule: { kind: "tanh", settings: {} } };
  const layers = [dense(2), tanh, dense(2), { rule: { kind: "add", settings: {} }, names: { r: "a1" } }, dense(2, { W: "W2" })];
  const loss = { kind: "squared_error", settings: {} };
  const sgd = { kind: "sgd", settings: {} };
  const structure = { inputs: [2], layers, loss, optimizer: sgd, trained: ["W1", "W2", "b4"] };
  const net = buildNetwork(rules, structure, { seed: 2 });
  const deeper = edits.insertLayer(net, 0, { kind: "dense", settings: { units: 2 } });
  const [add, shared] = [deeper.frame.steps[4], deeper.frame.steps[5]];
  assert.deepEqual([add.rule.kind, add.names.r], ["add", "a2"]);
  assert.equal(shared.names.W, "W3");
  assert.deepEqual(values(deeper, "W3"), values(net, "W2"));
  assert.deepEqual(deeper.frame.trained, ["W1", "b1", "W2", "W3", "b5"]);
  // Without the layer that is read, what that one read is.
  const without = edits.removeLayer(net, 1);
  assert.equal(without.frame.steps.find((step) => step.rule.kind === "add")?.names.r, "z1");
  // Without the owner of shared weights, these are the other one's own.
  assert.equal(edits.removeLayer(net, 2).frame.steps.filter((step) => step.names.W).length, 2);
});

test("a loss brings the activation that it contains", () => {
  const classes = edits.withLoss(made(2, [[3, "tanh"], [2, "linear"]]), "cross_entropy");
  assert.deepEqual(classes.frame.structure.layers.map(({ rule }) => rule.kind), ["dense", "tanh", "dense", "softmax"]);
  assert.equal(classes.frame.output, "a2");
  const back = edits.withLoss(classes, "squared_error");
  assert.equal(back.frame.steps[back.frame.steps.length - 2].rule.kind, "softmax");
  assert.throws(() => edits.withLayer(classes, 3, { kind: "relu" }), ModelError);
  assert.throws(() => edits.removeLayer(classes, 3), ModelError);
});

test("an optimizer starts without state; its settings may change without losing it", () => {
  const adam = edits.withOptimizer(network, "adam", { learning_rate: 0.5 });
  const stepped = trace(adam, x, y);
  const later = buildNetwork(rules, describe(adam).network, {
    ...describe(adam),
    state: Object.fromEntries([...stepped.afterState].map(([name, value]) => [name, toNested(value)])),
  });
  assert.equal(edits.withSetting(later, "optimizer", "learning_rate", 0.1).state.get("t")?.data[0], 1);
  assert.equal(edits.withOptimizer(later, "adam").state.get("t")?.data[0], 0);
  assert.deepEqual([...edits.withOptimizer(later, "sgd").state], []);
});

test("what makes no sense is refused in one sentence", () => {
  const refused = [
    () => edits.withSetting(network, 0, "units", 0),
    () => edits.withSetting(network, 0, "units", 1.5),
    () => edits.withSetting(network, 0, "units", 1e9),
    () => edits.withSetting(network, "optimizer", "learning_rate", -1),
    () => edits.withSetting(network, "optimizer", "learning_rate", NaN),
    () => edits.withOptimizer(network, "momentum", { momentum: 1 }),
    () => edits.withLoss(network, "huber", { delta: 0 }),
    () => edits.withExtra(network, "clipping", { kind: "clipping", settings: { clip_norm: 0 } }),
    () => edits.withExtra(network, "schedule", { kind: "step", settings: { every: 0 } }),
    () => edits.withLayer(network, 1, "no_such_layer"),
    () => units.removeUnit(units.removeUnit(network, 0), 0),
    () => units.addUnit(network, 1),
    () => edits.withElement(network, "W9", [0, 0], 1),
  ];
  for (const edit of refused) assert.throws(edit, (error) => error instanceof ModelError && error.message.length > 5);
});

test("inputs and outputs can be more or fewer", () => {
  const more = units.withOutputs(units.withInputs(network, 3), 2);
  assert.deepEqual(more.frame.shapes.get("y"), [2]);
  assert.deepEqual(values(more, "W1").slice(0, 2), values(network, "W1"));
  assert.deepEqual(describe(units.withOutputs(units.withInputs(more, 2), 1)).parameters, describe(network).parameters);
});

test("drawn values depend on the seed alone", () => {
  const [one, same] = [made(3, [[4, "relu"]]), made(3, [[4, "relu"]])];
  assert.deepEqual(describe(one), describe(same));
  const spread = values(made(300, [[40, "relu"]]), "W1").flat();
  const deviation = Math.sqrt(spread.reduce((/** @type {number} */ sum, /** @type {number} */ w) => sum + w * w, 0) / spread.length);
  assert.ok(Math.abs(deviation / Math.sqrt(2 / 300) - 1) < 0.03, String(deviation));
});

test("targets are what the loss can take", () => {
  const wrong = (/** @type {string} */ kind, /** @type {number[][]} */ rows) =>
    wrongTarget(edits.withLoss(made(2, [[3, "tanh"], [2, "linear"]]), kind), fromNested(rows));
  assert.equal(wrong("squared_error", [[-5, 1e9]]), "");
  assert.equal(wrong("cross_entropy", [[0.25, 0.75]]), "");
  assert.equal(wrong("cross_entropy", [[0, 1], [0.25, 0.5]]), "a row of targets of cross_entropy holds shares that add up to 1");
  assert.match(wrong("binary_cross_entropy", [[0, 1.5]]), /from 0 to 1/);
  assert.match(wrong("poisson", [[-1, 1]]), /counts/);
  assert.equal(wrong("poisson", [[0, 7]]), "");
  assert.match(wrong("squared_error", [[1, 2, 3]]), /has 2 outputs, but the targets have 3/);
});
