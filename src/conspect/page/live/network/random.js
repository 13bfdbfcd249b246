// Random numbers that are the same for the same seed. The generator is not NumPy's: a network made
// here starts from other values than the same one made in Python.

const MASK = (1n << 64n) - 1n;

/** @typedef {() => number} Uniform  from 0 to below 1 */

/**
 * A generator of uniform numbers: SplitMix64 (G. Steele, D. Lea, C. Flood, Fast splittable
 * pseudorandom number generators, 2014).
 * @param {number} seed
 * @param {number} [stream]  another one for each purpose
 * @returns {Uniform}
 */
export function generator(seed, stream = 0) {
  let state = (BigInt(seed) * 0x9e3779b97f4a7c15n + BigInt(stream) * 0xd1342543de82ef95n) & MASK;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return Number((z ^ (z >> 31n)) >> 11n) / 2 ** 53;
  };
}

/**
 * A number from the standard normal distribution (G. Box, M. Muller, 1958).
 * @param {Uniform} uniform
 * @returns {number}
 */
export function normal(uniform) {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}

/**
 * The whole numbers from 0 to below the count, in a random order (R. Fisher, F. Yates, 1938).
 * @param {number} count
 * @param {Uniform} uniform
 * @returns {number[]}
 */
export function permutation(count, uniform) {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
