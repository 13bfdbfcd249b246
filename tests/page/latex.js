// latex.js FILE: prints the lesson on a step from a state, as LaTeX.

import { readFileSync } from "node:fs";
import process from "node:process";

import { latexOf } from "../../src/conspect/page/live/explain/latex.js";
import { explain } from "../../src/conspect/page/live/explain/lesson.js";
import { buildNetwork } from "../../src/conspect/page/live/network/network.js";
import { trace } from "../../src/conspect/page/live/network/step.js";
import { fromNested } from "../../src/conspect/page/live/values.js";

const { rules, state } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const network = buildNetwork(rules, state.network, state);
console.log(latexOf(explain(trace(network, fromNested(state.x), fromNested(state.y)))));
