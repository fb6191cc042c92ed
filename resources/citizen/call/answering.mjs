// The answering end of an agreement: what the desk is to a page, the citizen's page is to an invited guest. The same rules
// as DeskHandshake in clerk_desktop/common/secrecy.py.

import { code, commitment, newNonce, same } from "./secrecy.mjs";

/** @import {Fingerprints, SecureCommit, SecureNonce, SecureRefused, SecureReveal} from "../contract.mjs" */
/** @import {Outcome} from "./secrecy.mjs" */

export class AnsweringHandshake {
  /** @type {Outcome} */
  outcome = "open";
  /** The digits once agreed; empty before and after a refusal. */
  code = "";
  #nonce;
  #committed = "";

  /**
   * @param {Fingerprints} seen both certificates as this end really sees them; `page` is the one that made the offer
   * @param {{nonce?: string}} [more]
   */
  constructor(seen, { nonce = newNonce() } = {}) {
    this.seen = seen;
    this.#nonce = nonce;
  }

  /**
   * Take one message of the other end.
   * @param {SecureCommit | SecureReveal | SecureRefused} message
   * @returns {Promise<SecureNonce | SecureRefused | null>} what to answer; the outcome may have changed
   */
  async hear(message) {
    if (this.outcome === "refused") {
      return null;
    }
    if (message.type === "secure.refused") {
      this.#end();
      return null;
    }
    if (message.type === "secure.commit") {
      const { page, desk } = this.seen;
      // A second commitment would be a second attempt at a code.
      if (this.#committed || !same(page + desk, message.seen.page + message.seen.desk)) {
        return this.#refuse();
      }
      this.#committed = message.commitment;
      return { type: "secure.nonce", nonce: this.#nonce, seen: this.seen };
    }
    const committed = this.#committed;
    if (!committed || this.outcome !== "open" || !same(committed, await commitment(message.nonce))) {
      return this.#refuse();
    }
    const digits = await code(message.nonce, this.#nonce, this.seen);
    if (this.outcome === "open") {
      this.outcome = "agreed";
      this.code = digits;
    }
    return null;
  }

  /** @returns {SecureRefused} */
  #refuse() {
    this.#end();
    return { type: "secure.refused" };
  }

  #end() {
    this.outcome = "refused";
    this.code = "";
  }
}
