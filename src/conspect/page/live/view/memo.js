/**
 * The function, but that the same arguments as the last time give the last result again.
 *
 * @template {any[]} A
 * @template R
 * @param {(...args: A) => R} work
 * @returns {(...args: A) => R}
 */
export function memo(work) {
  /** @type {{args: A, result: R} | null} */
  let last = null;
  return (...args) => {
    if (!last || args.some((arg, k) => arg !== last?.args[k])) last = { args, result: work(...args) };
    return last.result;
  };
}
