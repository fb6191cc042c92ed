// Booking, step by step. It knows no DOM; the address bar and this tab's memory hold where the person is, so that
// "back" and a reload change nothing, and pressing "book" twice books once.

import { ApiProblem } from "../api.mjs";
import { newId } from "../ids.mjs";
import { Store } from "../store.mjs";
import { berlinDay, daysLater, merged } from "./calendar.mjs";
import { check, emptyDraft, fromProblem, toRequest } from "./details.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {AppointmentView, MatterView, OfficeView, ReservationView, SlotView} from "../contract.mjs" */
/** @import {Language} from "../i18n.mjs" */
/** @import {Memory} from "../memory.mjs" */
/** @import {Draft, Errors, Field} from "./details.mjs" */

/** @typedef {"office" | "matter" | "bring" | "slot" | "details" | "done"} Step */
/** @typedef {{office?: string, matter?: string, step?: string}} Place what the address bar says */
/** @typedef {ReservationView & {office: string, matter: string}} Hold */
/** @typedef {{hold: Hold, draft: Draft, booking: {key: string, body: string}, booked: {appointment: AppointmentView, email: string}}} Remembered */

export const STEPS = /** @type {const} */ (["office", "matter", "bring", "slot", "details", "done"]);
const DAYS = 14;

export class BookingFlow extends Store {
  /** @type {Step} */
  step = "office";
  /** @type {OfficeView[]} */
  offices = [];
  /** @type {MatterView[]} */
  matters = [];
  /** @type {OfficeView | null} */
  office = null;
  /** @type {MatterView | null} */
  matter = null;
  /** @type {SlotView[]} */
  slots = [];
  /** @type {string} the day up to which slots are known */
  until = "";
  /** @type {SlotView[]} offered when somebody else was faster */
  alternatives = [];
  /** @type {string | null} code of what went wrong */
  problem = null;
  busy = false;
  ready = false;
  /** @type {Hold | null} */
  hold = null;
  draft = emptyDraft();
  /** @type {Errors} */
  errors = {};
  /** @type {{appointment: AppointmentView, email: string} | null} */
  booked = null;
  /** @type {{start: string, key: string} | null} the reservation being tried */
  #trying = null;

