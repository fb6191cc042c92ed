// The line above each step of the booking: where the person is, and the way back.

import { STEPS } from "../booking/flow.mjs";
import { placeToQuery } from "../booking/place.mjs";
import { titles } from "../booking/matters.mjs";
import { button, el } from "../ui/dom.mjs";

/** @import {BookingFlow, Step} from "../booking/flow.mjs" */

/**
 * @param {BookingFlow} flow
 * @param {Step} step
 * @returns {HTMLElement}
 */
export function stepLine(flow, step) {
  const total = STEPS.length - 1; // "done" is no step any more
  const count = numberOf(step);
  return el(
    "div",
    { class: "step-line" },
    count > 1 && button("tertiary", "common.back", { icon: "arrow-back", testid: "back", click: () => back(flow) }),
    el(
      "div",
      { class: "kern-progress" },
      el("label", { class: "kern-label", say: ["book.step", { step: count, total }], attributes: { for: "progress" } }),
      el("progress", { id: "progress", attributes: { value: count, max: total } }),
    ),
  );
}

/**
 * The browser's own way back where this page made it; who came by a link straight to this step stays on the page.
 * @param {BookingFlow} flow
 */
function back(flow) {
  if (history.state?.ours) {
    history.back();
  } else {
    const before = flow.step === "more" ? "bring" : (STEPS[numberOf(flow.step) - 2] ?? "office");
    const place = { ...flow.place, step: before, day: undefined };
    history.replaceState(null, "", placeToQuery(place));
    void flow.go(place);
  }
}

/** @param {Step} step @returns {number} from 1; the waiting list stands beside the details, another matter beside the first */
function numberOf(step) {
  const beside = { list: "details", listed: "details", more: "matter" };
  return STEPS.indexOf(/** @type {any} */ (beside)[step] ?? step) + 1;
}

/**
 * What has been chosen so far.
 * @param {BookingFlow} flow
 * @returns {HTMLElement}
 */
export function chosen(flow) {
  return el(
    "p",
    { class: "kern-body kern-body--muted chosen" },
    el("span", { say: (words) => [titles(flow.chosen, words), flow.office?.name].filter(Boolean).join(" · ") }),
  );
}
