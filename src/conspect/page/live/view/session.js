/** What the page's user has before them: a state of training, and how it is looked at. */

import { historyFrom } from "./state.js";

/** @typedef {import("./captions.js").What} What */
/** @typedef {import("./csv.js").Table} Table */
/** @typedef {import("./run.js").Moment} Moment */
/** @typedef {import("./state.js").History} History */

/**
 * @typedef {object} Session
 * @property {History} history
 * @property {string | null} selected what stays in the inspector
 * @property {string | null} pointed what is pointed at or focused just now
 * @property {What} what the picture shows
 * @property {number} sample of the batch, from 0
 * @property {Readonly<Record<number, number>>} windows the first unit drawn of wide columns
 * @property {Readonly<Record<string, string>>} chosen ways along chains
 * @property {number} speed updates a second; 0 for as many as possible
 * @property {boolean} isPlaying
 * @property {Table | null} table pasted, and not used yet
 * @property {number} target the table's column to answer
 * @property {boolean} isScaled whether the table's inputs are scaled
 * @property {string} said after something was taken away
 * @property {string} wrong what could not be done, and why
 * @property {boolean} isNarrow whether there is little room for the picture
 * @property {boolean} isPrinting
 */

/**
 * @param {Moment} moment
 * @returns {Session}
 */
export function sessionFrom(moment) {
  return {
    history: historyFrom(moment),
    selected: null,
    pointed: null,
    what: "forward",
    sample: 0,
    windows: {},
    chosen: {},
    speed: 5,
    isPlaying: false,
    table: null,
    target: 0,
    isScaled: false,
    said: "",
    wrong: "",
    isNarrow: false,
    isPrinting: false,
  };
}
