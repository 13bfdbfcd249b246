/** How wide the numbers of the picture get: it never shrinks, so that nothing moves while numbers do. */

import { textWidth } from "./boxes.js";
import { NAME_SIZE, NUMBER_SIZE } from "./stacks.js";

/** @typedef {import("./captions.js").Look} Look */
/** @typedef {import("./graph.js").Quantity} Quantity */
/** @typedef {import("./stacks.js").Room} Room */

const STEP = 6;

export class Widths {
  constructor() {
    /** @type {Map<string, number>} */
    this.known = new Map();
    this.of = "";
  }

  /**
   * The room for a picture; what was known of another one is forgotten.
   *
   * @param {string} of which picture it is
   * @param {Look} look
   * @param {boolean} narrow
   * @returns {Room}
   */
  room(of, look, narrow) {
    if (of !== this.of) this.known.clear();
    this.of = of;
    const numberWidth = (/** @type {Quantity[]} */ quantities) => {
      const key = quantities.map(({ label }) => label).join(" ");
      const widths = quantities.map((quantity) => {
        const { name, number } = look.caption(quantity);
        return Math.max(textWidth(name, NAME_SIZE), textWidth(number, NUMBER_SIZE));
      });
      const width = Math.max(this.known.get(key) || 0, Math.ceil(Math.max(...widths) / STEP) * STEP);
      this.known.set(key, width);
      return width;
    };
    return { numberWidth, narrow };
  }
}
