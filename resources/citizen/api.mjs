// The service's REST interface. A write keeps its Idempotency-Key over every retry, so pressing twice books once.

import { API } from "./contract.mjs";
import { backoff, sleep } from "./backoff.mjs";

/** @import {AppointmentView, BookingRequest, CaptchaView, GuestVisitView, IceView, MatterView, OfficeView, Problem, ReservationRequest, ReservationView, SlotView, SlotsView, TownView, WaitingListRequest, WaitingListView} from "./contract.mjs" */

const TRIES = 3;
const TIMEOUT_MS = 15_000;
const WORTH_RETRYING = new Set([502, 503, 504]);

/** What the service refused, or that it could not be reached (`unavailable`). */
export class ApiProblem extends Error {
  /** @param {Partial<Problem> & {code: string}} problem */
  constructor(problem) {
    super(problem.code);
    this.code = problem.code;
    this.status = problem.status ?? 0;
    /** @type {string[]} */
    this.fields = problem.fields ?? [];
    /** @type {SlotView[]} */
    this.alternatives = problem.alternatives ?? [];
  }
}

/** Codes of what may be different in a moment: it is worth another try. */
export const MAY_PASS = new Set(["unavailable", "unexpected", "too_many_requests"]);

/**
 * @param {Response} response
 * @returns {Promise<ApiProblem>}
 */
async function problemOf(response) {
  const fallback = response.status >= 500 ? "unavailable" : "unexpected";
  try {
    const body = await response.json();
    return new ApiProblem({ ...body, code: typeof body.code === "string" ? body.code : fallback, status: response.status });
  } catch {
    return new ApiProblem({ code: fallback, status: response.status });
  }
}

export class Api {
  /** @param {{fetch?: typeof fetch, pause?: (attempt: number) => Promise<void>}} [parts] */
  constructor({ fetch = (...wanted) => globalThis.fetch(...wanted), pause = (attempt) => sleep(backoff(attempt)) } = {}) {
    this.fetch = fetch;
    this.pause = pause;
  }

  /**
   * Whether the service answers at all.
   * @param {number} ms so long it may take
   * @returns {Promise<boolean>}
   */
  async reached(ms) {
    try {
      const { status } = await this.fetch(`${API}/health`, { cache: "no-store", signal: AbortSignal.timeout(ms) });
      return status < 500;
    } catch {
      return false;
    }
  }

  /** @returns {Promise<TownView>} what is switched on */
  town() {
    return this.#send("GET", "/town");
  }

  /** @returns {Promise<CaptchaView>} */
  captcha() {
    return this.#send("GET", "/captcha");
  }

  /** @returns {Promise<OfficeView[]>} */
  offices() {
    return this.#send("GET", "/offices");
  }

  /** @returns {Promise<MatterView[]>} */
  matters() {
    return this.#send("GET", "/matters");
  }

  /**
   * @param {string} office
   * @param {string[]} matters what is done in one appointment
   * @param {string} from day, YYYY-MM-DD
   * @param {number} days
   * @returns {Promise<SlotsView>}
   */
  slots(office, matters, from, days) {
    const query = [["office", office], ...matters.map((matter) => ["matter", matter]), ["from", from], ["days", String(days)]];
    return this.#send("GET", `/slots?${new URLSearchParams(query)}`);
  }

  /**
   * Hold a slot. Refused with `slot_taken` (and alternatives) when somebody was faster.
   * @param {ReservationRequest} request
   * @param {string} key names this attempt; the same for every repeat of it
   * @returns {Promise<ReservationView>}
   */
  reserve(request, key) {
    return this.#send("POST", "/reservations", { body: request, key });
  }

  /**
   * Give a held slot back: somebody else may have it at once. Again is no error.
   * @param {string} holdToken
   * @returns {Promise<void>}
   */
  release(holdToken) {
    return this.#send("DELETE", "/reservations", { token: holdToken, read: async () => {} });
  }

