// Whether somebody sits between page and desk. The same as clerk_desktop/common/secrecy.py, which says why;
// both read tests/contract/secrecy.json. No connection and no clock in here, only WebCrypto.

import { hex, sha256 } from "../ids.mjs";

/** @import {Fingerprints, SecureCommit, SecureNonce, SecureRefused, SecureReveal} from "../contract.mjs" */

/** @typedef {"open" | "agreed" | "refused" | "timeout"} Outcome */

const NONCE_BYTES = 32;
const DIGITS = 8;
/** After so long without an agreement the connection is given up. */
export const WITHIN_MS = 6_000;
const LABEL = new TextEncoder().encode("buergeramt-virtuell secrecy 1\0");

/** @returns {string} 256 random bits in hex */
export function newNonce() {
  return hex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}

/**
 * @param {string} text hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Compares every letter, wherever the first difference is.
 * @param {string} ours
 * @param {string} theirs
 */
export function same(ours, theirs) {
  let difference = ours.length ^ theirs.length;
  for (let at = 0; at < ours.length; at += 1) {
    difference |= ours.charCodeAt(at) ^ theirs.charCodeAt(at);
  }
  return difference === 0;
}

/**
 * @param {string} nonce
 * @returns {Promise<string>} what is said before the desk's nonce is known
 */
export function commitment(nonce) {
  return sha256(bytes(nonce));
}

/**
 * The digits that both people read to each other.
 * @param {string} pageNonce
 * @param {string} deskNonce
 * @param {Fingerprints} certificates
 * @returns {Promise<string>}
 */
export async function code(pageNonce, deskNonce, { page, desk }) {
  const parts = bytes(pageNonce + deskNonce + page + desk);
  const text = new Uint8Array(LABEL.length + parts.length);
  text.set(LABEL);
  text.set(parts, LABEL.length);
  const digest = await sha256(text);
  return String(BigInt(`0x${digest.slice(0, 16)}`) % 10n ** BigInt(DIGITS)).padStart(DIGITS, "0");
}

/**
 * @param {string} digits
 * @returns {string} two groups of four
 */
export function grouped(digits) {
  return `${digits.slice(0, DIGITS / 2)} ${digits.slice(DIGITS / 2)}`;
}

/** The end that made the offer; the other one is in answering.mjs. */
export class PageHandshake {
  /** @type {Outcome} */
  outcome = "open";
  /** The digits once agreed; empty before and after a refusal. */
  code = "";
  #nonce;
  #until;
  #answered = false;

  /**
   * @param {Fingerprints} seen both certificates as this end really sees them
   * @param {number} now any clock that only goes forward, milliseconds
   * @param {{nonce?: string, within?: number}} [more]
   */
  constructor(seen, now, { nonce = newNonce(), within = WITHIN_MS } = {}) {
    this.seen = seen;
    this.#nonce = nonce;
    this.#until = now + within;
  }

  /** @returns {Promise<SecureCommit>} what to say first */
  async begin() {
    return { type: "secure.commit", commitment: await commitment(this.#nonce), seen: this.seen };
  }

  /**
   * Take one message of the desk.
   * @param {SecureNonce | SecureRefused} message
   * @returns {Promise<SecureReveal | SecureRefused | null>} what to answer; the outcome may have changed
   */
  async hear(message) {
    if (this.outcome === "refused" || this.outcome === "timeout") {
      return null;
    }
    if (message.type === "secure.refused") {
      this.#end();
      return null;
    }
    const { page, desk } = this.seen;
    if (this.#answered || !same(page + desk, message.seen.page + message.seen.desk)) {
      this.#end();
      return { type: "secure.refused" };
    }
    this.#answered = true;
    const digits = await code(this.#nonce, message.nonce, this.seen);
    if (this.outcome !== "open") {
      return null; // Refused or given up while the hash was made.
    }
    this.outcome = "agreed";
    this.code = digits;
    return { type: "secure.reveal", nonce: this.#nonce };
  }

  /**
   * Give up when it took too long; to be called now and then.
   * @param {number} now
   * @returns {Outcome}
   */
  look(now) {
    if (this.outcome === "open" && now >= this.#until) {
      this.outcome = "timeout";
    }
    return this.outcome;
  }

  #end() {
    this.outcome = "refused";
    this.code = "";
  }
}
