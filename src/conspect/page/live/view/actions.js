/** What the page's user can do: each of these leads from one session to the next. */

import { _, speak } from "../language.js";
import {
  insertLayer, removeLayer, withElement, withLayer, withLoss, withOptimizer, withSetting,
} from "../network/edits.js";
import { wrongTarget } from "../network/targets.js";
import { addUnit, removeUnit } from "../network/units.js";
import { ModelError } from "../network/rules.js";
import { withNumber } from "../values.js";
import { parseTable } from "./csv.js";
import { placeOf } from "./graph.js";
import { momentFrom } from "./moment.js";
import { networkFor, rowsOfTable } from "./rows.js";
import { batchCount, rowsOf } from "./run.js";
import { closed, edited, movedTo, redone, shown, undone } from "./state.js";

/** @typedef {import("../network/network.js").Network} Network */
/** @typedef {import("./app.js").App} App */
/** @typedef {import("./csv.js").Table} Table */
/** @typedef {import("./run.js").Moment} Moment */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {ReturnType<typeof actionsOf>} Actions */

/** @param {App} app */
export function actionsOf(app) {
  const { set } = app;
  const session = () => app.session;
  const moment = () => shown(session().history);

  /**
   * Go on from an edited moment.
   *
   * @param {() => Moment} work
   * @param {string} [what] is edited, if more of the same may follow
   */
  const edit = (work, what = "") => {
    try {
      const next = work();
      const wrong = wrongTarget(next.network, next.y);
      if (wrong) throw new ModelError(wrong);
      const count = batchCount(next);
      const fitted = next.batch > count ? { ...next, batch: 1 } : next;
      set({ history: edited(session().history, fitted, what), wrong: "", said: "" });
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      set({ wrong: error.message });
    }
  };

  /** @param {(network: Network) => Network} work */
  const editNetwork = (work, what = "") => edit(() => ({ ...moment(), network: work(moment().network) }), what);

  /**
   * Train on the rows of a table from now on, with as many inputs and outputs as they need.
   *
   * @param {Table} table
   * @param {number | null} target its column; the last one if there is none
   * @param {boolean} isScaled
   */
  const useRows = (table, target, isScaled) => {
    edit(() => {
      const { network } = moment();
      const isClass = network.frame.loss.rule.class_numbers === true;
      const rows = rowsOfTable(table, target ?? table.header.length - 1, isScaled, isClass);
      return begun({ ...moment(), network: networkFor(network, rows), x: rows.x, y: rows.y });
    });
    if (!session().wrong) set({ sample: 0 });
    return !session().wrong;
  };

  return {
    // moving through training
    /** @param {number} at */
    go: (at) => set({ history: movedTo(session().history, at), said: "" }),
    /** @param {number} epoch */
    toEpoch: (epoch) => app.travel(updatesTo(session(), epoch)),
    play: () => set({ isPlaying: !session().isPlaying, said: "" }),
    /** @param {number} speed */
    setSpeed: (speed) => set({ speed }),
    /** @param {1 | -1} by */
    line: (by) => set(lineMoved(app, by)),

    // looking
    /** @param {string | null} label */
    select: (label) => set({ selected: label, pointed: null }),
    /** @param {string | null} label */
    point: (label) => label !== session().pointed && set({ pointed: label }),
    /** @param {Partial<Session>} changes */
    look: (changes) => set(changes),
    /** @param {number} column @param {number} from */
    onWindow: (column, from) => set({ windows: { ...session().windows, [column]: Math.max(0, from) } }),
    /** @param {string} by @param {string} of */
    choose: (by, of) => set({ chosen: { ...session().chosen, [by]: of } }),
    /** @param {string} code */
    speak: (code) => {
      speak(code);
      app.onLanguage(code);
      set({});
    },

    // editing
    /** @param {string} name @param {readonly number[]} place @param {number} number */
    edit: (name, place, number) => edit(() => withNumberAt(moment(), name, place, number), `${name}[${place}]`),
    done: () => set({ history: closed(session().history) }),
    undo: () => set({ history: undone(session().history), wrong: "" }),
    redo: () => set({ history: redone(session().history), wrong: "" }),
    /** @param {"optimizer" | "loss"} where @param {string} key @param {number} value */
    setting: (where, key, value) => editNetwork((network) => withSetting(network, where, key, value), `${where}.${key}`),
    /** @param {Partial<Moment["training"]>} changes */
    setTraining: (changes) => edit(() => ({ ...moment(), training: { ...moment().training, ...changes } })),
    /** @param {string} kind */
    setLoss: (kind) => editNetwork((network) => withLoss(network, kind)),
    /** @param {string} kind */
    setOptimizer: (kind) => editNetwork((network) => withOptimizer(network, kind)),
    /** @param {number} layer @param {number | null} activation @param {string} kind */
    setActivation: (layer, activation, kind) => editNetwork((network) => {
      if (activation === null) return kind === "linear" ? network : insertLayer(network, layer + 1, { kind, settings: {} });
      return kind === "linear" ? removeLayer(network, activation) : withLayer(network, activation, { kind, settings: {} });
    }),
    /** @param {number} layer */
    addUnit: (layer) => editNetwork((network) => addUnit(network, layer)),
    /** @param {number} layer */
    removeUnit: (layer) => editNetwork((network) => removeUnit(network, layer)),
    /** @param {number} before */
    addLayer: (before) => editNetwork((network) => {
      const dense = insertLayer(network, before, { kind: "dense", settings: { units: 2 } });
      return insertLayer(dense, before + 1, { kind: "tanh", settings: {} });
    }),
    /** @param {number} layer @param {number | null} activation */
    removeLayer: (layer, activation) =>
      editNetwork((network) => removeLayer(network, layer, activation === null ? 1 : 2)),

    // data
    /** @param {string} text */
    readTable: (text) => {
      const table = text.trim() ? parseTable(text) : null;
      set({ table, target: table ? table.header.length - 1 : 0, wrong: "" });
    },
    /** @param {{target?: number, isScaled?: boolean}} changes */
    setTable: (changes) => set(changes),
    useTable: () => {
      const { table, target, isScaled } = session();
      if (table && useRows(table, target, isScaled)) set({ table: null });
    },
    /** @param {string} name */
    takeSet: (name) => useRows(parseTable(app.carried.sets[name]), null, false),
    /** @param {import("./moment.js").State} state as an address or another program gives it */
    load: (state) => {
      try {
        const next = momentFrom(app.carried.rules, state);
        set({ history: edited(session().history, next), wrong: "" });
      } catch (error) {
        set({ wrong: error instanceof ModelError ? error.message : _("This state is damaged: it is not shown.") });
      }
    },

    /** @param {string} kind */
    take: (kind) => app.take(kind),
  };
}

