// The trial of the card before the call: what was seen, what to say next, and how it went. Knows no DOM.

import { Store } from "../store.mjs";
import { LIMITS } from "./assess.mjs";

/** @import {CardTrial, Grade} from "../contract.mjs" */
/** @import {Assessment} from "./assess.mjs" */
/** @import {Hint, Side, Wanted} from "./hints.mjs" */

/** A side counts as legible after it was good for so long … */
const GOOD_MS = 1_000;
/** … with single looks in between that were not. */
const LAPSE_MS = 250;
/** A hint is shown when it was right in two looks, and is not said again within so long. */
const QUIET_MS = 2_000;
const AGAIN_MS = 7_000;
/** After so long with one trouble more is said about it. */
const TROUBLE_MS = 7_000;
/** Pixels across which a card that fills the picture has letters that can be read. */
const FEW_PIXELS = 600;

const POINTS = /** @type {const} */ ({ good: 2, fair: 1, poor: 0 });

/** @typedef {"none" | "blurred" | "dark" | "glare" | "camera"} Advice what is told when the same trouble stays */
/** @typedef {"start" | "other" | "done" | Hint} Word what is said: the beginning, the other side, the end, or a hint */
/** @typedef {Pick<CardTrial, "size" | "sharpness" | "glare" | "light" | "posture">} Grades */

export class Trial extends Store {
  /** @type {Assessment | null} the newest look */
  seen = null;
  /** @type {Hint | null} what is shown: calmer than the looks */
  hint = null;
  /** @type {Record<Side, boolean>} which sides were legible */
  sides = { mrz: false, other: false };
  /** @type {"td1" | "td3" | null} */
  kind = null;
  /** How far the present side is, 0 … 1. */
  progress = 0;
  /** @type {Advice | null} */
  advice = null;
  /** @type {CardTrial | null} what the office is told; null: nothing was seen yet */
  record = null;
  #camera = { width: 0, height: 0 };
  /** @type {{grades: Grades, points: number} | null} */
  #best = null;
  /** @type {{at: number, side: Side} | null} */
  #goodFrom = null;
  #goodAt = 0;
  /** @type {{hint: Hint | null, looks: number}} */
  #candidate = { hint: null, looks: 0 };
  /** @type {{of: string, since: number}} */
  #trouble = { of: "", since: 0 };
  /** @type {{word: Word | null, at: number}} */
  #said = { word: null, at: -Infinity };

  /** @param {(word: Word, seen: Assessment | null) => void} tell at most one word in two seconds */
  constructor(tell = () => {}) {
    super();
    this.tell = tell;
  }

  /** Both sides were legible, or the one that a passport has. */
  get done() {
    return this.sides.mrz && (this.sides.other || this.kind === "td3");
  }

  /** @returns {Wanted} any side first, then the other one */
  get wanted() {
    return this.done || this.sides.mrz === this.sides.other ? "any" : this.sides.mrz ? "other" : "mrz";
  }

  /** @param {number} now milliseconds */
  begin(now) {
    this.sides = { mrz: false, other: false };
    this.kind = this.seen = this.hint = this.advice = this.#best = this.#goodFrom = null;
    this.progress = 0;
    this.#goodAt = -Infinity;
    this.#candidate = { hint: null, looks: 0 };
    this.#trouble = { of: "", since: now };
    this.#said = { word: null, at: -Infinity };
    this.#say("start", now);
    this.changed();
  }

  /**
   * One look.
   * @param {Assessment} seen
   * @param {number} now milliseconds
   * @param {{width: number, height: number}} camera
   */
  look(seen, now, camera) {
    if (this.done) {
      return;
    }
    this.seen = seen;
    this.#camera = camera;
    this.#keepBest(seen);
    this.#calm(seen.hint);
    this.#hold(seen, now);
    this.#judge(seen, now);
    this.changed();
  }

