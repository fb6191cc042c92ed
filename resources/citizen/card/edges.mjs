// The outline of a card: four straight edges that meet as those of a card do. Pure.

import { blurred, distance, halved, sidesOf } from "./grey.mjs";

/** @import {Grey, Point, Quad} from "./grey.mjs" */
/** A straight line x·cos + y·sin = rho; `border`: where the picture ends. @typedef {{angle: number, rho: number, votes: number, border?: boolean}} Line */
/** @typedef {{quad: Quad, support: number, cut: boolean}} Outline `support` 0 … 1: how much of the sides was seen; `cut`: it goes on outside */

const ANGLES = 180;
/** So many degrees beside its own direction an edge point votes for. */
const VOTE = 2;
const LINES = 14;
/** Sides of a card, across to down, also leaning and (the second pair) upright. */
const RATIOS = /** @type {const} */ ([[1.15, 2.35], [0.45, 0.82]]);
const SAMPLES = 36;

/** Cosines and sines of all angles, in degrees from −45 to 134: the first half are upright lines. */
const COS = Float32Array.from({ length: ANGLES }, (_, at) => Math.cos(((at - 45) * Math.PI) / 180));
const SIN = Float32Array.from({ length: ANGLES }, (_, at) => Math.sin(((at - 45) * Math.PI) / 180));

/**
 * Thin edges of the picture.
 * @param {Grey} grey
 * @returns {{width: number, height: number, at: Int32Array, direction: Int16Array}} `direction`: degrees + 1 of the angle
 *   across the edge, negative when it becomes darker that way, 0: no edge
 */
export function edgesOf({ width, height, data }) {
  const smooth = blurred(Float32Array.from(data), width, height, 1, 1);
  const strength = new Float32Array(data.length);
  const gx = new Float32Array(data.length);
  const gy = new Float32Array(data.length);
  let sum = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
      gx[at] = smooth[at + 1] - smooth[at - 1];
      gy[at] = smooth[at + width] - smooth[at - width];
      sum += strength[at] = Math.hypot(gx[at], gy[at]);
    }
  }
  const least = Math.max(4, (1.3 * sum) / data.length);
  const direction = new Int16Array(data.length);
  /** @type {number[]} */
  const at = [];
  for (let y = 2; y < height - 2; y += 1) {
    for (let x = 2, here = y * width + 2; x < width - 2; x += 1, here += 1) {
      const own = strength[here];
      if (own < least) continue;
      const flat = Math.abs(gx[here]) > Math.abs(gy[here]);
      const beside = flat ? 1 : width;
      if (own < strength[here - beside] || own <= strength[here + beside]) continue;
      const turned = Math.round((Math.atan2(gy[here], gx[here]) * 180) / Math.PI) + 45;
      const angle = ((turned % 180) + 180) % 180;
      direction[here] = COS[angle] * gx[here] + SIN[angle] * gy[here] > 0 ? angle + 1 : -angle - 1;
      at.push(here);
    }
  }
  return { width, height, at: Int32Array.from(at), direction };
}

/**
 * The straight lines that most edge points lie on.
 * @param {ReturnType<typeof edgesOf>} edges
 * @returns {[upright: Line[], level: Line[]]}
 */
export function linesOf({ width, height, at, direction }) {
  const most = Math.ceil(Math.hypot(width, height)) + 2;
  const rhos = 2 * most;
  const votes = new Uint16Array(ANGLES * rhos);
  for (const here of at) {
    const [x, y, angle] = [here % width, Math.floor(here / width), Math.abs(direction[here]) - 1];
    for (let near = angle - VOTE; near <= angle + VOTE; near += 1) {
      const turned = (near + ANGLES) % ANGLES;
      const rho = Math.round(COS[turned] * x + SIN[turned] * y) + most;
      votes[turned * rhos + rho] += 1;
    }
  }
  return [peaks(votes, rhos, most, 0, ANGLES / 2), peaks(votes, rhos, most, ANGLES / 2, ANGLES)];
}

/** @param {Uint16Array} votes @param {number} rhos @param {number} most @param {number} from @param {number} to */
function peaks(votes, rhos, most, from, to) {
  /** @type {Line[]} */
  const found = [];
  const least = 18;
  for (let angle = from; angle < to; angle += 1) {
    for (let rho = 1; rho < rhos - 1; rho += 1) {
      const here = angle * rhos + rho;
      const own = votes[here] + ((votes[here - 1] + votes[here + 1]) >> 1);
      if (votes[here] >= 8 && own >= least) {
        found.push({ angle, rho: rho - most, votes: own });
      }
    }
  }
  found.sort((a, b) => b.votes - a.votes);
  /** @type {Line[]} */
  const kept = [];
  for (const line of found) {
    if (kept.every((other) => Math.abs(other.angle - line.angle) > 5 || Math.abs(other.rho - line.rho) > 4)) {
      kept.push(line);
      if (kept.length === LINES) break;
    }
  }
  return kept;
}

/** @param {Line} one @param {Line} other @returns {Point} */
function meet(one, other) {
  const [a, b, c, d] = [COS[one.angle], SIN[one.angle], COS[other.angle], SIN[other.angle]];
  const all = a * d - b * c;
  return [(one.rho * d - other.rho * b) / all, (a * other.rho - c * one.rho) / all];
}

