// functions.js FILE: prints what each function of the language makes of numbers, as floats and as decimals.

import { readFileSync } from "node:fs";
import process from "node:process";

import { Decimal } from "../../src/conspect/page/live/equations/decimal.js";
import { DECIMAL_FUNCTIONS, pi, power } from "../../src/conspect/page/live/equations/decimal_functions.js";
import { FUNCTIONS } from "../../src/conspect/page/live/equations/functions.js";

const { numbers, powers } = JSON.parse(readFileSync(process.argv[2], "utf8"));

/** @param {Decimal} value */
const told = (value) => (value.isFinite() ? `${value.coefficient}e${value.exponent}` : value.special);

const made = {
  floats: {},
  decimals: {},
  pi: told(pi()),
  powers: powers.map((/** @type {string[]} */ [base, exponent]) => told(power(Decimal.from(base), Decimal.from(exponent)))),
};
for (const name of Object.keys(FUNCTIONS)) {
  made.floats[name] = numbers[name].map((/** @type {number} */ u) => String(FUNCTIONS[name](u)));
  made.decimals[name] = numbers[name].map((/** @type {number} */ u) => told(DECIMAL_FUNCTIONS[name](Decimal.from(u))));
}
console.log(JSON.stringify(made));
