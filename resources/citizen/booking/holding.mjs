// The time that is held while the person types: taken, given back by going back, taken again by going forward.

import { newId } from "../ids.mjs";
import { Attempt } from "./attempt.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {ReservationView} from "../contract.mjs" */
/** @import {Memory} from "../memory.mjs" */

/** @typedef {{office: string, matters: string[], start: string}} Wanted a time of an office for these matters */
/** @typedef {ReservationView & Wanted} Hold */
/** @typedef {{hold: Hold, left: Wanted, booking: {key: string, body: string}}} Kept over a reload */

export class Holding {
  /** @type {Hold | null} */
  hold = null;
  /** The place that is being given back: it must be free before it is taken again. @type {Promise<void>} */
  #released = Promise.resolve();

  /**
   * @param {object} parts
   * @param {Api} parts.api
   * @param {Memory<Kept>} parts.memory
   * @param {() => Promise<string | null>} parts.captcha solves one; null: none is wanted
   * @param {() => number} parts.now milliseconds
   */
  constructor({ api, memory, captcha, now }) {
    this.api = api;
    this.memory = memory;
    this.now = now;
    this.attempt = new Attempt(captcha);
    this.hold = memory.get().hold ?? null;
  }

  /** @returns {number} milliseconds that it is still held; 0 when it is not */
  get left() {
    return this.hold ? Math.max(0, Date.parse(this.hold.expires_at) - this.now()) : 0;
  }

  /** @param {Partial<Wanted>} wanted @returns {boolean} whether this is what is held; without a start: any time for it */
  is({ office, matters, start = this.hold?.start }) {
    const { hold } = this;
    return hold !== null && hold.start === start && hold.office === office && hold.matters?.join() === matters?.join();
  }

  /** @param {Wanted} wanted a repeat after a lost answer is no second reservation */
  async take({ office, matters, start }) {
    await this.#released;
    const { key, proof } = await this.attempt.of(`${office} ${matters.join()} ${start}`);
    const held = await this.api.reserve({ office, matters, start, ...proof }, key);
    this.hold = { ...held, office, matters };
    this.memory.add({ hold: this.hold, booking: undefined, left: undefined });
  }

  /** Who goes back to choose again holds nothing: the place must not be blocked for minutes. */
  async letGo() {
    const { hold, left } = this;
    if (hold) {
      const { office, matters, start } = hold;
      this.drop();
      this.memory.add({ left: { office, matters, start } });
      if (left > 0) {
        this.#released = this.api.release(hold.hold_token).catch(() => {}); // It runs out by itself as well.
        await this.#released;
      }
    }
  }

  /**
   * The key of this very booking: kept while the same is sent again, a new one when something was changed.
   * @param {string} body
   */
  bookingKey(body) {
    const kept = this.memory.get().booking;
    const booking = kept?.body === body ? kept : { key: newId(), body };
    this.memory.add({ booking });
    return booking.key;
  }

  /** It is gone, or became an appointment. */
  drop() {
    this.hold = null;
    this.memory.add({ hold: undefined, booking: undefined });
  }

  /**
   * @param {string | undefined} office
   * @param {string[]} matters
   * @returns {Wanted | null} the time that was given back last, if it was for the same
   */
  before(office, matters) {
    const { left } = this.memory.get();
    return left?.office === office && left?.matters.join() === matters.join() ? (left ?? null) : null;
  }
}
