// The code that both people read to each other, and whether they have.

import { Store } from "../store.mjs";
import { grouped } from "./secrecy.mjs";

/** @import {Fingerprints} from "../contract.mjs" */

/** @typedef {"checking" | "compare" | "compared" | "changed"} CodeState "changed": it was compared, but the certificates are others now */

export class Code extends Store {
  /** @type {CodeState} */
  state = "checking";
  /** As it is shown: two groups of four. */
  digits = "";
  /** The certificates for which it holds, and those for which it was compared. */
  #now = "";
  #compared = "";

  /**
   * Both ends agree; also after every connection that was built anew.
   * @param {string} digits
   * @param {Fingerprints} seen
   */
  agreed(digits, { page, desk }) {
    this.#now = page + desk;
    this.digits = grouped(digits);
    this.state = this.#compared === "" ? "compare" : this.#compared === this.#now ? "compared" : "changed";
    this.changed();
  }

  /** The clerk says that both are the same. */
  confirmed() {
    if (this.#now) {
      this.#compared = this.#now;
      this.state = "compared";
      this.changed();
    }
  }

  /** Another call begins, or this one has ended. */
  forget() {
    this.#now = this.#compared = this.digits = "";
    this.state = "checking";
    this.changed();
  }
}