  /** @param {Hint | null} hint a single other look in between changes nothing */
  #calm(hint) {
    this.#candidate = hint === this.#candidate.hint ? { hint, looks: this.#candidate.looks + 1 } : { hint, looks: 1 };
    if (this.#candidate.looks >= 2) {
      this.hint = hint;
    }
  }

  /** @param {Assessment} seen @param {number} now */
  #hold(seen, now) {
    const { side, good } = seen;
    if (good && side && !this.sides[side]) {
      this.#goodFrom = this.#goodFrom?.side === side ? this.#goodFrom : { at: now, side };
      this.#goodAt = now;
    } else if (now - this.#goodAt > LAPSE_MS) {
      this.#goodFrom = null;
    }
    const held = this.#goodFrom ? this.#goodAt - this.#goodFrom.at : 0;
    this.progress = Math.min(1, held / GOOD_MS);
    if (this.#goodFrom && held >= GOOD_MS) {
      this.sides = { ...this.sides, [this.#goodFrom.side]: true };
      this.kind = this.#goodFrom.side === "mrz" ? seen.kind : this.kind;
      this.#goodFrom = null;
      this.progress = 0;
      this.#write();
      this.#say(this.done ? "done" : "other", now, true);
    } else if (this.hint) {
      this.#say(this.hint, now);
    }
  }

  /** What goes wrong for long gets more words. @param {Assessment} seen @param {number} now */
  #judge(seen, now) {
    const { quad, hint, good } = seen;
    /** @type {Advice | ""} */
    let of = "";
    if (!good) {
      if (hint === "too_dark") of = "dark";
      else if (!quad) of = "none";
      else if (hint === "glare") of = "glare";
      else if (seen.sharpness !== null && seen.sharpness < LIMITS.sharpness.least) of = this.#camera.width < FEW_PIXELS ? "camera" : "blurred";
    }
    if (of !== this.#trouble.of) {
      // A trouble that is gone for a moment only goes on; its words stay until something is good.
      this.#trouble = { of, since: now };
      this.advice = good ? null : this.advice;
    } else if (of !== "" && now - this.#trouble.since > TROUBLE_MS) {
      this.advice = of;
    }
  }

  /** @param {Assessment} seen */
  #keepBest(seen) {
    if (!seen.quad || seen.atEdge || (this.#best && seen.sharpness === null)) {
      return;
    }
    const grades = gradesOf(seen);
    const points = Object.values(grades).reduce((sum, grade) => sum + POINTS[grade], 0);
    if (!this.#best || points > this.#best.points) {
      this.#best = { grades, points };
    }
  }

  /** The person has had enough, or goes into the call: what was seen until now is the result. */
  end() {
    this.#write();
    this.seen = this.hint = this.#goodFrom = null;
    this.progress = 0;
    this.changed();
  }

  #write() {
    if (!this.#best) {
      return;
    }
    const { grades } = this.#best;
    const worst = Object.values(grades).slice().sort((a, b) => POINTS[a] - POINTS[b])[0] ?? "poor";
    // Legible for a second is what counts; without that it was fair at best.
    const overall = this.done ? (worst === "poor" ? "fair" : "good") : worst === "good" ? "fair" : worst;
    const { width, height } = this.#camera;
    this.record = { overall, ...grades, width, height, lines_seen: this.sides.mrz, front_seen: this.sides.other };
  }

  /**
   * @param {Word} word
   * @param {number} now
   * @param {boolean} [certainly] do not leave it out, whatever was said before
   */
  #say(word, now, certainly = false) {
    const { word: last, at } = this.#said;
    if (certainly || now - at >= (word === last ? AGAIN_MS : QUIET_MS)) {
      this.#said = { word, at: now };
      this.tell(word, this.seen);
    }
  }
}

/** @param {Assessment} seen @returns {Grades} */
export function gradesOf({ size, sharpness, glare, darkness, tilt }) {
  const grade = (/** @type {boolean} */ good, /** @type {boolean} */ fair) => /** @type {Grade} */ (good ? "good" : fair ? "fair" : "poor");
  return {
    size: grade(size >= LIMITS.size.least && size <= LIMITS.size.most, size >= LIMITS.size.poor),
    sharpness: grade((sharpness ?? 0) >= LIMITS.sharpness.good, (sharpness ?? 0) >= LIMITS.sharpness.least),
    glare: grade(glare <= LIMITS.glare.good, glare <= LIMITS.glare.most),
    light: grade(darkness <= LIMITS.darkness.good, darkness <= LIMITS.darkness.most),
    posture: grade(tilt <= LIMITS.roll, tilt <= LIMITS.lean),
  };
}
