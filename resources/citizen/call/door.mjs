// Where the link leads before the waiting room: to the appointment while that is closed, then to the way into it.

import { ENDED } from "../contract.mjs";

/** @import {AppointmentView} from "../contract.mjs" */
/** @import {End, Session, View} from "./session.mjs" */

/** A device that slept has a clock that stood still; look now and then how long it still is. */
const LOOK_AGAIN_MS = 60_000;

export class Door {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Session} session
   * @param {object} does
   * @param {(view: View) => void} does.show
   * @param {(end: End) => void} does.ended
   */
  constructor(session, { show, ended }) {
    this.session = session;
    this.show = show;
    this.ended = ended;
  }

  get appointment() {
    return this.session.appointment;
  }

  /** @returns {number} milliseconds until the waiting room opens; 0: it is open */
  get opensIn() {
    const at = this.appointment?.opens_at;
    return at ? Math.max(0, Date.parse(at) - Date.now()) : 0;
  }

  open() {
    return this.session.open();
  }

  /**
   * The appointment was looked up.
   * @param {AppointmentView} appointment
   * @param {boolean} checked the person was in the waiting room before, in this tab
   */
  async arrive({ state, confirm_by: confirmBy }, checked) {
    if (ENDED.includes(state)) {
      this.ended(/** @type {End} */ (state));
    } else if (state === "reserved" && confirmBy) {
      this.show("confirm");
    } else if (checked && this.opensIn === 0) {
      await this.session.resume();
    } else {
      this.home();
    }
  }

  home() {
    clearTimeout(this.#timer);
    const wait = this.opensIn;
    this.show(wait > 0 ? "appointment" : "consent");
    if (wait > 0) {
      this.#timer = setTimeout(() => this.session.view === "appointment" && this.home(), Math.min(wait, LOOK_AGAIN_MS));
    }
  }

  /** @param {"appointment" | "move" | "cancel" | "moved"} view of the changes, see booking/change.mjs */
  go(view) {
    if (view === "appointment") {
      this.home();
    } else {
      this.show(view);
    }
  }

  /** @param {AppointmentView} appointment as it is after a change */
  changedTo(appointment) {
    this.session.appointment = appointment;
    if (ENDED.includes(appointment.state)) {
      this.ended(/** @type {End} */ (appointment.state));
    }
  }

  close() {
    clearTimeout(this.#timer);
  }
}
