// What this device gives up when its line is narrow: pictures a second, or size.

/** @typedef {"maintain-resolution" | "balanced"} Preference */

/** Fewer pictures a second look broken to the clerk … */
const FEW = 8;
/** … when they last so long, and the camera itself delivers more. */
const PATIENCE_MS = 3_000;
const CAMERA_DELIVERS = 12;

/**
 * Size first: a card must be readable, and a slow picture of it is no harm. In a conversation a slow line falls back to a
 * picture that moves. Once slow, always slow: the line is the same when the next connection is built.
 */
export class Uplink {
  #slow = false;
  #fewSince = -1;

  /**
   * @param {object} now
   * @param {number} now.at milliseconds
   * @param {number} now.sending pictures a second
   * @param {number} now.filming pictures a second of the camera; −1: not known
   * @param {boolean} now.cameraOn
   * @param {boolean} now.card a card is being shown
   * @returns {Preference}
   */
  judge({ at, sending, filming, cameraOn, card }) {
    const few = cameraOn && !card && sending < FEW && (filming < 0 || filming >= CAMERA_DELIVERS);
    if (!few) {
      this.#fewSince = -1;
    } else if (this.#fewSince < 0) {
      this.#fewSince = at;
    } else if (at - this.#fewSince >= PATIENCE_MS) {
      this.#slow = true;
    }
    return this.preference(card);
  }

  /** @param {boolean} card @returns {Preference} */
  preference(card) {
    return this.#slow && !card ? "balanced" : "maintain-resolution";
  }

  /** A new connection begins with no picture at all; that is not slow. */
  began() {
    this.#fewSince = -1;
  }
}
