// What the desk asks while the card is shown, how it sees the card, and what the person answered. Nothing is kept.

import { Store } from "../store.mjs";

/** @import {CaptureView, DataFromDesk, DataFromPage, IdentityAsk} from "../contract.mjs" */

export class Identity extends Store {
  /** How the desk sees the card; null: it is not looking. @type {CaptureView | null} */
  capture = null;
  /** @type {IdentityAsk | null} */
  ask = null;
  /** What was answered to this very request. @type {"" | "yes" | "no" | "typed"} */
  answered = "";

  /** @param {(message: DataFromPage) => unknown} send */
  constructor(send) {
    super();
    this.send = send;
  }

  /**
   * @param {DataFromDesk} message
   * @returns {boolean} whether it was for here
   */
  hear(message) {
    if (message.type === "capture") {
      this.capture = message.wanted ? message : null;
    } else if (message.type === "identity.ask") {
      this.answered = this.ask?.id === message.id ? this.answered : "";
      this.ask = message;
    } else if (message.type === "identity.ask_over") {
      this.ask = null;
      this.answered = "";
    } else {
      return false;
    }
    this.changed();
    return true;
  }

  /** @param {boolean} yes */
  answer(yes) {
    if (this.ask) {
      this.send({ type: "identity.answer", id: this.ask.id, yes });
      this.answered = yes ? "yes" : "no";
      this.changed();
    }
  }

  /** @param {string} number as it stands on the card */
  serial(number) {
    const text = number.trim().slice(0, 24);
    if (this.ask?.kind === "serial" && text) {
      this.send({ type: "identity.serial", id: this.ask.id, number: text });
      this.answered = "typed";
      this.changed();
    }
  }

  /** Another stage, or the call is over. */
  forget() {
    if (this.ask || this.capture) {
      this.ask = this.capture = null;
      this.answered = "";
      this.changed();
    }
  }
}