/** @param {Moment} moment with other rows: training begins anew */
function begun(moment) {
  return { ...moment, epoch: 0, batch: 1, lossSum: 0, rowsSeen: 0 };
}

/**
 * @param {Moment} moment
 * @param {string} name of a parameter, or `x` or `y` of its batch
 * @param {readonly number[]} place
 * @param {number} number
 * @returns {Moment}
 */
function withNumberAt(moment, name, place, number) {
  if (name !== "x" && name !== "y") return { ...moment, network: withElement(moment.network, name, place, number) };
  const [sample, ...rest] = place;
  return { ...moment, [name]: withNumber(moment[name], [rowsOf(moment)[sample], ...rest], number) };
}

/**
 * How many updates after the run's start so many whole epochs are done.
 *
 * @param {Session} session
 * @param {number} epoch
 */
function updatesTo({ history }, epoch) {
  const { start } = history.now.run;
  return Math.max(0, (epoch - start.epoch) * batchCount(start) - (start.batch - 1));
}

/**
 * The next line, or the one before; from the last one on to the first of the next update.
 *
 * @param {App} app
 * @param {1 | -1} by
 * @returns {Partial<Session>}
 */
function lineMoved(app, by) {
  const { session } = app;
  const { lines, cursor } = app.view();
  const wanted = cursor === null ? (by > 0 ? 0 : lines.length - 1) : cursor + by;
  const line = lines[wanted];
  if (line) return { selected: line.label, pointed: null, what: line.section === "backward" ? "gradients" : "forward" };
  const at = session.history.now.run.at + by;
  if (at < 0 || !lines.length) return {};
  const there = by > 0 ? lines[0] : lines[lines.length - 1];
  return { history: movedTo(session.history, at), selected: there.label, pointed: null, what: "forward" };
}

/**
 * Whether a label names something that there is.
 *
 * @param {ReadonlyMap<string, {shape: readonly number[]}>} values
 * @param {string} label
 */
export function isThere(values, label) {
  const found = placeOf(label);
  const shape = found && values.get(found.name)?.shape;
  if (!found || !shape || shape.length !== found.place.length) return false;
  return found.place.every((index, d) => index >= 0 && index < shape[d]);
}
