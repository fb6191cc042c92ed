// Lines of text as bands, and which of them are the machine-readable lines of a document. Pure.

import { blurred } from "./grey.mjs";

/** @import {Grey, Point, Quad} from "./grey.mjs" */
/**
 * A line of text: its middle, direction and size in pixels.
 * @typedef {{x: number, y: number, angle: number, length: number, thick: number}} Band
 */
/**
 * The machine-readable lines: `quad` the document's corners, `lines` their own; `lean` radians, roughly.
 * @typedef {{kind: "td1" | "td3", bands: Band[], lean: number, quad: Quad, lines: Quad}} Zone
 */
/** @typedef {(typeof KINDS)[number]} Kind */

/** How strong strokes are compared with the paper's brightness; each is tried, as a blurred or dark picture has weak ones. */
const STRENGTHS = [0.22, 0.13, 0.075];
const REACH_X = 8;
const REACH_Y = 1;
/** Millimetres from the middle of a line to its edge, and a little more. */
const EDGE = 2.2;
/** Within so many radians of level. Steeper ones are told to turn anyway. */
const STEEPEST = 0.72;

/** Where the lines lie on the document, in millimetres (ICAO 9303-5, -4). `height` is the whole page's. */
const KINDS = /** @type {const} */ ([
  { kind: "td1", lines: 3, chars: 30, pitch: [0.055, 0.115], left: 4.7, width: 85.6, height: 53.98, first: 35.3, last: 47.5, text: 76.2 },
  { kind: "td3", lines: 2, chars: 44, pitch: [0.038, 0.088], left: 6.2, width: 125, height: 88, first: 72.6, last: 79.6, text: 111.8 },
]);

/**
 * How much of vertical strokes is around every pixel, in parts of the brightness there.
 * @param {Grey} grey
 * @returns {Float32Array}
 */
export function strokes({ width, height, data }) {
  const change = new Float32Array(data.length);
  const light = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
      const step = Math.abs(data[at + 1] - data[at - 1]);
      change[at] = step > 4 ? step - 4 : 0;
      light[at] = data[at];
    }
  }
  const around = blurred(change, width, height, REACH_X, REACH_Y);
  const bright = blurred(light, width, height, REACH_X, REACH_Y);
  for (let at = 0; at < around.length; at += 1) {
    around[at] /= bright[at] + 12;
  }
  return around;
}

/**
 * All bands that are stronger than this.
 * @param {Float32Array} strength
 * @param {number} width
 * @param {number} height
 * @param {number} least
 * @returns {Band[]}
 */
export function bandsOf(strength, width, height, least) {
  /** @type {number[]} */
  const parents = [];
  /** @type {number[][]} sums of n, x, y, xx, xy, yy */
  const sums = [];
  const root = (/** @type {number} */ label) => {
    let at = label;
    while (parents[at] !== at) {
      at = parents[at] = /** @type {number} */ (parents[/** @type {number} */ (parents[at])]);
    }
    return at;
  };
  /** @type {[from: number, to: number, label: number][]} */
  let above = [];
  for (let y = 0; y < height; y += 1) {
    /** @type {[number, number, number][]} */
    const row = [];
    for (const [from, to] of runs(strength, y * width, width, least)) {
      let label = -1;
      for (const other of above) {
        if (other[0] <= to && other[1] >= from) {
          const found = root(other[2]);
          label < 0 ? (label = found) : (parents[found] = root(label));
        }
      }
      if (label < 0) {
        label = parents.push(parents.length) - 1;
        sums.push([0, 0, 0, 0, 0, 0]);
      }
      add(/** @type {number[]} */ (sums[label]), from, to, y);
      row.push([from, to, label]);
    }
    above = row;
  }
  sums.forEach((sum, label) => {
    const to = root(label);
    if (to !== label) {
      sum.forEach((value, at) => (/** @type {number[]} */ (sums[to])[at] += value));
    }
  });
  return sums.filter((_, label) => parents[label] === label).map(bandOf).filter((band) => band !== null);
}

/** @param {Float32Array} strength @param {number} row @param {number} width @param {number} least */
function* runs(strength, row, width, least) {
  for (let x = 0; x < width; x += 1) {
    if (strength[row + x] > least) {
      const from = x;
      while (x + 1 < width && strength[row + x + 1] > least) x += 1;
      yield [from, x];
    }
  }
}

/** @param {number[]} sum @param {number} from @param {number} to @param {number} y */
function add(sum, from, to, y) {
  const n = to - from + 1;
  const x = (n * (from + to)) / 2;
  // The sum of squares of consecutive numbers.
  const squares = (/** @type {number} */ last) => (last * (last + 1) * (2 * last + 1)) / 6;
  const more = [n, x, n * y, squares(to) - squares(from - 1), x * y, n * y * y];
  more.forEach((value, at) => (sum[at] += value));
}

/** @param {number[]} sums @returns {Band | null} null: no line of text */
function bandOf([n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0]) {
  if (n < 120) {
    return null;
  }
  const [x, y] = [sx / n, sy / n];
  const [xx, xy, yy] = [sxx / n - x * x, sxy / n - x * y, syy / n - y * y];
  const spread = Math.hypot((xx - yy) / 2, xy);
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const length = Math.sqrt(12 * ((xx + yy) / 2 + spread));
  const thick = Math.sqrt(12 * Math.max(0.1, (xx + yy) / 2 - spread));
  const fits = length > 55 && length / thick > 5.5 && n / (length * thick) > 0.6 && Math.abs(angle) < STEEPEST;
  // The reach makes bands longer than their text.
  return fits ? { x, y, angle, length: length - REACH_X * 1.2, thick } : null;
}

