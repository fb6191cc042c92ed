// The device check as a list of four things, one after the other. Each may be left out; the list says so honestly.

import { Store } from "../store.mjs";

/** @import {Line} from "./line.mjs" */

/** @typedef {"camera" | "microphone" | "speaker" | "connection"} Step */
/** @typedef {"open" | "good" | "bad" | "skipped"} Result "bad": tried, and it does not work */

export const STEPS = /** @type {const} */ (["camera", "microphone", "speaker", "connection"]);

export class Check extends Store {
  /** @type {Step | null} what is open now; null: nothing */
  step = "camera";
  /** @type {Record<Step, Result>} */
  results = { camera: "open", microphone: "open", speaker: "open", connection: "open" };
  /** @type {Line | null} */
  line = null;
  testing = false;

  /** @param {() => Promise<Line>} test */
  constructor(test) {
    super();
    this.test = test;
  }

  /** Everything was tried or left out. */
  get done() {
    return STEPS.every((step) => this.results[step] !== "open");
  }

  get allGood() {
    return STEPS.every((step) => this.results[step] === "good");
  }

  /** @param {Step} step open it, or close it when it is open */
  toggle(step) {
    this.step = this.step === step ? null : step;
    this.#entered();
    this.changed();
  }

  /**
   * @param {Step} step
   * @param {Result} result
   */
  say(step, result) {
    this.results[step] = result;
    if (result !== "bad") {
      const next = STEPS.slice(STEPS.indexOf(step) + 1).find((later) => this.results[later] === "open");
      this.step = next ?? null;
      this.#entered();
    }
    this.changed();
  }

  /** The connection is tested by itself, as soon as the person comes to it; again when they ask. */
  async testConnection() {
    if (this.testing) {
      return;
    }
    this.testing = true;
    this.line = null;
    this.changed();
    const line = await this.test().catch(() => /** @type {Line} */ ("none"));
    this.testing = false;
    this.line = line;
    // What is good needs no answer of the person; what is not stays open to be read.
    if (this.results.connection !== "skipped") {
      this.results.connection = line === "good" || line === "direct" ? "good" : "bad";
    }
    this.changed();
  }

  #entered() {
    if (this.step === "connection" && this.line === null) {
      void this.testConnection();
    }
  }
}
