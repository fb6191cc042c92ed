// Booking: a free time. The next one stands on top, then the days that have room, then one day's times.

import { alert, button, el, heading, paragraph, setBusy, show } from "../ui/dom.mjs";
import { calendarView, timeButton } from "./calendar.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {SlotView} from "../contract.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const OFFERED = 4;

/**
 * @param {BookingFlow} flow
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {View}
 */
export function slotsView(flow, announce) {
  const { calendar } = flow;
  const take = (/** @type {string} */ start) => void flow.take(start);
  const problem = el("div");
  const next = el("div");
  const full = el("div");
  const loading = el("p", { class: "kern-body kern-body--muted", say: "common.loading" });
  const weeks = calendarView(calendar, { take, choose: (day) => flow.chooseDay(day), announce });
  const list = waitingListOffer(flow);
  let told = "";
  let first = "";

  const update = () => {
    const code = flow.problem ?? calendar.problem ?? "";
    if (code !== told) {
      told = code;
      problem.replaceChildren(...(code ? [slotProblem(code, flow.alternatives, take, () => void calendar.open(calendar.office, calendar.matters))] : []));
      if (code) {
        announce((words) => words.problem(code));
      }
    }
    show(loading, calendar.busy && !calendar.loaded);
    show(weeks.node, calendar.loaded && calendar.next !== null);
    show(next, calendar.loaded && calendar.next !== null);
    show(full, calendar.loaded && calendar.next === null);
    show(list, calendar.loaded && calendar.next !== null && Boolean(flow.town?.waiting_list));
    if (calendar.next && first !== calendar.next.start) {
      first = calendar.next.start;
      next.replaceChildren(nextFree(calendar.next, take));
    }
    if (calendar.next === null && full.childElementCount === 0) {
      full.append(allFull(flow));
    }
    for (const element of next.querySelectorAll("button")) {
      setBusy(element, flow.busy);
    }
    weeks.update();
  };
  update();
  const already = flow.booked && alert("info", ["book.slot.already", {}], button("tertiary", "book.slot.already.show", { click: () => flow.toBooked() }));
  return {
    node: el("div", { class: "stack" }, stepLine(flow, "slot"), heading(1, "book.slot.title"), chosen(flow), already, problem, loading, next, full, weeks.node, list),
    update,
  };
}

/**
 * Something is in the way: say so and offer what is near.
 * @param {string} code
 * @param {SlotView[]} alternatives
 * @param {(start: string) => void} take
 * @param {() => void} [again]
 * @param {Phrase} [sentence] in place of the problem's usual one
 */
export function slotProblem(code, alternatives, take, again, sentence = (words) => words.problem(code)) {
  const retry = code === "unavailable" && again ? button("secondary", "common.retry", { testid: "retry", click: again }) : null;
  return alert(code === "slot_taken" ? "info" : "warning", sentence, ...offers(alternatives, take), retry);
}

/**
 * Times beside the one that was wanted.
 * @param {SlotView[]} alternatives
 * @param {(start: string) => void} take
 * @returns {Node[]}
 */
function offers(alternatives, take) {
  if (alternatives.length === 0) {
    return [];
  }
  const buttons = alternatives.slice(0, OFFERED).map((slot) => timeButton(slot, take, true));
  return [el("div", { class: "stack stack--small", testid: "alternatives" }, paragraph("book.slot.instead"), el("div", { class: "times times--days" }, ...buttons))];
}

/**
 * @param {SlotView} slot
 * @param {(start: string) => void} take
 */
function nextFree({ start }, take) {
  return el(
    "section",
    { class: "kern-card kern-card--hug kern-card--surface next-free", attributes: { "aria-labelledby": "next-free" } },
    el(
      "div",
      { class: "kern-card__container" },
      el("h2", { class: "kern-title", id: "next-free", say: "book.slot.next" }),
      el("p", { class: "kern-heading-medium", say: (words) => `${words.day(start)}, ${words.t("common.clock", { time: words.time(start) })}` }),
      button("primary", "book.slot.take", { testid: "slot-first", click: () => take(start) }),
    ),
  );
}

/** @param {BookingFlow} flow */
function allFull(flow) {
  const list = flow.town?.waiting_list;
  return alert(
    "info",
    "book.slot.none",
    paragraph(list ? "book.slot.none.list" : "book.slot.none.hint"),
    list ? button("primary", "list.offer.go", { testid: "to-list", click: () => flow.toList() }) : null,
  );
}

/** @param {BookingFlow} flow */
function waitingListOffer(flow) {
  return el(
    "section",
    { class: "stack stack--small offer-list" },
    heading(2, "list.offer", "small"),
    paragraph("list.offer.hint"),
    button("secondary", "list.offer.go", { testid: "to-list-more", click: () => flow.toList() }),
  );
}