/**
 * The machine-readable lines in these bands.
 * @param {Band[]} bands
 * @returns {Zone | null}
 */
export function zoneIn(bands) {
  const long = bands.slice().sort((a, b) => b.length - a.length).slice(0, 24);
  for (const kind of KINDS) {
    for (const first of long) {
      const stack = stackFrom(first, long, kind.pitch[0], kind.pitch[1]);
      if (stack.length === kind.lines && !goesOn(stack, bands)) {
        return zoneOf(stack, kind);
      }
    }
  }
  return null;
}

/**
 * The bands below and above `first` that are as long and evenly apart, from the top. More than a document has: a page.
 * @param {Band} first
 * @param {Band[]} bands
 * @param {number} least distance in parts of the length
 * @param {number} most
 * @returns {Band[]}
 */
function stackFrom(first, bands, least, most) {
  const like = bands
    .map((band) => ({ band, ...seenFrom(first, band) }))
    .filter(({ band, aside }) => Math.abs(band.angle - first.angle) < 0.09 && Math.abs(band.length / first.length - 1) < 0.2 && Math.abs(aside) < 0.13)
    .sort((a, b) => a.below - b.below);
  const start = like.findIndex(({ band }) => band === first);
  const stack = [first];
  let pitch = 0;
  for (const step of [1, -1]) {
    let at = 0;
    for (let index = start + step; index >= 0 && index < like.length; index += step) {
      const next = /** @type {{band: Band, below: number}} */ (like[index]);
      const gap = Math.abs(next.below - at);
      if (gap < least || gap > most || (pitch > 0 && Math.abs(gap / pitch - 1) > 0.3)) {
        break;
      }
      pitch ||= gap;
      at = next.below;
      step > 0 ? stack.push(next.band) : stack.unshift(next.band);
    }
  }
  return stack;
}

/**
 * Whether the text goes on above or below, as it does on a page.
 * @param {Band[]} stack
 * @param {Band[]} bands
 */
function goesOn(stack, bands) {
  const [first, second, last] = /** @type {[Band, Band, Band]} */ ([stack[0], stack[1], stack.at(-1)]);
  const pitch = seenFrom(first, second).below;
  return bands.some((band) => {
    const above = -seenFrom(first, band).below / pitch;
    const under = seenFrom(last, band).below / pitch;
    const { aside } = seenFrom(first, band);
    return band.length > 0.3 * first.length && Math.abs(aside) < 0.6 && [above, under].some((gap) => gap > 0.5 && gap < 1.5);
  });
}

/** @param {Band} from @param {Band} to @returns {{aside: number, below: number}} in parts of the length of `from` */
function seenFrom(from, to) {
  const [c, s] = [Math.cos(from.angle), Math.sin(from.angle)];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return { aside: (dx * c + dy * s) / from.length, below: (dy * c - dx * s) / from.length };
}

/**
 * @param {Band[]} stack
 * @param {Kind} kind
 * @returns {Zone}
 */
function zoneOf(stack, kind) {
  const middle = (/** @type {(band: Band) => number} */ of) => /** @type {number} */ (stack.map(of).slice().sort((a, b) => a - b)[stack.length >> 1]);
  const [first, last] = /** @type {[Band, Band]} */ ([stack[0], stack.at(-1)]);
  const angle = stack.reduce((sum, band) => sum + band.angle, 0) / stack.length;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const across = (/** @type {Band} */ band) => band.x * c + band.y * s;
  const below = (/** @type {Band} */ band) => band.y * c - band.x * s;
  // So near to its lines the document lies that perspective changes little; a line of which an end is lost counts less.
  const [x, perMm] = [middle(across), middle((band) => band.length) / kind.text];
  const [y, down] = [below(first), (below(last) - below(first)) / (kind.last - kind.first)];
  const at = (/** @type {number} */ mmX, /** @type {number} */ mmY) => {
    const [u, v] = [x + perMm * (mmX - kind.left - kind.text / 2), y + down * (mmY - kind.first)];
    return /** @type {Point} */ ([u * c - v * s, u * s + v * c]);
  };
  const box = (/** @type {[number, number, number, number]} */ [x0, y0, x1, y1]) => /** @type {Quad} */ ([at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)]);
  return {
    kind: kind.kind,
    bands: stack,
    lean: Math.acos(Math.min(1, Math.min(perMm, down) / Math.max(perMm, down))),
    quad: box([0, 0, kind.width, kind.height]),
    lines: box([kind.left - 1, kind.first - EDGE, kind.left + kind.text + 1, kind.last + EDGE]),
  };
}

/**
 * The machine-readable lines in the picture; and all bands, for whoever asks whether it is a page of text.
 * @param {Grey} grey
 * @returns {{zone: Zone | null, bands: Band[]}}
 */
export function findZone(grey) {
  const strength = strokes(grey);
  /** @type {Band[]} */
  let most = [];
  for (const least of STRENGTHS) {
    const bands = bandsOf(strength, grey.width, grey.height, least);
    const zone = zoneIn(bands);
    if (zone) {
      return { zone, bands };
    }
    most = bands.length > most.length ? bands : most;
  }
  return { zone: null, bands: most };
}

/** How many characters a line of this kind has. @param {"td1" | "td3"} kind */
export const charsOf = (kind) => (kind === "td1" ? 30 : 44);
