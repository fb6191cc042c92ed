// Where to ask for a way through firewalls. Passwords of relays live for a while only; fresh ones are fetched in time.

/** @import {IceServer, IceView} from "../contract.mjs" */

/** What came with the clerk's call says no end; then so long. */
const USUAL_LIFE_MS = 10 * 60_000;
const AGAIN_MS = 30_000;

export class Ice {
  /** @type {IceServer[]} */
  #servers = [];
  #from = 0;
  #until = 0;
  #asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {() => Promise<IceView>} ask
   * @param {() => number} [now] milliseconds
   */
  constructor(ask, now = Date.now) {
    this.ask = ask;
    this.now = now;
  }

  /** @param {IceServer[]} servers just made @param {string | null | undefined} [expires] */
  given(servers, expires) {
    this.#servers = servers;
    this.#from = this.now();
    this.#until = expires ? Date.parse(expires) : this.#from + USUAL_LIFE_MS;
    // A link that breaks after an hour must not find run-out passwords, when the service may not be reached either.
    this.#renewIn(servers.some((server) => server.credential) ? (this.#until - this.#from) / 2 : null);
  }

  /** The call is over. */
  stop() {
    this.#renewIn(null);
  }

  /** @param {number | null} ms null: not at all */
  #renewIn(ms) {
    clearTimeout(this.#timer);
    if (ms !== null) {
      this.#timer = setTimeout(() => void this.#renew(), ms);
    }
  }

  /**
   * For a connection that is built now: nobody waits for the service then. What has lived half of its life is still good,
   * but is replaced meanwhile.
   * @returns {IceServer[]}
   */
  take() {
    if (this.now() - this.#from > (this.#until - this.#from) / 2) {
      void this.#renew();
    }
    return this.#servers;
  }

  async #renew() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      const view = await this.ask();
      this.given(view.ice_servers ?? [], view.expires_at);
    } catch {
      this.#renewIn(AGAIN_MS);
    } finally {
      this.#asking = false;
    }
  }
}
