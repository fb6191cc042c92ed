// The page's web socket to the service: who is there, the queue, and the two peers' signals. It comes back by itself.

import { backoff } from "./backoff.mjs";
import { LIVE_PATH, LIVE_TO_CITIZEN, VERSION } from "./contract.mjs";

/** @import {LiveFromCitizen, LiveFromGuest, LiveError, LiveToCitizen} from "./contract.mjs" */

/** So long a connection may take to be welcomed before it counts as dead and is tried anew. */
const PATIENCE_MS = 10_000;
/** A silent connection is asked for a sign of life after so long … */
const QUIET_MS = 15_000;
/** … and answers within this time, or it is dead. */
const ANSWER_MS = 2_000;

/**
 * One text frame as a message of the family; null for anything else (a newer service may say more than we know).
 * @template {{type: string}} T
 * @param {unknown} frame
 * @param {readonly string[]} known the family's types
 * @returns {T | null}
 */
export function parse(frame, known) {
  if (typeof frame !== "string") {
    return null;
  }
  try {
    const message = JSON.parse(frame);
    return known.includes(message?.type) ? message : null;
  } catch {
    return null;
  }
}

/**
 * @param {{protocol: string, host: string}} place
 * @param {"citizen" | "guest"} [who]
 * @returns {string}
 */
export function liveAddress({ protocol, host }, who = "citizen") {
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}${LIVE_PATH}/${who}`;
}

/** @template {{type: string}} [Heard=LiveToCitizen] */
export class Live {
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #turn = 0;
  #stopped = true;
  #welcomed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #doubt;
  #asked = false;

  /**
   * @param {object} parts
   * @param {string} parts.address
   * @param {string} parts.token
   * @param {(message: Heard) => void} parts.onMessage
   * @param {(up: boolean) => void} parts.onConnection
   * @param {(address: string) => WebSocket} [parts.open]
   * @param {(attempt: number) => number} [parts.wait] milliseconds before trying again
   * @param {(attempt: number) => number} [parts.patience] milliseconds that a try may take
   * @param {(attempt: number) => Promise<boolean>} [parts.reach] whether the service can be reached at all; asked before
   *   every try but the first: browsers slow down whoever opens sockets in vain (Chromium by five seconds a try)
   * @param {readonly string[]} [parts.known] the types of what the service says
   */
  constructor({ address, token, onMessage, onConnection, open = (to) => new WebSocket(to), wait = backoff, patience = () => PATIENCE_MS, reach, known = LIVE_TO_CITIZEN }) {
    this.parts = { address, token, onMessage, onConnection, open, wait, patience, reach, known };
  }

  /** Connect, and stay so until `stop`. */
  start() {
    if (this.#stopped) {
      this.#stopped = false;
      this.#connect();
    }
  }

  /** Try at once instead of waiting: the network is back, or the person has come back to the page. */
  hurry() {
    if (!this.#stopped && !this.#socket) {
      this.#attempt = 0;
      this.#connect();
    }
  }

  /** The network changed under an open socket: do not trust it any more. */
  renew() {
    if (!this.#stopped) {
      this.#drop();
      this.#attempt = 0;
      this.#connect();
    }
  }

  /**
   * Is anybody there? A connection whose other end vanished stays open for minutes; without a word it is made anew.
   */
  doubt() {
    if (this.#welcomed && !this.#asked) {
      this.send({ type: "ping" });
      this.#asked = true;
      clearTimeout(this.#doubt);
      this.#doubt = setTimeout(() => this.renew(), ANSWER_MS);
    }
  }

  /**
   * @param {LiveFromCitizen | LiveFromGuest} message
   * @returns {boolean} whether it could be sent
   */
  send(message) {
    if (!this.#welcomed || !this.#socket) {
      return false;
    }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Close for good. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  #connect() {
    clearTimeout(this.#timer);
    const { reach } = this.parts;
    const turn = (this.#turn += 1);
    if (!reach || this.#attempt === 0) {
      this.#open();
      return;
    }
    void reach(this.#attempt).then((there) => {
      if (turn === this.#turn && !this.#stopped) {
        there ? this.#open() : this.#again();
      }
    });
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), this.parts.wait(this.#attempt));
    this.#attempt += 1;
  }

  #open() {
    const socket = this.parts.open(this.parts.address);
    this.#socket = socket;
    socket.onopen = () => {
      // The token is the first message and never part of an address that a log could keep.
      socket.send(JSON.stringify({ type: "hello", version: VERSION, token: this.parts.token }));
    };
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = () => this.#closed(socket);
    this.#timer = setTimeout(() => this.#closed(socket), this.parts.patience(this.#attempt));
  }

  /** @param {unknown} frame */
  #hear(frame) {
    const message = /** @type {(Heard & {type: string}) | null} */ (/** @type {unknown} */ (parse(frame, this.parts.known)));
    if (!message) {
      return;
    }
    this.#lives();
    if (message.type === "pong") {
      return;
    }
    if (message.type === "welcome" || message.type === "guest.welcome") {
      clearTimeout(this.#timer);
      this.#attempt = 0;
      this.#welcomed = true;
      this.parts.onConnection(true);
    }
    if (message.type === "error" && /** @type {LiveError} */ (/** @type {unknown} */ (message)).final) {
      this.stop();
    }
    this.parts.onMessage(message);
  }

  /** The other end was heard. */
  #lives() {
    this.#asked = false;
    clearTimeout(this.#doubt);
    this.#doubt = setTimeout(() => this.doubt(), QUIET_MS);
  }

  /** @param {WebSocket} socket */
  #closed(socket) {
    if (socket !== this.#socket) {
      return;
    }
    this.#drop();
    if (!this.#stopped) {
      this.#again();
    }
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    const was = this.#welcomed;
    this.#welcomed = false;
    this.#asked = false;
    clearTimeout(this.#doubt);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    if (was) {
      this.parts.onConnection(false);
    }
  }
}
