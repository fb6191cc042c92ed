// The line above each step of the booking: where the person is, and the way back.

import { STEPS } from "../booking/flow.mjs";
import { button, el } from "../ui/dom.mjs";

/** @import {Step} from "../booking/flow.mjs" */

/**
 * @param {Step} step
 * @returns {HTMLElement}
 */
export function stepLine(step) {
  const total = STEPS.length - 1; // "done" is no step any more
  const count = STEPS.indexOf(step) + 1;
  return el(
    "div",
    { class: "step-line" },
    count > 1 && button("tertiary", "common.back", { icon: "arrow-back", testid: "back", click: () => history.back() }),
    el(
      "div",
      { class: "kern-progress" },
      el("label", { class: "kern-label", say: ["book.step", { step: count, total }], attributes: { for: "progress" } }),
      el("progress", { id: "progress", attributes: { value: count, max: total } }),
    ),
  );
}

/**
 * What has been chosen so far.
 * @param {import("../booking/flow.mjs").BookingFlow} flow
 * @returns {HTMLElement}
 */
export function chosen(flow) {
  return el(
    "p",
    { class: "kern-body kern-body--muted chosen" },
    el("span", { say: (words) => [flow.matter && words.text(flow.matter.title), flow.office?.name].filter(Boolean).join(" · ") }),
  );
}