  /**
   * Turn the held slot into an appointment.
   * @param {string} holdToken
   * @param {BookingRequest} request
   * @param {string} key
   * @returns {Promise<AppointmentView>}
   */
  book(holdToken, request, key) {
    return this.#send("POST", "/reservations/booking", { body: request, key, token: holdToken });
  }

  /**
   * @param {string} token what stands behind `#` in the link
   * @returns {Promise<AppointmentView>}
   */
  appointment(token) {
    return this.#send("GET", "/appointment", { token });
  }

  /**
   * Where to ask for a way through firewalls; passwords in it live for a while only.
   * @param {string} token
   * @returns {Promise<IceView>}
   */
  ice(token) {
    return this.#send("GET", "/appointment/ice", { token });
  }

  /**
   * The booking stands only after this, where the town wants it so.
   * @param {string} token
   * @param {string} key
   * @returns {Promise<AppointmentView>}
   */
  confirm(token, key) {
    return this.#send("POST", "/appointment/confirmation", { key, token });
  }

  /**
   * @param {string} token
   * @param {string} key
   * @returns {Promise<AppointmentView>}
   */
  cancel(token, key) {
    return this.#send("POST", "/appointment/cancellation", { key, token });
  }

  /**
   * Take another time instead. Refused with `slot_taken` (and alternatives) when somebody was faster.
   * @param {string} token
   * @param {string} start
   * @param {string} key
   * @returns {Promise<AppointmentView>} the new one; its link goes by mail
   */
  move(token, start, key) {
    return this.#send("POST", "/appointment/rescheduling", { body: { start }, key, token });
  }

  /**
   * @param {string} token
   * @returns {Promise<Blob>} iCalendar
   */
  calendarFile(token) {
    return this.#send("GET", "/appointment/calendar", { token, read: (response) => response.blob() });
  }

  /**
   * @param {WaitingListRequest} request
   * @param {string} key
   * @returns {Promise<WaitingListView>}
   */
  enlist(request, key) {
    return this.#send("POST", "/waiting-list", { body: request, key });
  }

  /**
   * @param {string} token what stands behind `#` in the link to the offer
   * @returns {Promise<WaitingListView>}
   */
  listed(token) {
    return this.#send("GET", "/waiting-list", { token });
  }

  /**
   * @param {string} token
   * @param {string} key
   * @returns {Promise<AppointmentView>}
   */
  acceptOffer(token, key) {
    return this.#send("POST", "/waiting-list/acceptance", { key, token });
  }

  /**
   * @param {string} token
   * @param {string} key
   * @returns {Promise<WaitingListView>}
   */
  refuseOffer(token, key) {
    return this.#send("POST", "/waiting-list/refusal", { key, token });
  }

  /**
   * @param {string} token
   * @returns {Promise<void>}
   */
  unlist(token) {
    return this.#send("DELETE", "/waiting-list", { token, read: async () => {} });
  }

  /**
   * @param {string} token what stands behind `#` in an invited guest's link
   * @returns {Promise<GuestVisitView>}
   */
  visit(token) {
    return this.#send("GET", "/guest", { token });
  }

  /**
   * @param {string} token
   * @returns {Promise<IceView>}
   */
  guestIce(token) {
    return this.#send("GET", "/guest/ice", { token });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: unknown, key?: string, token?: string, read?: (response: Response) => Promise<any>}} [more]
   */
  async #send(method, path, { body, key, token, read = (response) => response.json() } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json, text/calendar" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    if (key) {
      headers["Idempotency-Key"] = key;
    }
    if (token) {
      headers["Authorization"] = `Bearer ${token}`;
    }
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt + 1 >= TRIES;
      const response = await this.#once(`${API}${path}`, init);
      if (response?.ok) {
        return read(response);
      }
      if (last || (response && !WORTH_RETRYING.has(response.status))) {
        throw response ? await problemOf(response) : new ApiProblem({ code: "unavailable" });
      }
      await this.pause(attempt);
    }
  }

  /**
   * @param {string} address
   * @param {RequestInit} init
   * @returns {Promise<Response | null>} null: no answer came
   */
  async #once(address, init) {
    try {
      return await this.fetch(address, { ...init, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch {
      return null;
    }
  }
}
