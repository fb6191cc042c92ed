// What a citizen can do with a booked appointment: confirm it, move it, cancel it. Nothing changes by opening the link;
// pressing twice, or again after a lost answer, changes it once.

import { ApiProblem } from "../api.mjs";
import { newId } from "../ids.mjs";
import { Store } from "../store.mjs";
import { Calendar } from "./calendar.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {AppointmentView, SlotView} from "../contract.mjs" */

/** @typedef {"appointment" | "move" | "cancel" | "moved"} ChangeView */

/**
 * @typedef {object} Subject the appointment that is looked at; the page's session is one
 * @property {AppointmentView | null} appointment
 * @property {() => Promise<void>} open looks it up again
 * @property {(view: ChangeView) => void} go
 * @property {(appointment: AppointmentView) => void} changedTo
 */

export class Change extends Store {
  /** @type {string | null} */
  problem = null;
  /** @type {SlotView[]} */
  alternatives = [];
  busy = false;
  /** The time that was chosen and is not confirmed yet, or "". */
  wanted = "";
  /** @type {AppointmentView | null} the new appointment after moving */
  moved = null;
  /** @type {Map<string, string>} the key of each thing that is tried */
  #keys = new Map();

  /**
   * @param {object} parts
   * @param {Api} parts.api
   * @param {string} parts.token
   * @param {Subject} parts.subject
   * @param {(id: string) => void} [parts.outdated] this appointment was cancelled or moved; for whoever remembers it
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ api, token, subject, outdated = () => {}, now = Date.now }) {
    super();
    this.api = api;
    this.token = token;
    this.subject = subject;
    this.outdated = outdated;
    this.calendar = new Calendar({ api, now });
    this.calendar.subscribe(() => this.changed());
  }

  /** "Yes, I want it": where the town asks for that. */
  async confirm() {
    if (await this.#attempt("confirm", (key) => this.api.confirm(this.token, key))) {
      await this.subject.open();
    }
  }

  toCancel() {
    this.problem = null;
    this.subject.go("cancel");
  }

  async cancel() {
    const cancelled = await this.#attempt("cancel", (key) => this.api.cancel(this.token, key));
    if (cancelled) {
      this.outdated(cancelled.id);
      this.subject.changedTo(cancelled);
    }
  }

  async toMove() {
    const { appointment } = this.subject;
    Object.assign(this, { problem: null, wanted: "", alternatives: [] });
    this.subject.go("move");
    if (appointment) {
      this.calendar.reach(appointment.office);
      await this.calendar.open(appointment.office.id, appointment.matters.map(({ id }) => id));
    }
  }

  /** @param {string} start to be confirmed with `move`; "" for none */
  want(start) {
    this.wanted = start;
    this.problem = null;
    this.changed();
  }

  async move() {
    const { wanted } = this;
    const moved = wanted && (await this.#attempt(`move ${wanted}`, (key) => this.api.move(this.token, wanted, key)));
    if (moved) {
      this.outdated(this.subject.appointment?.id ?? "");
      this.moved = moved;
      this.subject.go("moved");
    } else if (this.problem === "slot_taken") {
      this.wanted = "";
      this.changed();
      await this.calendar.refresh(this.calendar.office, this.calendar.matters);
    }
  }

  back() {
    Object.assign(this, { problem: null, wanted: "", alternatives: [] });
    this.subject.go("appointment");
  }

  /** @returns {Promise<Blob | null>} for the person's own calendar */
  async file() {
    return (await this.#attempt("file", () => this.api.calendarFile(this.token))) || null;
  }

  /**
   * @template T
   * @param {string} what
   * @param {(key: string) => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async #attempt(what, work) {
    if (this.busy) {
      return null;
    }
    const key = this.#keys.get(what) ?? newId();
    this.#keys.set(what, key);
    Object.assign(this, { busy: true, problem: null, alternatives: [] });
    this.changed();
    try {
      return await work(key);
    } catch (problem) {
      const { code, alternatives } = problem instanceof ApiProblem ? problem : new ApiProblem({ code: "unexpected" });
      Object.assign(this, { problem: code, alternatives });
      if (code !== "unavailable") {
        this.#keys.delete(what); // The service has answered; the next try is a new one.
      }
      return null;
    } finally {
      this.busy = false;
      this.changed();
    }
  }
}
