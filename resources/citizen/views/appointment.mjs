// The appointment behind the link while the waiting room is still closed: when it opens, what to have ready, and the
// ways to move or cancel it. Changing anything takes two steps.

import { bring } from "../booking/matters.mjs";
import { alert, bullets, button, el, heading, icon, paragraph, say, setBusy } from "../ui/dom.mjs";
import { appointmentFacts } from "./booked.mjs";
import { calendarView } from "./calendar.mjs";
import { slotProblem } from "./slots.mjs";

/** @import {Change} from "../booking/change.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {I18n, Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const TICK_MS = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * @param {Session} session
 * @param {Change} change
 * @returns {View}
 */
export function appointmentView(session, change) {
  const { appointment } = session;
  if (!appointment) {
    return { node: el("div") };
  }
  const left = el("p", { class: "place", testid: "countdown" });
  const problem = el("div", { attributes: { "aria-live": "polite" } });
  const tools = changeButtons(change, appointment.changeable ?? false);
  const update = () => {
    tools.update();
    problem.replaceChildren(...problemOf(change));
  };
  const tick = () => say(left, countdown(session.door.opensIn));
  update();
  tick();
  const timer = setInterval(tick, TICK_MS);
  const ready = bring(appointment.matters).map((text) => /** @type {Phrase} */ ((words) => words.text(text)));
  return {
    node: el(
      "div",
      { class: "stack", testid: "appointment" },
      heading(1, "opening.title"),
      paragraph(["consent.hello", { name: `${appointment.given_names} ${appointment.family_name}` }], "kern-body--large"),
      appointmentFacts(appointment),
      el("div", { class: "place-card" }, paragraph("appointment.opens"), left, paragraph((words) => words.t("appointment.opens.at", momentOf(words, appointment.opens_at ?? "")))),
      paragraph("appointment.stay"),
      ready.length > 0 && el("section", { class: "stack stack--small" }, heading(2, "waiting.bring", "small"), bullets(ready)),
      problem,
      tools.node,
    ),
    update,
    leave: () => clearInterval(timer),
  };
}

/** @param {I18n} words @param {string} moment */
function momentOf(words, moment) {
  return { day: words.day(moment), time: words.time(moment) };
}

/** @param {number} ms @returns {Phrase} the two largest units, as a person would say it */
export function countdown(ms) {
  const whole = Math.ceil(ms / MINUTE) * MINUTE; // Or an hour would be called sixty minutes.
  const parts = /** @type {[string, number][]} */ ([["days", Math.floor(whole / DAY)], ["hours", Math.floor((whole % DAY) / HOUR)], ["minutes", (whole % HOUR) / MINUTE]]);
  const first = parts.findIndex(([, count]) => count > 0);
  if (first < 0) {
    return "appointment.now";
  }
  const said = parts.slice(first, first + 2).filter(([, count]) => count > 0);
  return (words) => said.map(([unit, count]) => words.t(`appointment.${unit}`, { count })).join(", ");
}

/**
 * @param {Change} change
 * @param {boolean} changeable
 */
export function changeButtons(change, changeable) {
  const file = button("secondary", "appointment.file", { testid: "calendar-file", click: () => void saveFile(change) });
  return {
    node: el(
      "section",
      { class: "stack stack--small", attributes: { "aria-labelledby": "change-title" } },
      el("h2", { class: "kern-heading-small", id: "change-title", say: "appointment.change" }),
      changeable ? null : paragraph("appointment.fixed"),
      el(
        "div",
        { class: "kern-btn-wrapper" },
        file,
        changeable && button("secondary", "appointment.move", { testid: "move", click: () => void change.toMove() }),
        changeable && button("secondary", "appointment.cancel", { testid: "cancel", click: () => change.toCancel() }),
      ),
    ),
    update: () => setBusy(file, change.busy),
  };
}

