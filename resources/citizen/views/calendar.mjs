// Four weeks at a glance: on which days there is room. The chosen day's times unfold below.
// A grid as the ARIA practices describe it: one stop of the Tab key, arrows inside.

import { WINDOW, daysLater, isMorning } from "../booking/calendar.mjs";
import { alert, button, el, heading, paragraph, say, show } from "../ui/dom.mjs";

/** @import {Calendar} from "../booking/calendar.mjs" */
/** @import {SlotView} from "../contract.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** @param {string} day @returns {string} a moment on that day, for formats */
const noon = (day) => `${day}T12:00:00Z`;

/**
 * @param {Calendar} calendar
 * @param {{take: (start: string) => void, choose: (day: string) => void, announce: (phrase: Phrase) => void}} does
 * @param {Phrase} [above] the heading
 */
export function calendarView(calendar, { take, choose, announce }, above = "calendar.title") {
  const title = heading(2, above, "small");
  const period = el("p", { class: "calendar__period", id: "calendar-period", attributes: { "aria-live": "polite" } });
  const leaf = (/** @type {number} */ windows) => void calendar.leaf(windows);
  const earlier = button("secondary", "calendar.earlier", { testid: "earlier", icon: "arrow-back", click: () => leaf(-1) });
  const later = button("secondary", "calendar.later", { testid: "later", icon: "arrow-forward", click: () => leaf(1) });
  const body = el("tbody");
  const table = el("table", { class: "calendar", testid: "calendar", attributes: { role: "grid", "aria-labelledby": "calendar-period" } }, weekdays(), body);
  const times = el("section", { class: "stack stack--small calendar__times", testid: "times", attributes: { "aria-labelledby": "times-title" } });
  const pick = (/** @type {string} */ day) => {
    choose(day);
    announce((words) => `${dayInWords(words, day)}: ${words.t("calendar.below", { count: calendar.times.length })}`);
  };
  table.addEventListener("keydown", (event) => void steer(calendar, body, event));
  body.addEventListener("focusin", ({ target }) => target instanceof HTMLButtonElement && onlyStop(body, target));

  /** @type {unknown} */
  let drawn = null;
  let unfolded = "";
  const update = () => {
    later.setAttribute("aria-disabled", String(!calendar.canGoOn));
    earlier.setAttribute("aria-disabled", String(!calendar.canGoBack));
    table.setAttribute("aria-busy", String(calendar.busy));
    if (!calendar.first) {
      return;
    }
    say(period, (words) => words.days(calendar.first, calendar.last));
    if (drawn !== calendar.days) {
      drawn = calendar.days;
      unfolded = "";
      const kept = body.contains(document.activeElement) ? document.activeElement?.getAttribute("data-day") : null;
      body.replaceChildren(...weeks(calendar, pick));
      dayButton(body, kept ?? "")?.focus();
    }
    mark(body, calendar.day);
    if (unfolded !== calendar.day || times.childElementCount === 0) {
      unfolded = calendar.day;
      times.replaceChildren(...timesOf(calendar, take));
    }
    show(times, calendar.loaded);
  };
  update();
  const leafing = el("div", { class: "calendar__leaf" }, earlier, later);
  return { node: el("div", { class: "stack stack--small" }, title, period, table, leafing, times), update };
}

function weekdays() {
  // 5 January 2026 was a Monday.
  const days = Array.from({ length: 7 }, (_, index) => noon(daysLater("2026-01-05", index)));
  return el(
    "thead",
    {},
    el(
      "tr",
      {},
      ...days.map((day) =>
        el(
          "th",
          { attributes: { scope: "col" } },
          el("span", { say: (words) => words.as(day, { weekday: "short" }), attributes: { "aria-hidden": "true" } }),
          el("span", { class: "kern-sr-only", say: (words) => words.as(day, { weekday: "long" }) }),
        ),
      ),
    ),
  );
}

/**
 * @param {Calendar} calendar
 * @param {(day: string) => void} pick
 */
function weeks(calendar, pick) {
  const days = Array.from({ length: WINDOW }, (_, index) => daysLater(calendar.first, index));
  return Array.from({ length: WINDOW / 7 }, (_, week) =>
    el("tr", {}, ...days.slice(week * 7, week * 7 + 7).map((day) => el("td", {}, dayCell(calendar, day, pick)))),
  );
}

/**
 * @param {Calendar} calendar
 * @param {string} day
 * @param {(day: string) => void} pick
 */
