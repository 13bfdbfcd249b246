/** The controls that move through training: by line, by update, by epoch, by itself. */

import { _, fill } from "../language.js";
import { h } from "./dom.js";
import { choiceField, numberField } from "./fields.js";
import { button } from "./icons.js";
import { full, short } from "./numbers.js";

/** @typedef {import("./app.js").View} View */

/** Updates a second; 0 is as many as the machine can do. */
const SPEEDS = [1, 2, 5, 10, 30, 60, 0];

/** @param {View} view */
export function transport(view) {
  return h(
    "div",
    { class: "transport", role: "toolbar", "aria-label": _("Training") },
    lines(view),
    updates(view),
    epochs(view),
    batches(view),
    losses(view),
  );
}

/** @param {View} view */
function lines({ cursor, lineCount, actions }) {
  const said = cursor === null ? String(lineCount) : `${cursor + 1} / ${lineCount}`;
  return h(
    "div",
    { class: "group", role: "group", "aria-label": _("Line by line") },
    h("span", { class: "caption" }, _("Line")),
    button("back", _("Previous line"), () => actions.line(-1), { id: "line-back" }),
    h("span", { class: "count" }, said),
    button("forward", _("Next line"), () => actions.line(1), { id: "line-forward" }),
  );
}

/** @param {View} view */
function updates({ history, isPlaying, speed, actions }) {
  const { at } = history.now.run;
  return h(
    "div",
    { class: "group", role: "group", "aria-label": _("Update by update") },
    h("span", { class: "caption" }, _("Update")),
    button("start", _("Back to the start"), () => actions.go(0), { id: "start", disabled: at === 0 }),
    button("back", _("One update back"), () => actions.go(at - 1), { id: "back", disabled: at === 0 }),
    h("span", { class: "count", "data-at": at }, String(at)),
    button("forward", _("One update"), () => actions.go(at + 1), { id: "step" }),
    button(isPlaying ? "pause" : "play", isPlaying ? _("Pause") : _("Play"), actions.play, {
      id: "play", pressed: isPlaying, shown: true,
    }),
    choiceField({
      name: _("Updates a second"),
      value: String(speed),
      choices: SPEEDS.map((each) => [String(each), each ? fill(_("{count} a second"), { count: each }) : _("as fast as possible")]),
      onChoice: (value) => actions.setSpeed(Number(value)),
      id: "speed",
    }),
  );
}

/** @param {View} view */
function epochs({ moment, reach, firstEpoch, actions }) {
  const { epoch } = moment;
  return h(
    "div",
    { class: "group wide", role: "group", "aria-label": _("Epoch by epoch") },
    h("span", { class: "caption" }, _("Epoch")),
    h("input", {
      type: "range",
      class: "epoch",
      min: firstEpoch,
      max: Math.max(reach, epoch, firstEpoch + 1),
      step: 1,
      value: epoch,
      "aria-label": _("Epochs done"),
      "data-do": "epoch",
      oninput: (/** @type {Event} */ event) =>
        actions.toEpoch(Number(/** @type {HTMLInputElement} */ (event.currentTarget).value)),
    }),
    h("span", { class: "count" }, String(epoch)),
  );
}

/** @param {View} view */
function batches({ moment, batchCount, actions }) {
  const rows = moment.x.shape[0];
  const { batch_size: size } = moment.training;
  const sizes = [...new Set([1, 2, 4, 8, 16, 32, 64, 128, ...(size ? [size] : [])])]
    .filter((each) => each < rows)
    .sort((one, other) => one - other);
  return h(
    "div",
    { class: "group", role: "group", "aria-label": _("Batches") },
    rows > 1 && [
      h("span", { class: "caption" }, _("Rows a step")),
      choiceField({
        name: _("Rows a step"),
        value: size === null || size >= rows ? "" : String(size),
        choices: [
          ...sizes.map((each) => /** @type {[string, string]} */ ([String(each), String(each)])),
          ["", fill(_("all {count}"), { count: rows })],
        ],
        onChoice: (value) => actions.setTraining({ batch_size: value === "" ? null : Number(value) }),
        id: "batch-size",
      }),
      batchCount > 1 && h("span", { class: "count" }, fill(_("batch {number} of {count}"), { number: moment.batch, count: batchCount })),
    ],
    h("span", { class: "caption" }, _("Learning rate")),
    numberField({
      name: _("Learning rate"),
      value: Number(moment.network.frame.optimizer.settings.learning_rate),
      className: "number-field rate",
      onEdit: (number) => actions.setting("optimizer", "learning_rate", number),
      onDone: actions.done,
    }),
  );
}

/** @param {View} view */
function losses({ trace }) {
  const figure = (/** @type {string} */ name, /** @type {number} */ value) =>
    h("data", { "data-name": name, "data-value": full(value), value: full(value) }, short(value, 4));
  return h(
    "div",
    { class: "group losses" },
    h("span", { class: "caption" }, _("Loss")),
    figure("loss", trace.loss),
    h("span", { class: "arrow", "aria-label": _("after this update") }, "→"),
    figure("loss_after", trace.lossAfter),
  );
}