/** @param {Change} change */
async function saveFile(change) {
  const file = await change.file();
  if (file) {
    const address = URL.createObjectURL(file);
    el("a", { attributes: { href: address, download: "termin.ics" } }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/** @param {Change} change @returns {Node[]} */
function problemOf(change) {
  const { problem } = change;
  return problem ? [alert("warning", (words) => words.problem(problem))] : [];
}

/** @param {Change} change */
function backButton(change) {
  return el("div", { class: "step-line" }, button("tertiary", "common.back", { icon: "arrow-back", testid: "back", click: () => change.back() }));
}

/**
 * @param {Session} session
 * @param {Change} change
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {View}
 */
export function moveView(session, change, announce) {
  const { calendar } = change;
  const take = (/** @type {string} */ start) => change.want(start);
  const choice = el("div");
  const problem = el("div", { attributes: { "aria-live": "polite" } });
  const none = el("div");
  const weeks = calendarView(calendar, { take, choose: (day) => calendar.choose(day), announce }, "move.day");
  const now = session.appointment;
  let drawn = "";
  let told = "";
  const update = () => {
    const code = change.problem ?? calendar.problem ?? "";
    if (code !== told) {
      told = code;
      problem.replaceChildren(...(code ? [slotProblem(code, change.alternatives, take, () => void calendar.open(calendar.office, calendar.matters), code === "slot_taken" ? "move.taken" : undefined)] : []));
      (code === "slot_taken" ? problem : null)?.scrollIntoView({ block: "nearest" });
    }
    if (change.wanted !== drawn) {
      drawn = change.wanted;
      choice.replaceChildren(...(drawn ? [moveQuestion(change)] : []));
      choice.querySelector("h2")?.focus();
      choice.scrollIntoView({ block: "nearest" });
    }
    for (const element of choice.querySelectorAll("button")) {
      setBusy(element, change.busy);
    }
    weeks.node.hidden = !calendar.loaded || calendar.next === null;
    none.replaceChildren(...(calendar.loaded && calendar.next === null ? [alert("info", "book.slot.none", paragraph("move.none"))] : []));
    weeks.update();
  };
  update();
  return {
    node: el(
      "div",
      { class: "stack" },
      backButton(change),
      heading(1, "move.title"),
      now && paragraph((words) => words.t("move.now", momentOf(words, now.start))),
      paragraph("move.lead"),
      problem,
      choice,
      none,
      weeks.node,
    ),
    update,
  };
}

/** @param {Change} change */
function moveQuestion(change) {
  const { wanted } = change;
  return el(
    "section",
    { class: "question stack stack--small", testid: "move-question" },
    heading(2, (words) => words.t("move.question", momentOf(words, wanted)), "small"),
    el(
      "div",
      { class: "kern-btn-wrapper" },
      button("primary", "move.yes", { testid: "move-yes", click: () => void change.move() }),
      button("secondary", "move.no", { testid: "move-no", click: () => change.want("") }),
    ),
  );
}

/** @param {Change} change @returns {View} */
export function movedView(change) {
  const { moved } = change;
  return {
    node: el(
      "div",
      { class: "stack", testid: "moved" },
      heading(1, "moved.title"),
      moved && appointmentFacts(moved),
      alert("success", "moved.mail", paragraph("moved.mail.hint")),
    ),
  };
}

/**
 * One button and what may stand in its way.
 * @param {Change} change
 * @param {HTMLButtonElement} yes
 */
function deed(change, yes) {
  const problem = el("div", { attributes: { "aria-live": "polite" } });
  const update = () => {
    setBusy(yes, change.busy);
    problem.replaceChildren(...problemOf(change));
  };
  update();
  return { problem, update };
}

/**
 * @param {Session} session
 * @param {Change} change
 * @returns {View}
 */
export function cancelView(session, change) {
  const yes = button("primary", "cancel.yes", { testid: "cancel-yes", click: () => void change.cancel() });
  const { problem, update } = deed(change, yes);
  return {
    node: el(
      "div",
      { class: "stack" },
      backButton(change),
      heading(1, "cancel.title"),
      session.appointment && appointmentFacts(session.appointment),
      paragraph("cancel.lead"),
      problem,
      el("div", { class: "kern-btn-wrapper" }, yes, button("secondary", "cancel.no", { testid: "cancel-no", click: () => change.back() })),
    ),
    update,
  };
}

/**
 * The booking stands only after this.
 * @param {Session} session
 * @param {Change} change
 * @returns {View}
 */
export function confirmView(session, change) {
  const { appointment } = session;
  const yes = button("primary", "confirm.yes", { testid: "confirm", click: () => void change.confirm() });
  const { problem, update } = deed(change, yes);
  const until = appointment?.confirm_by ?? "";
  return {
    node: el(
      "div",
      { class: "stack", testid: "to-confirm" },
      heading(1, "confirm.title"),
      appointment && appointmentFacts(appointment),
      el("p", { class: "kern-body confirm-by" }, icon("info"), el("span", { say: (words) => words.t("confirm.until", momentOf(words, until)) })),
      problem,
      yes,
      paragraph("confirm.not"),
    ),
    update,
  };
}
