// The functions of the language for decimals, to the precision in use.

import { context, Decimal, INFINITY, ONE, tenTo, ZERO } from "./decimal.js";

const TWO = new Decimal(2n, 0);
const HALF = new Decimal(5n, -1);
const NAN = Decimal.from(NaN);

/** Beyond this the complement of erf is below 1e-690: no floating-point number is as small. */
const ERFC_VANISHES = 40;

/** Beyond this exp is no floating-point number any more, by far. */
const EXP_OVERFLOWS = 1e6;

/**
 * Work something out with more digits than those in use; the result is rounded to these, and only
 * that last rounding counts as one.
 * @param {number} spare  how many more
 * @param {() => Decimal} work
 * @returns {Decimal}
 */
function withSpare(spare, work) {
  const { precision, inexact } = context;
  context.precision = precision + Math.ceil(spare);
  const result = work();
  Object.assign(context, { precision, inexact });
  return result.rounded();
}

/**
 * The same for a result that is never exact.
 * @param {number} spare
 * @param {() => Decimal} work
 * @returns {Decimal}
 */
function inexactly(spare, work) {
  const result = withSpare(spare, work);
  context.inexact = true;
  return result;
}

/**
 * exp(u): the series for |u| halved until it is small, then squared as often; in whole numbers, the
 * unit being 1/scale.
 * @param {Decimal} u
 * @returns {Decimal}
 */
export function exp(u) {
  if (u.special) return u.special === "-Infinity" ? ZERO : u;
  if (u.isZero()) return ONE;
  const size = Math.abs(Number(u));
  if (size > EXP_OVERFLOWS) {
    context.inexact = true;
    return u.isNegative() ? ZERO : INFINITY;
  }
  const halvings = 8 + Math.max(0, Math.ceil(Math.log2(size + 1)));
  return inexactly(12 + halvings, () => {
    const scale = tenTo(context.precision);
    const part = scaled(u.abs(), context.precision) >> BigInt(halvings);
    let result = scale;
    let term = scale;
    for (let n = 1n; term; n++) {
      term = (term * part) / (scale * n);
      result += term;
    }
    for (let i = 0; i < halvings; i++) result = (result * result) / scale;
    const power = new Decimal(result, -context.precision);
    return u.isNegative() ? ONE.dividedBy(power) : power;
  });
}

/**
 * The whole part of a number times a power of ten.
 * @param {Decimal} u
 * @param {number} digits
 * @returns {bigint}
 */
function scaled({ coefficient, exponent }, digits) {
  const shift = exponent + digits;
  return shift >= 0 ? coefficient * tenTo(shift) : coefficient / tenTo(-shift);
}

/**
 * first + second + …: each term is the one before times `factor / divisor`, until they vanish.
 * @param {Decimal} first
 * @param {Decimal} second
 * @param {(n: number) => [Decimal, number]} next  factor and divisor, counted from n = 1
 * @returns {Decimal}
 */
function series(first, second, next) {
  let total = first.plus(second);
  let term = second;
  for (let n = 1; !term.isZero() && term.adjusted() > total.adjusted() - context.precision - 2; n++) {
    const [factor, divisor] = next(n);
    term = term.times(factor).dividedBy(new Decimal(BigInt(divisor), 0));
    total = total.plus(term);
  }
  return total;
}

/**
 * The natural logarithm: Newton's steps on exp, from the float's own; each doubles the digits.
 * @param {Decimal} u
 * @returns {Decimal}
 */
export function log(u) {
  if (u.isNaN() || u.isNegative()) return NAN;
  if (u.special) return u;
  if (u.isZero()) return INFINITY.negated();
  if (u.equals(ONE)) return ZERO;
  return inexactly(10, () => {
    // ln(m · 10^k) = ln(m) + k ln(10), so that the float does not overflow.
    const power = u.adjusted();
    const small = u.shifted(-power);
    const result = newtonLog(small);
    return power ? result.plus(logOfTen().times(new Decimal(BigInt(power), 0))) : result;
  });
}

/**
 * @param {Decimal} u  from 1 to below 10
 * @returns {Decimal}
 */
function newtonLog(u) {
  let result = Decimal.from(Math.log(Number(u)));
  for (let digits = 14; digits < context.precision; digits *= 2) {
    // y + 2 (u − exp(y)) / (u + exp(y)): E. Halley's step, three times the digits.
    const power = exp(result);
    result = result.plus(TWO.times(u.minus(power)).dividedBy(u.plus(power)));
  }
  return result;
}

/** @type {Map<string, Decimal>} */
const known = new Map();

/**
 * A constant to the precision in use, worked out once.
 * @param {string} name
 * @param {() => Decimal} work
 * @returns {Decimal}
 */
function once(name, work) {
  const key = `${name} ${context.precision}`;
  const found = known.get(key) ?? withSpare(10, work);
  known.set(key, found);
  context.inexact = true;
  return found.rounded();
}

/** @returns {Decimal} */
function logOfTen() {
  return once("ln 10", () => newtonLog(new Decimal(10n, 0)));
}

/**
 * Pi (Machin's formula).
 * @returns {Decimal}
 */
export function pi() {
  return once("pi", () => {
    const [five, other] = [inverseTangent(5n), inverseTangent(239n)];
    return new Decimal(16n, 0).times(five).minus(new Decimal(4n, 0).times(other));
  });
}

/**
 * The arc tangent of 1/divisor by its power series.
 * @param {bigint} divisor
 * @returns {Decimal}
 */
