// Free slots as days, on a clock in Germany wherever the person is.

/** @import {SlotView} from "../contract.mjs" */

const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short" });

/** @param {string | Date | number} moment @returns {string} the day in Germany, YYYY-MM-DD */
export function berlinDay(moment) {
  return DAY.format(new Date(moment));
}

/** @param {string} day YYYY-MM-DD @param {number} days @returns {string} so many days later */
export function daysLater(day, days) {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/**
 * @param {SlotView[]} slots
 * @returns {{day: string, slots: SlotView[]}[]} in order of time; slots without a free place are left out
 */
export function byDay(slots) {
  /** @type {Map<string, SlotView[]>} */
  const days = new Map();
  const free = slots.filter((slot) => slot.free > 0);
  for (const slot of free.sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
    const day = berlinDay(slot.start);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days].map(([day, inDay]) => ({ day, slots: inDay }));
}

/**
 * Slots of several answers without doubles: the newest answer counts.
 * @param {SlotView[]} old
 * @param {SlotView[]} fresh
 * @returns {SlotView[]}
 */
export function merged(old, fresh) {
  return [...new Map([...old, ...fresh].map((slot) => [slot.start, slot])).values()];
}
