// Short notes between the waiting citizen and the office. Nobody keeps them: they live as long as this page does.

import { newId } from "../ids.mjs";
import { Store } from "../store.mjs";

/** @import {Note, NoteSend} from "../contract.mjs" */

/** @typedef {{id: string, sender: "citizen" | "clerk", name: string, text: string, at: string, state: "sending" | "sent" | "failed", code?: string}} Line */

/** Characters of the longest note, as the contract has it. */
export const MOST = 500;
/** Without a receipt by then the note counts as lost. */
const PATIENCE_MS = 10_000;

export class Notes extends Store {
  /** @type {Line[]} in the order in which they came */
  lines = [];
  /** What is being typed; it stays when the person looks after the camera in between. */
  draft = "";

  /**
   * @param {(note: Omit<NoteSend, "type" | "appointment">) => boolean} send
   * @param {number} [patience] milliseconds
   */
  constructor(send, patience = PATIENCE_MS) {
    super();
    this.send = send;
    this.patience = patience;
  }

  /** @returns {boolean} whether there was something to send */
  write() {
    const text = this.draft.trim().slice(0, MOST);
    if (!text) {
      return false;
    }
    const line = /** @type {Line} */ ({ id: newId(), sender: "citizen", name: "", text, at: new Date().toISOString(), state: "sending" });
    this.draft = "";
    this.lines = [...this.lines, line];
    this.#try(line);
    return true;
  }

  /** @param {string} id of a note that did not arrive */
  again(id) {
    const line = this.lines.find((known) => known.id === id && known.state === "failed");
    if (line) {
      this.#change(id, { state: "sending", code: "" });
      this.#try(line);
    }
  }

  /** @param {Line} line */
  #try({ id, text }) {
    this.changed();
    if (this.send({ id, text })) {
      setTimeout(() => this.failed(id, "unavailable"), this.patience);
    } else {
      this.failed(id, "unavailable");
    }
  }

  /**
   * @param {Note} note from the office, or the receipt of our own
   * @returns {boolean} false: it is here already, sent once more because its receipt was lost
   */
  hear(note) {
    const { id, sender, name, text, at } = note;
    const known = this.lines.some((line) => line.id === id);
    if (known) {
      this.#change(id, { state: "sent", at, code: "" });
    } else {
      this.lines = [...this.lines, { id, sender, name, text, at, state: "sent" }];
      this.changed();
    }
    return !known;
  }

  /** @param {string} id @param {string} code why it did not arrive */
  failed(id, code) {
    if (this.lines.some((line) => line.id === id && line.state === "sending")) {
      this.#change(id, { state: "failed", code });
    }
  }

  /** The connection broke: nobody will say any more whether they arrived. */
  cutOff() {
    for (const { id } of this.lines) {
      this.failed(id, "unavailable");
    }
  }

  /** @param {string} id @param {Partial<Line>} change */
  #change(id, change) {
    this.lines = this.lines.map((line) => (line.id === id ? { ...line, ...change } : line));
    this.changed();
  }
}