function dayCell(calendar, day, pick) {
  const count = calendar.days.get(day)?.length ?? 0;
  const number = el("span", { class: `day__number${day.endsWith("-01") ? " day__number--month" : ""}`, say: (words) => dayNumber(words, day), attributes: { "aria-hidden": "true" } });
  if (day < calendar.today || day > calendar.end) {
    const why = day < calendar.today ? "past" : "beyond";
    return el("span", { class: `day day--${why}` }, number, el("span", { class: "kern-sr-only", say: (words) => `${dayInWords(words, day)}, ${words.t(`calendar.${why}`)}` }));
  }
  const element = el(
    "button",
    {
      class: `day ${count > 0 ? "day--free" : "day--full"}${day === calendar.today ? " day--today" : ""}`,
      testid: `day-${day}`,
      attributes: { type: "button", "data-day": day, tabindex: -1, ...(count > 0 ? { "aria-pressed": "false" } : { "aria-disabled": "true" }) },
      click: () => count > 0 && pick(day),
    },
    number,
    el("span", { class: "day__room", say: count > 0 ? ["calendar.room", { count }] : () => "–", attributes: { "aria-hidden": "true" } }),
    el("span", {
      class: "kern-sr-only",
      say: (words) => `${dayInWords(words, day)}${day === calendar.today ? ` (${words.t("calendar.today")})` : ""}, ${count > 0 ? words.t("calendar.free", { count }) : words.t("calendar.full")}`,
    }),
  );
  element.style.setProperty("--room", String(Math.min(count, 12) / 12));
  return element;
}

/** @param {import("../i18n.mjs").I18n} words @param {string} day */
function dayInWords(words, day) {
  return words.as(noon(day), { weekday: "long", day: "numeric", month: "long" });
}

/**
 * The month stands where it begins.
 * @param {import("../i18n.mjs").I18n} words
 * @param {string} day
 */
function dayNumber(words, day) {
  return day.endsWith("-01") ? words.as(noon(day), { day: "numeric", month: "short" }) : String(Number(day.slice(-2)));
}

/**
 * @param {Calendar} calendar
 * @param {(start: string) => void} take
 * @returns {Node[]}
 */
function timesOf(calendar, take) {
  const { day, times } = calendar;
  if (!day) {
    return [el("div", { id: "times-title" }, alert("info", "calendar.none", paragraph("calendar.none.hint")))];
  }
  const title = el("h3", { class: "kern-heading-small", id: "times-title", say: (words) => `${dayInWords(words, day)}: ${words.t("calendar.free", { count: times.length })}` });
  const parts = /** @type {const} */ ([["calendar.morning", times.filter(isMorning)], ["calendar.afternoon", times.filter((slot) => !isMorning(slot))]]);
  return [
    title,
    ...parts
      .filter(([, slots]) => slots.length > 0)
      .map(([name, slots]) =>
        el("div", { class: "stack stack--small" }, el("h4", { class: "times__part", say: name }), el("div", { class: "times" }, ...slots.map((slot) => timeButton(slot, take)))),
      ),
  ];
}

/**
 * @param {SlotView} slot
 * @param {(start: string) => void} take
 * @param {boolean} [withDay]
 */
export function timeButton({ start }, take, withDay = false) {
  const element = el("button", { class: "time", click: () => take(start), attributes: { type: "button", "data-start": start } });
  element.append(el("span", { say: (words) => (withDay ? `${words.day(start)}, ${words.t("common.clock", { time: words.time(start) })}` : words.time(start)) }));
  if (!withDay) {
    // Read aloud without its heading, a time alone would not say which day is meant.
    element.append(el("span", { class: "kern-sr-only", say: (words) => `, ${words.day(start)}` }));
  }
  return element;
}

/** @param {HTMLElement} body @param {string} day @returns {HTMLButtonElement | null} */
function dayButton(body, day) {
  return body.querySelector(`button[data-day="${day}"]`);
}

/** @param {HTMLElement} body @param {string} chosen */
function mark(body, chosen) {
  for (const element of body.querySelectorAll("button[aria-pressed]")) {
    element.setAttribute("aria-pressed", String(element.getAttribute("data-day") === chosen));
  }
  const stop = body.querySelector("button:focus") ?? dayButton(body, chosen) ?? body.querySelector("button");
  if (stop instanceof HTMLButtonElement) {
    onlyStop(body, stop);
  }
}

/** @param {HTMLElement} body @param {HTMLButtonElement} stop where the Tab key enters */
function onlyStop(body, stop) {
  for (const element of body.querySelectorAll("button")) {
    element.tabIndex = element === stop ? 0 : -1;
  }
}

/**
 * @param {Calendar} calendar
 * @param {HTMLElement} body
 * @param {KeyboardEvent} event
 */
async function steer(calendar, body, event) {
  const from = event.target instanceof HTMLElement ? event.target.closest("button")?.getAttribute("data-day") : null;
  if (!from || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const weekday = (new Date(noon(from)).getUTCDay() + 6) % 7;
  /** @type {Record<string, number>} */
  const jumps = { ...STEPS, Home: -weekday, End: 6 - weekday, PageUp: -WINDOW, PageDown: WINDOW };
  const jump = jumps[event.key];
  if (jump === undefined) {
    return;
  }
  event.preventDefault();
  const wanted = daysLater(from, jump);
  const day = wanted < calendar.today ? calendar.today : wanted;
  if (day > calendar.last ? calendar.canGoOn : day < calendar.first && calendar.canGoBack) {
    await calendar.leaf(day > calendar.last ? 1 : -1);
  }
  dayButton(body, day)?.focus();
}
