// The waiting list, as the booking page sees it: these days are full, tell me when a place becomes free.

import { Attempt } from "./attempt.mjs";
import { WINDOW, daysLater } from "./calendar.mjs";
import { check, checkPeriod, emptyDraft, toRequest } from "./details.mjs";

/** @import {WaitingListRequest, WaitingListView} from "../contract.mjs" */
/** @import {Period} from "./details.mjs" */
/** @import {BookingFlow} from "./flow.mjs" */

/** @typedef {{view: WaitingListView, email: string}} Listed */

export class Listing {
  /** @type {Period} */
  period = { first: "", last: "" };
  /** @type {Listed | null} */
  done = null;

  /** @param {BookingFlow} flow */
  constructor(flow) {
    this.flow = flow;
    this.attempt = new Attempt(() => flow.captcha());
    this.done = flow.memory.get().listed ?? null;
  }

  /** The weeks that are looked at, unless the person wants others. */
  begin() {
    const { calendar, office } = this.flow;
    if (office) {
      calendar.reach(office); // A reload comes here without the calendar.
    }
    const { first, today, end } = calendar;
    const last = first ? calendar.last : daysLater(today, WINDOW - 1);
    this.period = { first: first > today ? first : today, last: last < end ? last : end };
  }

  /** @param {Partial<Period>} change */
  write(change) {
    Object.assign(this.period, change);
    const { today, end } = this.flow.calendar;
    this.flow.mend(checkPeriod(this.period, today, end), ["first", "last"]);
  }

  /** @returns {Promise<boolean>} whether the person stands on the list now */
  async send() {
    const { office, chosenIds: matters, draft, calendar, busy } = this.flow;
    const errors = { ...check(draft, calendar.today), ...checkPeriod(this.period, calendar.today, calendar.end) };
    if (busy || !office || matters.length === 0 || !this.flow.allRight(errors)) {
      return false;
    }
    return this.#send({ office: office.id, matters, ...this.period, ...toRequest(draft, this.flow.language()) });
  }

  /**
   * @param {WaitingListRequest} wish
   * @param {boolean} [again] the proof of work was refused once; it may have been too old
   * @returns {Promise<boolean>}
   */
  async #send(wish, again = false) {
    const { flow } = this;
    const done = await flow.attempt(async () => {
      const { key, proof } = await this.attempt.of(JSON.stringify(wish));
      const view = await flow.api.enlist({ ...wish, ...proof }, key);
      this.done = { view, email: wish.email };
      flow.draft = emptyDraft();
      flow.memory.forget();
      flow.memory.add({ listed: this.done });
    });
    this.attempt.answered(flow.problem);
    return flow.problem === "captcha_wrong" && !again ? this.#send(wish, true) : done;
  }
}
