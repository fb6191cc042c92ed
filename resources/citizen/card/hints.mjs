// What to do next with the card: the same names, in the same order of importance, as the desk's `common/capture.py`.

/** @import {Phrase} from "../i18n.mjs" */

/** @typedef {(typeof HINTS)[number]} Hint */
/** @typedef {"mrz" | "other"} Side "mrz": the side with the lines full of arrows */
/** @typedef {Side | "any"} Wanted */
/** @typedef {"left" | "right" | "top" | "bottom" | "middle"} Place where in the picture the glare lies */
/** @typedef {readonly number[]} Outline x, y of four corners in parts of the picture, clockwise from the top left one; or empty */
/**
 * What is shown to the person of one look at the card. The desk's `CaptureView` fits.
 * @typedef {object} Seen
 * @property {Outline} [outline]
 * @property {Hint | null} [hint]
 * @property {Wanted | null} [wanted]
 * @property {boolean} [good]
 * @property {Place | null} [glare]
 */

export const HINTS = /** @type {const} */ (["wrong_side", "at_edge", "closer", "farther", "too_dark", "glare", "straighten", "hold_still"]);

/**
 * The sentence of a hint. Short: it is read while both hands are busy, and spoken.
 * @param {Hint} hint
 * @param {object} [more]
 * @param {Wanted | null} [more.wanted]
 * @param {Place | null} [more.glare]
 * @param {boolean} [more.away] whether the camera looks away from the person (a phone's back camera)
 * @returns {Phrase}
 */
export function hintPhrase(hint, { wanted = null, glare = null, away = false } = {}) {
  if (hint === "wrong_side" && (wanted === "mrz" || wanted === "other")) {
    return `card.hint.wrong_side.${wanted}`;
  }
  if (hint === "glare" && glare && glare !== "middle") {
    return `card.hint.glare.${lampTo(glare, away)}`;
  }
  return `card.hint.${hint}`;
}

/**
 * Where the lamp should go, as the person sees left and right: a reflection moves the way its lamp moves, so it leaves the
 * card over the side that it is nearest to. A camera that looks at the person sees their left on the right.
 * @param {Exclude<Place, "middle">} glare
 * @param {boolean} away
 * @returns {Exclude<Place, "middle">}
 */
export function lampTo(glare, away) {
  if (away || glare === "top" || glare === "bottom") {
    return glare;
  }
  return glare === "left" ? "right" : "left";
}
