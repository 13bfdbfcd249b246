// Decimal numbers: exact as long as they have no more digits than the precision, else rounded half
// to even. What is printed is decided with these, so that the page prints what Python prints.

/**
 * How exactly numbers are worked out: `precision` digits; `inexact` is set when one is rounded.
 * Everything here runs to its end undisturbed, so one setting is enough.
 */
export const context = { precision: 100, inexact: false };

/** @type {bigint[]} */
const POWERS = [1n];

/**
 * 10 to a power from 0 on.
 * @param {number} exponent
 * @returns {bigint}
 */
export function tenTo(exponent) {
  if (exponent > 2000) return 10n ** BigInt(exponent);
  for (let n = POWERS.length; n <= exponent; n++) POWERS.push(POWERS[n - 1] * 10n);
  return POWERS[exponent];
}

const LOG10_OF_2 = Math.log10(2);

/**
 * How many digits a number that is not negative has; 0 has one.
 * @param {bigint} value
 * @returns {number}
 */
export function digitCount(value) {
  if (value < 1000000000000000n) return String(Number(value)).length;
  // From the number of its hexadecimal digits, to within two; then exactly.
  const hex = value.toString(16);
  const bits = (hex.length - 1) * 4 + Math.log2(parseInt(hex[0], 16));
  let guess = Math.floor(bits * LOG10_OF_2) + 1;
  while (value >= tenTo(guess)) guess++;
  while (guess > 1 && value < tenTo(guess - 1)) guess--;
  return guess;
}

/** coefficient · 10^exponent; or, with `special`, an infinity or no number. */
export class Decimal {
  /**
   * @param {bigint} coefficient  with its sign
   * @param {number} exponent
   * @param {"" | "Infinity" | "-Infinity" | "NaN"} [special]
   */
  constructor(coefficient, exponent, special = "") {
    this.coefficient = coefficient;
    this.exponent = exponent;
    this.special = special;
  }

  /**
   * The shortest decimal that names the float: what JavaScript, and Python, print for it.
   * @param {number | string} number  or its text
   * @returns {Decimal}
   */
  static from(number) {
    const text = String(number);
    if (text === "NaN" || text.endsWith("Infinity")) {
      return new Decimal(0n, 0, /** @type {"NaN" | "Infinity" | "-Infinity"} */ (text));
    }
    const [mantissa, power = "0"] = text.toLowerCase().split("e");
    const [whole, fraction = ""] = mantissa.split(".");
    return new Decimal(BigInt(whole + fraction), Number(power) - fraction.length);
  }

  /** @returns {boolean} */
  isFinite() {
    return this.special === "";
  }

  /** @returns {boolean} */
  isNaN() {
    return this.special === "NaN";
  }

  /** @returns {boolean} */
  isZero() {
    return this.special === "" && this.coefficient === 0n;
  }

  /** @returns {boolean} */
  isNegative() {
    return this.special === "-Infinity" || this.coefficient < 0n;
  }

  /** @returns {Decimal} */
  negated() {
    if (this.special === "NaN") return this;
    if (this.special) return this.special === "Infinity" ? MINUS_INFINITY : INFINITY;
    return new Decimal(-this.coefficient, this.exponent);
  }

  /** @returns {Decimal} */
  abs() {
    return this.isNegative() ? this.negated() : this;
  }

  /**
   * The power of ten that the first digit stands for.
   * @returns {number}
   */
  adjusted() {
    return this.exponent + digitCount(magnitude(this)) - 1;
  }

  /**
   * Rounded to so many significant digits, half to even; exact numbers stay as they are.
   * @param {number} [precision]
   * @returns {Decimal}
   */
  rounded(precision = context.precision) {
    if (this.special) return this;
    const size = magnitude(this);
    // 3.33 bits are a digit: most numbers are seen to be short enough without counting.
    const extra = digitCount(size) - precision;
    if (extra <= 0) return this;
    const unit = tenTo(extra);
    let kept = size / unit;
    const rest = (size % unit) * 2n;
    if (rest) context.inexact = true;
    if (rest > unit || (rest === unit && kept & 1n)) kept++;
    return new Decimal(this.coefficient < 0n ? -kept : kept, this.exponent + extra);
  }

  /**
   * Without zeros behind the last digit.
   * @returns {Decimal}
   */
  normalized() {
    if (this.special) return this;
    if (!this.coefficient) return ZERO;
    let { coefficient, exponent } = this;
    while (coefficient % 10n === 0n) {
      coefficient /= 10n;
      exponent++;
    }
    return new Decimal(coefficient, exponent);
  }

