/** Tables as text: comma, semicolon or tab between cells, quotes around those that need them. */

/** @typedef {{header: string[], rows: string[][]}} Table */

/** More than this is no table to be looked at in a page. */
export const MOST_CELLS = 200000;

/**
 * The table that a text holds.
 *
 * @param {string} text
 * @returns {Table}
 */
export function parseTable(text) {
  const plain = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const rows = cellsOf(plain, separatorOf(plain)).filter((row) => row.some((cell) => cell !== ""));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const isHeader = rows.length > 1 && rows[0].every((cell) => !isNumber(cell));
  const header = Array.from({ length: width }, (_cell, k) => (isHeader && rows[0][k]) || `${k + 1}`);
  return { header, rows: isHeader ? rows.slice(1) : rows };
}

/**
 * Whether a cell holds a number, written with a decimal point.
 *
 * @param {string | undefined} cell
 */
export function isNumber(cell) {
  return cell !== undefined && cell.trim() !== "" && Number.isFinite(Number(cell));
}

/** @param {string} text @returns {string} the sign that parts the first row into most cells */
function separatorOf(text) {
  const signs = [",", ";", "\t"];
  const counts = signs.map((sign) => cellsOf(text, sign)[0].length);
  return signs[counts.indexOf(Math.max(...counts))];
}

/**
 * @param {string} text
 * @param {string} separator
 * @returns {string[][]}
 */
function cellsOf(text, separator) {
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "";
  let quoted = false;
  let count = 0;
  const endCell = () => {
    rows[rows.length - 1].push(cell.trim());
    cell = "";
    count += 1;
  };
  for (let k = 0; k < text.length && count < MOST_CELLS; k += 1) {
    const sign = text[k];
    if (quoted && sign === '"' && text[k + 1] === '"') {
      cell += sign;
      k += 1;
    } else if (sign === '"' && (quoted || cell.trim() === "")) quoted = !quoted;
    else if (!quoted && sign === separator) endCell();
    else if (!quoted && sign === "\n") {
      endCell();
      rows.push([]);
    } else cell += sign;
  }
  endCell();
  return rows;
}
