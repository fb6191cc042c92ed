// How long the connection to the clerk has been missing: after a while other ways are worth naming.

/** A connection that has been missing so long may not come back by itself. */
export const LONG_MS = 15_000;

export class Outage {
  /** `Date.now()`; 0: the connection stands. */
  #since = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} takesLong called once when it has become long */
  constructor(takesLong) {
    this.takesLong = takesLong;
  }

  /** @param {boolean} missing */
  is(missing) {
    if (!missing) {
      this.#since = 0;
      clearTimeout(this.#timer);
    } else if (this.#since === 0) {
      this.#since = Date.now();
      this.#timer = setTimeout(this.takesLong, LONG_MS + 50);
    }
  }

  get long() {
    return this.#since > 0 && Date.now() - this.#since >= LONG_MS;
  }
}
