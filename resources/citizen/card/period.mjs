// Whether a line is set in a type of one width with so many characters, as machine-readable lines are. Pure.

import { flat } from "./grey.mjs";

/** @import {Grey, Quad} from "./grey.mjs" */

const SAMPLES = 352;
const ROWS = 33;
/** What print of any kind has at least, also in the dark; a blank sheet's grain and blocks have far less. */
const FLOOR = 4e5;
/** How much the line may be longer or shorter than it was taken for. */
const OFF = 0.06;

const [LEAST, MOST] = [30, 120];

/** For every number of periods the windowed waves: what begins in the middle of a letter has no hard edge. */
const WAVES = Array.from({ length: MOST - LEAST }, (_, index) => {
  const turn = (Math.PI * (index + LEAST)) / SAMPLES;
  const soft = (/** @type {number} */ at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SAMPLES);
  return {
    even: Float32Array.from({ length: SAMPLES }, (_, at) => Math.cos(turn * at) * soft(at)),
    odd: Float32Array.from({ length: SAMPLES }, (_, at) => Math.sin(turn * at) * soft(at)),
  };
});

/**
 * @param {Grey} grey
 * @param {Quad} lines all machine-readable lines
 * @returns {Float32Array} their spectrum, by periods per length in halves: `[60]` is thirty
 */
export function spectrumOf(grey, lines) {
  const strip = flat(grey, lines, SAMPLES, ROWS);
  const power = new Float32Array(MOST);
  const profile = new Float32Array(SAMPLES);
  for (let row = 0; row < ROWS; row += 3) {
    for (let x = 0, at = row * SAMPLES; x < SAMPLES; x += 1, at += 1) {
      profile[x] = strip.data[at] + strip.data[at + SAMPLES] + strip.data[at + 2 * SAMPLES];
    }
    WAVES.forEach(({ even, odd }, index) => {
      let [re, im] = [0, 0];
      for (let at = 0; at < SAMPLES; at += 1) {
        re += profile[at] * even[at];
        im += profile[at] * odd[at];
      }
      power[index + LEAST] += re * re + im * im;
    });
  }
  return power;
}

/**
 * How much the spectrum stands out at this number of characters: about 1 for other text, far more for the real lines.
 * @param {Float32Array} power
 * @param {number} chars
 */
export function standsOut(power, chars) {
  const wide = power.slice(36, 118).slice().sort();
  const usual = Math.max(FLOOR, wide[wide.length >> 1]);
  let most = 0;
  for (let half = Math.floor(2 * chars * (1 - OFF)); half <= Math.min(119, Math.ceil(2 * chars * (1 + OFF))); half += 1) {
    most = Math.max(most, power[half]);
  }
  return most / usual;
}
