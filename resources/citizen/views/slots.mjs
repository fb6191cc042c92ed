// Booking: a free time. The next one stands on top, the others by day.

import { byDay } from "../booking/calendar.mjs";
import { alert, button, el, heading, paragraph, say, setBusy, show } from "../ui/dom.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {SlotView} from "../contract.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/**
 * @param {BookingFlow} flow
 * @param {(code: string) => void} announce
 * @returns {View}
 */
export function slotsView(flow, announce) {
  const problem = el("div");
  const next = el("div");
  const days = el("div", { class: "stack stack--small" });
  const loading = el("p", { class: "kern-body kern-body--muted", say: "common.loading" });
  const more = button("secondary", "book.slot.more", { testid: "more", click: () => void flow.loadSlots() });
  /** @type {unknown} */
  let drawn = null;
  let told = "";

  const update = () => {
    setBusy(more, flow.busy);
    show(loading, flow.busy && flow.slots.length === 0);
    if (flow.problem !== told) {
      told = flow.problem ?? "";
      problem.replaceChildren(...(told ? [slotProblem(flow)] : []));
      if (told) {
        announce(told);
      }
    }
    if (drawn !== flow.slots) {
      drawn = flow.slots;
      const found = byDay(flow.slots);
      next.replaceChildren(...(found[0]?.slots[0] ? [nextFree(flow, found[0].slots[0])] : []));
      days.replaceChildren(...found.map(({ day, slots }, index) => dayBlock(flow, day, slots, index === 0)));
    }
    if (!flow.busy && !flow.problem && flow.until && flow.slots.length === 0) {
      days.replaceChildren(alert("info", "book.slot.none", paragraph("book.slot.none.hint")));
    }
  };
  update();
  return {
    node: el("div", { class: "stack" }, stepLine(flow, "slot"), heading(1, "book.slot.title"), chosen(flow), problem, loading, next, heading(2, "book.slot.all", "small"), days, more),
    update,
  };
}

/**
 * Somebody was faster: say so and offer what is near.
 * @param {BookingFlow} flow
 */
function slotProblem(flow) {
  const offers = flow.alternatives.slice(0, 4);
  return alert(
    flow.problem === "unavailable" ? "warning" : "info",
    (words) => words.problem(flow.problem ?? ""),
    offers.length > 0 &&
      el(
        "div",
        { class: "stack stack--small" },
        paragraph("book.slot.instead"),
        el("div", { class: "times" }, ...offers.map((slot) => timeButton(flow, slot, true))),
      ),
  );
}

/**
 * @param {BookingFlow} flow
 * @param {SlotView} slot
 */
function nextFree(flow, slot) {
  return el(
    "section",
    { class: "kern-card kern-card--hug kern-card--surface next-free", attributes: { "aria-labelledby": "next-free" } },
    el(
      "div",
      { class: "kern-card__container" },
      el("h2", { class: "kern-title", id: "next-free", say: "book.slot.next" }),
      el("p", { class: "kern-heading-medium", say: (words) => `${words.day(slot.start)}, ${words.t("common.clock", { time: words.time(slot.start) })}` }),
      button("primary", "book.slot.take", { testid: "slot-first", click: () => void flow.take(slot.start) }),
    ),
  );
}

/**
 * @param {BookingFlow} flow
 * @param {string} day
 * @param {SlotView[]} slots
 * @param {boolean} open
 */
function dayBlock(flow, day, slots, open) {
  return el(
    "details",
    { class: "more day", attributes: { open, "data-day": day } },
    el(
      "summary",
      {},
      el("span", { say: (words) => words.day(`${day}T12:00:00Z`) }),
      el("span", { class: "day__count", say: ["book.slot.free", { count: slots.length }] }),
    ),
    el("div", { class: "times" }, ...slots.map((slot) => timeButton(flow, slot))),
  );
}

/**
 * @param {BookingFlow} flow
 * @param {SlotView} slot
 * @param {boolean} [withDay]
 */
function timeButton(flow, slot, withDay = false) {
  const element = el("button", { class: "time", click: () => void flow.take(slot.start), attributes: { type: "button" } });
  const visible = el("span");
  say(visible, (words) => (withDay ? `${words.day(slot.start)}, ` : "") + words.time(slot.start));
  element.append(visible);
  if (!withDay) {
    // Read aloud without its heading, a time alone would not say which day is meant.
    element.append(el("span", { class: "kern-sr-only", say: (words) => `, ${words.day(slot.start)}` }));
  }
  return element;
}

