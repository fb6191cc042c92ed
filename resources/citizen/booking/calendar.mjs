// Free slots as days, on a clock in Germany wherever the person is; and the four weeks of them that are looked at.

import { ApiProblem } from "../api.mjs";
import { Store } from "../store.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {OfficeView, SlotView} from "../contract.mjs" */

const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short" });
const HOUR = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", hourCycle: "h23" });

/** Days that are seen at once. */
export const WINDOW = 28;
/** So many windows are looked through for the next free slot. */
const SEARCHED = 3;
/** Days ahead that can be booked, where the service does not say. */
const FAR = 60;

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

/** @param {string} day YYYY-MM-DD @returns {string} the Monday of its week */
export function mondayOf(day) {
  return daysLater(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
}

/** @param {SlotView} slot @returns {boolean} before noon in Germany */
export function isMorning(slot) {
  return Number(HOUR.format(new Date(slot.start))) < 12;
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

/** Four weeks of one office's free slots for these matters together, and the day that is looked at. */
export class Calendar extends Store {
  office = "";
  /** @type {string[]} ids */
  matters = [];
  /** The Monday with which the weeks begin. */
  first = "";
  /** @type {Map<string, SlotView[]>} by day; empty when not loaded */
  days = new Map();
  /** @type {SlotView | null} the next one of all, whatever weeks are looked at */
  next = null;
  /** The chosen day, or "". */
  day = "";
  /** @type {number} how many days ahead can be booked, today included */
  horizon = FAR;
  /** @type {string | null} */
  problem = null;
  busy = false;
  /** These weeks are known. */
  loaded = false;
  /** Counts the questions: an answer to an older one is not looked at. */
  #asked = 0;

  /**
   * @param {object} parts
   * @param {Pick<Api, "slots">} parts.api
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ api, now = Date.now }) {
    super();
    this.api = api;
    this.now = now;
  }

  get today() {
    return berlinDay(this.now());
  }

  get last() {
    return daysLater(this.first, WINDOW - 1);
  }

  get canGoBack() {
    return this.first > mondayOf(this.today);
  }

  get canGoOn() {
    return this.first !== "" && daysLater(this.first, WINDOW) <= this.end;
  }

  /** @returns {string} the last day that can be booked at all */
  get end() {
    return daysLater(this.today, this.horizon - 1);
  }

  /** @param {OfficeView} office how far ahead it can be booked */
  reach({ horizon_days: days }) {
    this.horizon = days ?? FAR;
  }

  /** @returns {SlotView[]} of the chosen day */
  get times() {
    return this.days.get(this.day) ?? [];
  }

  /**
   * Look for the next free slot and show the weeks around it.
   * @param {string} office
   * @param {string[]} matters ids
   * @param {string} [day] to be looked at if it has room
   */
  async open(office, matters, day = "") {
    const asked = (this.#asked += 1);
    if (office !== this.office || matters.join() !== this.matters.join()) {
      Object.assign(this, { office, matters, day: "", next: null, days: new Map(), loaded: false, first: mondayOf(this.today) });
    }
    for (let window = 0; window < SEARCHED; window += 1) {
      const first = daysLater(mondayOf(this.today), window * WINDOW);
      if (first > this.end) {
        break;
      }
      const days = await this.#fetch(first, asked);
      if (!days) {
        return;
      }
      if (days.size > 0) {
        this.next = [...days.values()][0]?.[0] ?? null;
        this.#use(first, days, day);
        if (day > this.last) {
          await this.leaf(Math.floor((Date.parse(day) - Date.parse(this.first)) / (WINDOW * 86_400_000)), day);
        }
        return;
      }
    }
    this.next = null;
    this.#use(mondayOf(this.today), new Map(), "");
  }

  /**
   * Other weeks.
   * @param {number} windows how many times four weeks later; negative: earlier
   * @param {string} [day] to be looked at
   */
  async leaf(windows, day = "") {
    if (windows < 0 ? !this.canGoBack : !this.canGoOn) {
      return;
    }
    const [now, wanted] = [mondayOf(this.today), daysLater(this.first, windows * WINDOW)];
    const first = wanted < now ? now : wanted;
    const asked = (this.#asked += 1);
    const days = await this.#fetch(first, asked);
    if (days) {
      this.#use(first, days, day);
    }
  }

  /**
   * The same weeks again: something was taken meanwhile.
   * @param {string} office
   * @param {string[]} matters ids
   */
  refresh(office, matters) {
    return this.open(office, matters, this.day);
  }

  /** @param {string} day a day with room */
  choose(day) {
    this.day = day;
    this.changed();
  }

  /**
   * @param {string} first
   * @param {Map<string, SlotView[]>} days
   * @param {string} day
   */
  #use(first, days, day) {
    const chosen = days.has(day) ? day : ([...days.keys()][0] ?? "");
    Object.assign(this, { first, days, day: chosen, loaded: true });
    this.changed();
  }

  /**
   * @param {string} first
   * @param {number} asked
   * @returns {Promise<Map<string, SlotView[]> | null>} null: it failed, or somebody asked for something else meanwhile
   */
  async #fetch(first, asked) {
    this.busy = true;
    this.problem = null;
    this.changed();
    try {
      const from = first < this.today ? this.today : first;
      const days = Math.round((Date.parse(daysLater(first, WINDOW)) - Date.parse(from)) / 86_400_000);
      const found = await this.api.slots(this.office, this.matters, from, days);
      return asked === this.#asked ? new Map(byDay(found.slots).map(({ day, slots }) => [day, slots])) : null;
    } catch (problem) {
      if (asked === this.#asked) {
        this.problem = problem instanceof ApiProblem ? problem.code : "unexpected";
      }
      return null;
    } finally {
      if (asked === this.#asked) {
        this.busy = false;
        this.changed();
      }
    }
  }
}