  /**
   * @param {Decimal} other
   * @returns {Decimal}
   */
  plus(other) {
    if (this.special || other.special) return Decimal.from(Number(this.special || 0) + Number(other.special || 0));
    if (!other.coefficient) return this.rounded();
    if (!this.coefficient) return other.rounded();
    const gap = this.exponent - other.exponent;
    // Far apart, the small one only decides how the large one is rounded.
    if (Math.abs(gap) > 4 * context.precision) {
      const [large, small] = this.adjusted() > other.adjusted() ? [this, other] : [other, this];
      if (large.adjusted() - small.adjusted() > 2 * context.precision) return besides(large, small);
    }
    if (gap >= 0) {
      return new Decimal(this.coefficient * tenTo(gap) + other.coefficient, other.exponent).rounded();
    }
    return new Decimal(this.coefficient + other.coefficient * tenTo(-gap), this.exponent).rounded();
  }

  /**
   * @param {Decimal} other
   * @returns {Decimal}
   */
  minus(other) {
    return this.plus(other.negated());
  }

  /**
   * @param {Decimal} other
   * @returns {Decimal}
   */
  times(other) {
    if (this.special || other.special) return Decimal.from(this.sign() * other.sign());
    return new Decimal(this.coefficient * other.coefficient, this.exponent + other.exponent).rounded();
  }

  /**
   * @param {Decimal} other
   * @returns {Decimal}
   */
  dividedBy(other) {
    if (this.special || other.special || !other.coefficient) return Decimal.from(this.sign() / other.sign());
    const [size, divisor] = [magnitude(this), magnitude(other)];
    const shift = Math.max(0, context.precision + 2 + digitCount(divisor) - digitCount(size));
    const scaled = size * tenTo(shift);
    let quotient = scaled / divisor;
    let exponent = this.exponent - other.exponent - shift;
    if (quotient * divisor !== scaled) {
      // A last digit that only says that something follows, so that no tie is seen where none is.
      quotient = quotient * 10n + 1n;
      exponent--;
    }
    const signed = this.coefficient < 0n !== other.coefficient < 0n ? -quotient : quotient;
    const result = new Decimal(signed, exponent).rounded();
    return shift ? result.normalized() : result;
  }

  /**
   * A number that stands for it in arithmetic with infinities: its sign, or itself if not finite.
   * @returns {number}
   */
  sign() {
    if (this.special) return Number(this.special);
    return this.coefficient > 0n ? 1 : this.coefficient < 0n ? -1 : 0;
  }

  /**
   * Below 0 if it is less than the other, 0 if equal, above 0 if more; NaN if either is no number.
   * @param {Decimal} other
   * @returns {number}
   */
  compare(other) {
    if (this.special || other.special) {
      const [left, right] = [this.special ? Number(this.special) : 0, other.special ? Number(other.special) : 0];
      return left === right ? 0 : left - right;
    }
    const [left, right] = [this.sign(), other.sign()];
    if (left !== right || !left) return left - right;
    const [mine, theirs] = [this.adjusted(), other.adjusted()];
    if (mine !== theirs) return mine > theirs ? left : -left;
    const gap = this.exponent - other.exponent;
    const [a, b] =
      gap >= 0
        ? [this.coefficient * tenTo(gap), other.coefficient]
        : [this.coefficient, other.coefficient * tenTo(-gap)];
    return a < b ? -1 : a > b ? 1 : 0;
  }

  /**
   * @param {Decimal} other
   * @returns {boolean}
   */
  equals(other) {
    return this.compare(other) === 0;
  }

  /**
   * Multiplied by a power of ten.
   * @param {number} exponent
   * @returns {Decimal}
   */
  shifted(exponent) {
    return this.special ? this : new Decimal(this.coefficient, this.exponent + exponent);
  }

  /**
   * The nearest float.
   * @returns {number}
   */
  valueOf() {
    return Number(this.special || `${this.coefficient}e${this.exponent}`);
  }

  /**
   * All digits, with a point among them or zeros behind, and no power of ten.
   * @returns {string}
   */
  toFixed() {
    if (this.special) return this.special;
    const sign = this.coefficient < 0n ? "-" : "";
    const digits = String(magnitude(this));
    if (this.exponent >= 0) return sign + digits + "0".repeat(this.exponent);
    const padded = digits.padStart(1 - this.exponent, "0");
    return `${sign}${padded.slice(0, this.exponent)}.${padded.slice(this.exponent)}`;
  }

  /** @returns {string} */
  toString() {
    return this.special || `${this.coefficient}e${this.exponent}`;
  }
}

export const ZERO = new Decimal(0n, 0);
export const ONE = new Decimal(1n, 0);
export const INFINITY = new Decimal(0n, 0, "Infinity");
const MINUS_INFINITY = new Decimal(0n, 0, "-Infinity");

/**
 * @param {Decimal} decimal
 * @returns {bigint}
 */
function magnitude({ coefficient }) {
  return coefficient < 0n ? -coefficient : coefficient;
}

/**
 * The sum of a number and one too small to change more than its rounding.
 * @param {Decimal} large
 * @param {Decimal} small
 * @returns {Decimal}
 */
function besides(large, small) {
  const shift = context.precision + 2;
  const nudge = small.coefficient < 0n ? -1n : 1n;
  context.inexact = true;
  return new Decimal(large.coefficient * tenTo(shift) + nudge, large.exponent - shift).rounded();
}
