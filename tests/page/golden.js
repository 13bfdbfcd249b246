// The cases that Python made (tests/page/golden.py): from the file that $GOLDEN names, else made now.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { buildNetwork } from "../../src/conspect/page/live/network/network.js";
import { fromNested } from "../../src/conspect/page/live/values.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @returns {string} */
function text() {
  if (process.env.GOLDEN) return readFileSync(process.env.GOLDEN, "utf8");
  const python = process.env.PYTHON ?? `${ROOT}/.venv/bin/python`;
  return execFileSync(python, ["-m", "tests.page.golden"], { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 30 });
}

export const golden = JSON.parse(text());

/**
 * The network and the rows of a state.
 * @param {any} state
 */
export function opened(state) {
  return {
    network: buildNetwork(golden.rules, state.network, state),
    x: fromNested(state.x),
    y: fromNested(state.y),
  };
}
