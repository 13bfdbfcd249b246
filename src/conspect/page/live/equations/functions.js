// The few functions of the language in float64, each stable for every argument.

/** @typedef {(u: number) => number} RealFunction */

/**
 * 1 / (1 + exp(-u)), from exp(-|u|), which cannot overflow.
 * @param {number} u
 * @returns {number}
 */
function sigmoid(u) {
  const small = Math.exp(-Math.abs(u));
  return (u >= 0 ? 1 : small) / (1 + small);
}

/**
 * log(1 + exp(u)) = max(u, 0) + log(1 + exp(-|u|)), which cannot overflow.
 * @param {number} u
 * @returns {number}
 */
function softplus(u) {
  return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
}

/**
 * exp(-u²). The square is split in two, because its rounding error would be as large as u² in the
 * last digit of the result: the square of a 24-bit number is exact.
 * @param {number} u
 * @returns {number}
 */
function gaussian(u) {
  const head = Math.fround(u);
  return Math.exp(-head * head) * Math.exp((head - u) * (head + u));
}

/**
 * The error function by its series of positive terms (DLMF 7.6.2); from 1 on by its complement.
 * @param {number} u
 * @returns {number}
 */
function erf(u) {
  if (Math.abs(u) >= 1) return u > 0 ? 1 - erfc(u) : erfc(-u) - 1;
  let term = u;
  let total = u;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(total); n++) {
    term *= (2 * u * u) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * gaussian(u) * total;
}

/**
 * The complement of the error function; from 1 on by its continued fraction (DLMF 7.9.1), which
 * needs the fewer terms the larger u is.
 * @param {number} u
 * @returns {number}
 */
function erfc(u) {
  if (u < -1) return 2 - erfc(-u);
  if (u < 1) return 1 - erf(u);
  if (u > 27) return 0;
  let below = u;
  for (let n = Math.ceil(20 + 180 / (u * u)); n > 0; n--) below = u + n / 2 / below;
  return gaussian(u) / (Math.sqrt(Math.PI) * below);
}

/** @type {Readonly<Record<string, RealFunction>>} */
export const FUNCTIONS = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  tanh: Math.tanh,
  cos: Math.cos,
  sigmoid,
  softplus,
  erf,
  erfc,
};