/**
 * How much of a side is an edge of its direction.
 * @param {ReturnType<typeof edgesOf>} edges
 * @param {Point} from
 * @param {Point} to
 * @param {number} angle
 * @returns {number} 0 … 1; where the side is outside the picture nothing is counted
 */
function supportOf({ width, height, direction }, from, to, angle) {
  let [bright, dark, seen] = [0, 0, 0];
  for (let step = 1; step < SAMPLES; step += 1) {
    const part = 0.05 + (0.9 * step) / SAMPLES;
    const [x, y] = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    if (x < 3 || y < 3 || x > width - 4 || y > height - 4) continue;
    seen += 1;
    for (let aside = -2; aside <= 2; aside += 1) {
      const found = direction[Math.round(y + SIN[angle] * aside) * width + Math.round(x + COS[angle] * aside)];
      const off = Math.abs(Math.abs(found) - 1 - angle);
      if (found !== 0 && Math.min(off, ANGLES - off) < 14) {
        found > 0 ? (bright += 1) : (dark += 1);
        break;
      }
    }
  }
  // A side is where it becomes brighter, or darker; letters are both.
  return seen < SAMPLES / 3 ? 0 : Math.max(bright, dark) / seen;
}

/**
 * The best card in the picture; when there is none, the best one that goes on outside.
 * @param {Grey} grey
 * @returns {Outline | null}
 */
export function findOutline(grey) {
  const edges = edgesOf(halved(grey));
  const [upright, level] = linesOf(edges);
  return bestOf(edges, upright, level) ?? bestOf(edges, [...upright, ...borders(45, edges.width)], [...level, ...borders(135, edges.height)]);
}

/** @param {number} angle @param {number} end @returns {Line[]} the picture's own first and last line */
const borders = (angle, end) => [1, end - 2].map((rho) => ({ angle, rho, votes: 0, border: true }));

/**
 * @param {ReturnType<typeof edgesOf>} edges
 * @param {Line[]} upright
 * @param {Line[]} level
 * @returns {Outline | null}
 */
function bestOf(edges, upright, level) {
  const { width, height } = edges;
  const least = 0.2 * Math.min(width, height);
  /** @type {Outline | null} */
  let best = null;
  let most = 0;
  for (const [left, right] of pairs(upright, least)) {
    for (const [top, bottom] of pairs(level, least)) {
      const cut = [left, right, top, bottom].filter((line) => line.border).length;
      const quad = /** @type {Quad} */ ([meet(top, left), meet(top, right), meet(bottom, right), meet(bottom, left)]);
      if (cut > 1 || !likeACard(quad, width, height, cut > 0)) continue;
      const support = seenOf(edges, quad, [top, right, bottom, left]);
      const score = support * (0.75 + 0.25 * Math.min(1, Math.max(...sidesOf(quad)) / Math.max(width, height)));
      if (score > most) {
        most = score;
        best = { quad: /** @type {Quad} */ (quad.map(([x, y]) => [2 * x + 0.5, 2 * y + 0.5])), support, cut: cut > 0 };
      }
    }
  }
  return best;
}

/**
 * @param {ReturnType<typeof edgesOf>} edges
 * @param {Quad} quad
 * @param {Line[]} lines clockwise from the top
 * @returns {number} 0 … 1; 0 also when a side is hardly there
 */
function seenOf(edges, quad, lines) {
  const sides = lines.flatMap((line, at) => (line.border ? [] : supportOf(edges, /** @type {Point} */ (quad[at]), /** @type {Point} */ (quad[(at + 1) % 4]), line.angle)));
  const [worst = 0, second = 0] = sides.slice().sort((a, b) => a - b);
  const support = sides.reduce((sum, side) => sum + side, 0) / sides.length;
  const enough = sides.length === 4 ? worst > 0.3 && second > 0.5 && support > 0.6 : worst > 0.5 && support > 0.7;
  return enough ? support : 0;
}

/** @param {Line[]} lines @param {number} least @returns {[Line, Line][]} nearly parallel ones, the one with the smaller rho first */
function pairs(lines, least) {
  /** @type {[Line, Line][]} */
  const found = [];
  for (const one of lines) {
    for (const other of lines) {
      if (other.rho - one.rho > least && Math.abs(other.angle - one.angle) <= 22) {
        found.push([one, other]);
      }
    }
  }
  return found;
}

/** @param {Quad} quad @param {number} width @param {number} height @param {boolean} cut */
function likeACard(quad, width, height, cut) {
  const [across, down] = sidesOf(quad);
  const ratio = across / down;
  const [top, right, bottom, left] = quad.map((corner, at) => distance(corner, /** @type {Point} */ (quad[(at + 1) % 4])));
  const keystone = (/** @type {number} */ a = 1, /** @type {number} */ b = 1) => Math.min(a, b) / Math.max(a, b);
  return (
    (cut ? ratio > 0.4 && ratio < 4 : RATIOS.some(([from, to]) => ratio > from && ratio < to)) &&
    keystone(top, bottom) > 0.6 &&
    keystone(left, right) > 0.6 &&
    quad.every(([x, y]) => x > -0.12 * width && x < 1.12 * width && y > -0.12 * height && y < 1.12 * height)
  );
}
