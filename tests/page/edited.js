// edited.js FILE [KIND]: prints, as JSON, the network of a state after each kind of edit (or one kind),
// and what a step of it is, for Python to check.

import process from "node:process";
import { readFileSync } from "node:fs";

import * as edits from "../../src/conspect/page/live/network/edits.js";
import * as units from "../../src/conspect/page/live/network/units.js";
import { buildNetwork, describe } from "../../src/conspect/page/live/network/network.js";
import { trace } from "../../src/conspect/page/live/network/step.js";
import { toToml } from "../../src/conspect/page/live/network/toml.js";
import { fromNested, toNested } from "../../src/conspect/page/live/values.js";

const { rules, state } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const start = buildNetwork(rules, state.network, state);
const rows = state.x.length;

/** @type {[string, (network: import("../../src/conspect/page/live/network/network.js").Network) => any][]} */
const kinds = [
  ["nothing", (network) => network],
  ["element", (network) => edits.withElement(network, "W1", [0, 0], 0.75)],
  ["unit more", (network) => units.addUnit(network, 0)],
  ["unit less", (network) => units.removeUnit(network, 0, 0)],
  ["inputs", (network) => units.withInputs(network, 4)],
  ["outputs", (network) => units.withOutputs(network, 3)],
  ["no bias", (network) => edits.withSetting(network, 0, "bias", false)],
  ["layer more", (network) => edits.insertLayer(network, 0, { kind: "dense", settings: { units: 5 } })],
  ["layer less", (network) => edits.removeLayer(network, 1)],
  ["trained", (network) => edits.withTrained(network, "W1", false)],
  ["rate", (network) => edits.withSetting(network, "optimizer", "learning_rate", 0.25)],
  ["sum", (network) => edits.withSetting(network, "loss", "reduction", "sum")],
  ["penalty", (network) => edits.withExtra(network, "penalty", { kind: "l2", settings: { l2: 0.1 } })],
  ["clipping", (network) => edits.withExtra(network, "clipping", { kind: "clipping", settings: { clip_norm: 0.1 } })],
  ["schedule", (network) => edits.withExtra(network, "schedule", { kind: "exponential", settings: { gamma: 0.5 } })],
  ...edits.choices(rules).activations.map((kind) => [`activation ${kind}`, (/** @type {any} */ network) => edits.withLayer(network, 1, { kind })]),
  ...edits.choices(rules).losses.map((kind) => [`loss ${kind}`, (/** @type {any} */ network) => edits.withLoss(network, kind)]),
  ...edits.choices(rules).optimizers.map((kind) => [`optimizer ${kind}`, (/** @type {any} */ network) => edits.withOptimizer(network, kind)]),
].map(([name, edit]) => /** @type {any} */ ([name, edit]));

const told = kinds.filter(([name]) => !process.argv[3] || name === process.argv[3]).map(([name, edit]) => {
  const network = edit(start);
  const [inputs, outputs] = ["x", "y"].map((each) => network.frame.shapes.get(each)[0]);
  // Shares that add up to 1: what every loss takes as a target.
  const x = Array.from({ length: rows }, (_, n) => Array.from({ length: inputs }, (_, i) => Math.sin(n + 2 * i)));
  const y = Array.from({ length: rows }, () => Array(outputs).fill(1 / outputs));
  const step = trace(network, fromNested(x), fromNested(y));
  const values = Object.fromEntries([...step.values].map(([key, value]) => [key, toNested(value)]));
  const training = state.training;
  return { name, state: { ...state, ...describe(network), x, y }, values, toml: toToml(network, fromNested(x), fromNested(y), training) };
});
console.log(JSON.stringify(told));
