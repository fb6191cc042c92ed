// A place on the waiting list, behind its link: wait, take what is offered, let it go, or leave the list.
// Nothing changes by opening the link.

import { ApiProblem } from "../api.mjs";
import { newId } from "../ids.mjs";
import { Store } from "../store.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {AppointmentView, WaitingListView} from "../contract.mjs" */

/** @typedef {"opening" | "refused" | "waiting" | "offered" | "booked" | "withdrawn" | "run_out" | "off"} OfferStep */

/** An offer may come while the page stands open. */
const LOOK_MS = 30_000;

export class Offer extends Store {
  /** @type {OfferStep} */
  step = "opening";
  /** @type {WaitingListView | null} */
  listed = null;
  /** @type {AppointmentView | null} */
  booked = null;
  /** @type {string | null} */
  problem = null;
  busy = false;
  /** The person has just let an offer go. */
  refused = false;
  /** @type {Map<string, string>} the key of each thing that is tried */
  #keys = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #looking;

  /**
   * @param {object} parts
   * @param {Api} parts.api
   * @param {string} parts.token
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ api, token, now = Date.now }) {
    super();
    this.api = api;
    this.token = token;
    this.now = now;
  }

  /** @returns {number} milliseconds that the offer is still held; 0 when it is not */
  get heldFor() {
    const until = this.listed?.offer?.expires_at;
    return until ? Math.max(0, Date.parse(until) - this.now()) : 0;
  }

  async open() {
    if (!this.token) {
      this.#set({ step: "refused", problem: "link_missing" });
      return;
    }
    const listed = await this.#attempt("open", () => this.api.listed(this.token));
    if (listed) {
      this.#use(listed);
    } else if (this.step === "opening") {
      this.#set({ step: "refused" });
    }
    this.#lookAgain();
  }

  close() {
    clearTimeout(this.#looking);
  }

  async accept() {
    const { listed } = this;
    const booked = await this.#attempt(`accept ${listed?.offer?.start}`, (key) => this.api.acceptOffer(this.token, key));
    if (booked) {
      this.#set({ booked, step: "booked" });
    } else if (this.problem !== "unavailable") {
      await this.#lookAfter();
    }
  }

  async refuse() {
    const { listed } = this;
    const left = await this.#attempt(`refuse ${listed?.offer?.start}`, (key) => this.api.refuseOffer(this.token, key));
    if (left) {
      this.refused = true;
      this.#use(left);
    } else if (this.problem !== "unavailable") {
      await this.#lookAfter();
    }
  }

  /** @param {boolean} wanted to be taken off the list; it is asked for once more */
  leaving(wanted) {
    this.#set({ step: wanted ? "off" : (this.listed?.state ?? "waiting"), problem: null });
  }

  async leave() {
    const left = await this.#attempt("leave", async () => {
      await this.api.unlist(this.token);
      return true;
    });
    if (left) {
      this.#set({ step: "withdrawn" });
    }
  }

  /** The offer is gone or somebody pressed in another tab: show what is true now, and keep the sentence. */
  async #lookAfter() {
    const { problem } = this;
    const listed = await this.#attempt("open", () => this.api.listed(this.token));
    if (listed) {
      this.#use(listed);
    }
    this.#set({ problem });
  }

  #lookAgain() {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(async () => {
      if (this.step === "waiting" || this.step === "offered") {
        const listed = await this.api.listed(this.token).catch(() => null);
        if (listed && (this.step === "waiting" || this.step === "offered") && !this.busy) {
          this.#use(listed);
        }
      }
      this.#lookAgain();
    }, LOOK_MS);
  }

  /** @param {WaitingListView} listed */
  #use(listed) {
    this.#set({ listed, booked: listed.appointment ?? null, step: listed.state });
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
    this.#set({ busy: true, problem: null });
    try {
      return await work(key);
    } catch (problem) {
      const code = problem instanceof ApiProblem ? problem.code : "unexpected";
      if (code !== "unavailable") {
        this.#keys.delete(what); // The service has answered; the next try is a new one.
      }
      this.problem = code;
      return null;
    } finally {
      this.#set({ busy: false });
    }
  }

  /** @param {Partial<Pick<Offer, "step" | "listed" | "booked" | "problem" | "busy">>} change */
  #set(change) {
    Object.assign(this, change);
    this.changed();
  }
}
