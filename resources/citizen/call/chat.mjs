// Talking without sound: lines both ways over the peer connection, and what the clerk types along for somebody who cannot
// hear. Nobody keeps them: they live as long as this page does.

import { newId } from "../ids.mjs";
import { Store } from "../store.mjs";

/** @import {Caption, Chat as ChatMessage, ChatReceived} from "../contract.mjs" */

/** @typedef {{id: string, sender: "citizen" | "clerk", name: string, text: string, at: string, state: "sending" | "sent"}} ChatLine */

/** Characters of the longest line, as the contract has it. */
export const MOST = 1_000;
/** A line without a receipt is said again after so long. */
const AGAIN_MS = 4_000;
/** So many finished captions can be scrolled back to. */
const CAPTIONS = 30;

export class Chat extends Store {
  /** @type {ChatLine[]} in the order in which they came */
  lines = [];
  /** What is being typed. */
  draft = "";
  /** Whether the person has the thread before them: nothing is new then. */
  open = false;
  /** @type {ChatLine | null} the clerk's newest line that was not seen yet */
  unseen = null;
  unseenCount = 0;
  /** @type {string[]} the clerk's finished captions */
  captions = [];
  /** The caption that is being typed. */
  captionNow = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {(message: ChatMessage | ChatReceived) => boolean} send
   * @param {number} [again] milliseconds
   */
  constructor(send, again = AGAIN_MS) {
    super();
    this.send = send;
    this.again = again;
  }

  /** @returns {boolean} whether there was something to say */
  write() {
    const text = this.draft.trim().slice(0, MOST);
    if (!text) {
      return false;
    }
    this.draft = "";
    this.#add({ id: newId(), sender: "citizen", name: "", text, at: new Date().toISOString(), state: "sending" });
    this.#sayOpen();
    return true;
  }

  /** The channel can be used (again): say everything that nobody has confirmed. */
  opened() {
    this.#sayOpen();
  }

  /** @param {ChatMessage} message @param {string} clerk who wrote it, unless it says so itself */
  hear({ id, text, name = "" }, clerk) {
    this.send({ type: "chat.received", id }); // Also for one that was said again: the receipt was lost then.
    if (this.lines.some((line) => line.id === id)) {
      return;
    }
    /** @type {ChatLine} */
    const line = { id, sender: "clerk", name: name || clerk, text, at: new Date().toISOString(), state: "sent" };
    if (!this.open) {
      this.unseen = line;
      this.unseenCount += 1;
    }
    this.#add(line);
  }

  /** @param {ChatReceived} receipt */
  received({ id }) {
    this.lines = this.lines.map((line) => (line.id === id ? { ...line, state: "sent" } : line));
    this.#watch();
    this.changed();
  }

  /** @param {Caption} caption */
  caption({ text, final = false }) {
    const words = text.trim();
    this.captionNow = final ? "" : words;
    if (final && words) {
      this.captions = [...this.captions, words].slice(-CAPTIONS);
    }
    this.changed();
  }

  /** Put the captions away until the clerk types again. */
  closeCaptions() {
    this.captions = [];
    this.captionNow = "";
    this.changed();
  }

  /** @param {boolean} open */
  show(open) {
    this.open = open;
    if (open) {
      this.unseen = null;
      this.unseenCount = 0;
    }
    this.changed();
  }

  /** The call is over. */
  close() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** @param {ChatLine} line */
  #add(line) {
    this.lines = [...this.lines, line];
    this.changed();
  }

  get #waiting() {
    return this.lines.filter((line) => line.state === "sending");
  }

  #sayOpen() {
    for (const { id, text } of this.#waiting) {
      this.send({ type: "chat", id, text });
    }
    this.#watch();
  }

  #watch() {
    if (this.#waiting.length === 0) {
      this.close();
    } else {
      this.#timer ??= setInterval(() => this.#sayOpen(), this.again);
    }
  }
}