function inverseTangent(divisor) {
  const square = new Decimal(-divisor * divisor, 0);
  let power = ONE.dividedBy(new Decimal(divisor, 0));
  let total = power;
  for (let n = 3n; power.adjusted() > -context.precision - 2; n += 2n) {
    power = power.dividedBy(square);
    total = total.plus(power.dividedBy(new Decimal(n, 0)));
  }
  return total;
}

/**
 * The square root, exact where there is an exact one.
 * @param {Decimal} u
 * @returns {Decimal}
 */
export function sqrt(u) {
  if (u.isNaN() || u.isNegative()) return NAN;
  if (u.special || u.isZero()) return u;
  // The root of a whole number with twice the digits and an even power of ten.
  let { coefficient, exponent } = u.normalized();
  const length = String(coefficient).length;
  let shift = Math.max(0, 2 * context.precision + 4 - length);
  if ((exponent - shift) % 2) shift++;
  coefficient *= 10n ** BigInt(shift);
  const root = integerRoot(coefficient);
  const half = (exponent - shift) / 2;
  if (root * root === coefficient) return new Decimal(root, half).normalized().rounded();
  context.inexact = true;
  return new Decimal(root * 10n + 1n, half - 1).rounded();
}

/**
 * The largest whole number whose square is not above the value (Newton's steps from above).
 * @param {bigint} value
 * @returns {bigint}
 */
function integerRoot(value) {
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * u to a power.
 * @param {Decimal} u
 * @param {Decimal} exponent
 * @returns {Decimal}
 */
export function power(u, exponent) {
  const whole = exponent.normalized();
  if (u.special || exponent.special) return Decimal.from(Number(u) ** Number(exponent));
  if (whole.isZero()) return u.isZero() ? NAN : ONE;
  if (whole.exponent >= 0 && whole.exponent < 6) {
    const count = Number(whole);
    return count > 0 ? wholePower(u, count) : ONE.dividedBy(wholePower(u, -count));
  }
  if (u.isZero()) return exponent.isNegative() ? INFINITY : ZERO;
  if (u.isNegative()) return NAN;
  return inexactly(20, () => exp(exponent.times(log(u))));
}

/**
 * @param {Decimal} u
 * @param {number} count  from 1 on
 * @returns {Decimal}
 */
function wholePower(u, count) {
  return withSpare(10, () => {
    let result = ONE;
    let square = u;
    for (let left = count; left; left = Math.floor(left / 2)) {
      if (left % 2) result = result.times(square);
      if (left > 1) square = square.times(square);
    }
    return result;
  });
}

/**
 * @param {Decimal} u
 * @returns {Decimal}
 */
function sigmoid(u) {
  return ONE.dividedBy(ONE.plus(exp(u.negated())));
}

/**
 * @param {Decimal} u
 * @returns {Decimal}
 */
function softplus(u) {
  if (u.isNaN()) return u;
  return withSpare(context.precision, () => {
    const small = log(ONE.plus(exp(u.abs().negated())));
    return u.isNegative() ? small : u.plus(small);
  });
}

/**
 * From exp(-2|u|), so that it neither overflows nor, with guard digits, loses a small u.
 * @param {Decimal} u
 * @returns {Decimal}
 */
function tanh(u) {
  if (u.isNaN() || u.isZero()) return u;
  return withSpare(context.precision, () => {
    const small = exp(u.abs().times(TWO).negated());
    const result = ONE.minus(small).dividedBy(ONE.plus(small));
    return u.isNegative() ? result.negated() : result;
  });
}

/**
 * The Taylor series, with digits to spare for the terms that grow and cancel.
 * @param {Decimal} u
 * @returns {Decimal}
 */
function cos(u) {
  if (u.special) return NAN;
  if (u.isZero()) return ONE;
  return withSpare(Math.abs(Number(u)) + 10, () => {
    const square = u.times(u).negated();
    return series(ONE, square.times(HALF), (n) => [square, (2 * n + 1) * (2 * n + 2)]);
  });
}

/**
 * The Taylor series, with digits to spare for the terms that grow and cancel (DLMF 7.6.1).
 * @param {Decimal} u
 * @returns {Decimal}
 */
function erf(u) {
  if (u.isNaN() || u.isZero()) return u;
  const size = Number(u);
  if (Math.abs(size) > ERFC_VANISHES) return size > 0 ? ONE : ONE.negated();
  return withSpare(1.8 * size ** 2 + 10, () => {
    const square = u.times(u).negated();
    let term = u;
    let total = u;
    for (let n = 1n; term.adjusted() > total.adjusted() - context.precision; n++) {
      term = term.times(square).dividedBy(new Decimal(n, 0));
      total = total.plus(term.dividedBy(new Decimal(2n * n + 1n, 0)));
    }
    return TWO.times(total).dividedBy(sqrt(pi()));
  });
}

/**
 * 1 − erf(u), with as many digits more as it has zeros.
 * @param {Decimal} u
 * @returns {Decimal}
 */
function erfc(u) {
  if (u.isNaN()) return u;
  if (Number(u) > ERFC_VANISHES) return ZERO;
  return withSpare(Math.max(Number(u), 0) ** 2 + 10, () => ONE.minus(erf(u)));
}

/**
 * @param {Decimal} u
 * @returns {Decimal}
 */
function sign(u) {
  return Decimal.from(Math.sign(u.sign()));
}

/** @type {Readonly<Record<string, (u: Decimal) => Decimal>>} */
export const DECIMAL_FUNCTIONS = {
  exp,
  log,
  sqrt,
  abs: (u) => u.abs(),
  sign,
  tanh,
  cos,
  sigmoid,
  softplus,
  erf,
  erfc,
};