  /**
   * @param {object} parts
   * @param {Api} parts.api
   * @param {Memory<Remembered>} parts.memory
   * @param {(place: Place) => void} parts.onPlace a new step: write it into the address bar
   * @param {() => Language} parts.language
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ api, memory, onPlace, language, now = Date.now }) {
    super();
    this.api = api;
    this.memory = memory;
    this.onPlace = onPlace;
    this.language = language;
    this.now = now;
    const { hold, draft, booked } = memory.get();
    this.hold = hold ?? null;
    this.draft = { ...emptyDraft(), ...draft };
    this.booked = booked ?? null;
  }

  /**
   * Load what can be chosen and go where the address bar says.
   * @param {Place} place
   */
  async start(place) {
    const loaded = await this.#attempt(async () => {
      [this.offices, this.matters] = await Promise.all([this.api.offices(), this.api.matters()]);
    });
    this.ready = loaded;
    if (loaded) {
      await this.go(place);
    }
  }

  /**
   * "Back", "forward", or a reload.
   * @param {Place} place
   */
  async go(place) {
    this.office = this.offices.find((office) => office.id === place.office) ?? null;
    this.matter = this.bookable.find((matter) => matter.id === place.matter) ?? null;
    this.problem = null;
    this.step = this.#reachable(place.step);
    this.changed();
    if (this.step === "slot") {
      await this.loadSlots();
    }
  }

  /** Matters that can be done by video. */
  get bookable() {
    return this.matters.filter((matter) => !matter.counter_only);
  }

  get place() {
    return { office: this.office?.id, matter: this.matter?.id, step: this.step };
  }

  /** @returns {number} milliseconds that the slot is still held; 0 when it is not */
  get heldFor() {
    return this.hold ? Math.max(0, Date.parse(this.hold.expires_at) - this.now()) : 0;
  }

  /** @param {OfficeView} office */
  chooseOffice(office) {
    this.office = office;
    this.#to("matter");
  }

  /** @param {MatterView} matter */
  chooseMatter(matter) {
    this.matter = matter;
    this.#to("bring");
  }

  async toSlots() {
    this.slots = [];
    this.until = "";
    this.#to("slot");
    await this.loadSlots();
  }

  /** The next days: the first ones, or more of them. */
  async loadSlots() {
    const { office, matter } = this;
    if (!office || !matter) {
      return;
    }
    const from = this.until || berlinDay(this.now());
    await this.#attempt(async () => {
      const found = await this.api.slots(office.id, matter.id, from, DAYS);
      this.slots = merged(this.slots, found.slots);
      this.until = daysLater(from, DAYS);
    });
  }

  /**
   * Hold this slot. The one that is held already is kept; a repeat after a lost answer is no second reservation.
   * @param {string} start
   */
  async take(start) {
    const { office, matter } = this;
    if (!office || !matter || this.busy) {
      return;
    }
    if (this.#holds(start) && this.heldFor > 0) {
      this.#to("details");
      return;
    }
    if (await this.#reserve(start, office.id, matter.id)) {
      this.#to("details");
    }
  }

  /** @param {string} start */
  #holds(start) {
    const { hold } = this;
    return hold?.start === start && hold.office === this.office?.id && hold.matter === this.matter?.id;
  }

  /**
   * @param {string} start
   * @param {string} office
   * @param {string} matter
   * @returns {Promise<boolean>}
   */
  async #reserve(start, office, matter) {
    if (this.#trying?.start !== start) {
      this.#trying = { start, key: newId() };
    }
    const { key } = this.#trying;
    const done = await this.#attempt(async () => {
      const held = await this.api.reserve({ office, matter, start }, key);
      this.hold = { ...held, office, matter };
      this.alternatives = [];
      this.memory.add({ hold: this.hold, booking: undefined });
    });
    if (done || this.problem !== "unavailable") {
      this.#trying = null; // The service has answered; the next try is a new one.
    }
    return done;
  }

  /** @param {Partial<Draft>} change what is being typed, kept over a reload */
  write(change) {
    Object.assign(this.draft, change);
    this.memory.add({ draft: this.draft });
    // An error goes away as soon as it is mended; none comes while somebody is still typing.
    const now = check(this.draft, berlinDay(this.now()));
    const mended = /** @type {Field[]} */ (Object.keys(change)).filter((name) => this.errors[name] && !now[name]);
    if (mended.length > 0) {
      this.errors = Object.fromEntries(Object.entries(this.errors).filter(([name]) => !mended.includes(/** @type {Field} */ (name))));
      this.changed();
    }
  }

  /** Book with what was typed. */
  async book() {
    if (this.busy) {
      return;
    }
    this.errors = check(this.draft, berlinDay(this.now()));
    this.problem = null;
    if (Object.keys(this.errors).length > 0) {
      this.changed();
      return;
    }
    if (this.hold && this.heldFor === 0 && !(await this.#holdAgain(this.hold))) {
      return;
    }
    const { hold } = this;
    if (!hold) {
      await this.toSlots();
      return;
    }
    const request = toRequest(this.draft, this.language());
    const done = await this.#attempt(async () => {
      const appointment = await this.api.book(hold.hold_token, request, this.#bookingKey(JSON.stringify(request)));
      this.booked = { appointment, email: request.email };
      this.hold = null;
      this.draft = emptyDraft();
      this.memory.forget();
      this.memory.add({ booked: this.booked });
    });
    if (done) {
      this.#to("done");
    }
  }

  /**
   * The time ran out while the person was typing: try to hold the same slot once more, without a word if it works.
   * @param {Hold} hold
   */
  async #holdAgain(hold) {
    return this.#reserve(hold.start, hold.office, hold.matter);
  }

  /** Forget the finished booking and begin anew. */
  again() {
    this.booked = null;
    this.memory.forget();
    this.office = this.matter = null;
    this.#to("office");
  }

  /**
   * The key of this very booking: kept while the same is sent again, a new one when something was changed.
   * @param {string} body
   */
  #bookingKey(body) {
    const kept = this.memory.get().booking;
    const booking = kept?.body === body ? kept : { key: newId(), body };
    this.memory.add({ booking });
    return booking.key;
  }

  /**
   * @param {string | undefined} wanted
   * @returns {Step} the wanted step, or the last one before it that is possible
   */
  #reachable(wanted) {
    if (wanted === "done" && this.booked) return "done";
    if (!this.office) return "office";
    if (!this.matter) return "matter";
    if (wanted === "details" && this.hold) return "details";
    if (wanted === "details" || wanted === "slot") return "slot";
    return wanted === "matter" || wanted === "office" ? wanted : "bring";
  }

  /** @param {Step} step */
  #to(step) {
    this.step = step;
    this.problem = null;
    this.errors = {};
    this.changed();
    this.onPlace(this.place);
  }

  /**
   * Do something with the service; what goes wrong becomes `problem`, and `errors` where a field is meant.
   * @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether it worked
   */
  async #attempt(work) {
    this.busy = true;
    this.problem = null;
    this.changed();
    try {
      await work();
      return true;
    } catch (problem) {
      this.#failed(problem instanceof ApiProblem ? problem : new ApiProblem({ code: "unexpected" }));
      return false;
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  /** @param {ApiProblem} problem */
  #failed(problem) {
    this.problem = problem.code;
    this.errors = fromProblem(problem.fields);
    if (problem.code === "slot_taken" || problem.code === "hold_expired" || problem.code === "not_signed_in") {
      // What was typed stays; only another time has to be chosen.
      this.hold = null;
      this.memory.add({ hold: undefined, booking: undefined });
      this.alternatives = problem.alternatives;
      if (problem.code === "not_signed_in") {
        this.problem = "hold_expired";
      }
      this.slots = [];
      this.until = "";
      if (this.step === "details") {
        this.step = "slot";
        this.onPlace(this.place);
      }
      void this.#refreshSlots();
    }
  }

  /** Load the slots again, without a word if that fails: the sentence about the problem must stay. */
  async #refreshSlots() {
    const { office, matter } = this;
    const from = berlinDay(this.now());
    const found = office && matter && (await this.api.slots(office.id, matter.id, from, DAYS).catch(() => null));
    if (found) {
      this.slots = found.slots;
      this.until = daysLater(from, DAYS);
      this.changed();
    }
  }
}
