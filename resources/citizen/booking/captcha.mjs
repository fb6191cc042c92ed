// Proof of work: the browser works for a moment so that a machine cannot book a thousand times. Nobody has to click,
// nobody else is asked. ALTCHA's own worker does the sums; this only hands it the challenge.

import { ApiProblem } from "../api.mjs";

/** @import {Api} from "../api.mjs" */
/** @import {CaptchaView} from "../contract.mjs" */

/** @typedef {{counter: number, derivedKey: string, time?: number}} Solution */

const WORKER = "/vendor/altcha/pbkdf2.js";
/** A phone has better uses for its other cores. */
const MOST_WORKERS = 4;
/** The service takes a solution for twenty minutes; a person may look at the calendar for long. */
const GOOD_FOR_MS = 15 * 60_000;

export class Proof {
  /** @type {{payload: Promise<string>, at: number} | null} */
  #ready = null;

  /**
   * @param {object} parts
   * @param {Pick<Api, "captcha">} parts.api
   * @param {(challenge: CaptchaView) => Promise<Solution>} [parts.solve]
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ api, solve = solveInWorkers, now = Date.now }) {
    this.api = api;
    this.solve = solve;
    this.now = now;
  }

  /** Begin while the person is still reading, so that nobody ever waits for it. */
  prepare() {
    if (!this.#ready || this.now() - this.#ready.at > GOOD_FOR_MS) {
      const payload = this.#make();
      payload.catch(() => (this.#ready = null)); // Whoever needs it asks anew and hears what is wrong.
      this.#ready = { payload, at: this.now() };
    }
    return this.#ready.payload;
  }

  /** @returns {Promise<string>} what is sent as `captcha`; good for one request */
  async take() {
    const payload = this.prepare();
    this.#ready = null;
    return payload;
  }

  async #make() {
    const challenge = await this.api.captcha();
    const solution = await this.solve(challenge);
    return btoa(JSON.stringify({ challenge, solution }));
  }
}

/**
 * @param {CaptchaView} challenge
 * @returns {Promise<Solution>}
 */
export function solveInWorkers(challenge) {
  const count = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1));
  const workers = Array.from({ length: count }, () => new Worker(WORKER));
  const found = workers.map(
    (worker, index) =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new ApiProblem({ code: "captcha_wrong" }));
        worker.onerror = failed;
        worker.onmessage = ({ data }) => (data && !data.error ? resolve(data) : failed());
        worker.postMessage({ type: "work", challenge, counterStart: index, counterStep: count });
      }),
  );
  return /** @type {Promise<Solution>} */ (Promise.any(found))
    .catch(() => Promise.reject(new ApiProblem({ code: "captcha_wrong" })))
    .finally(() => workers.forEach((worker) => worker.terminate()));
}
