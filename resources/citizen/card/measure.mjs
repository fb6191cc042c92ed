// What can be said of a found card: light, glare, sharpness, how it leans. Pure.

import { flat, middleOf, percentile, sidesOf, toQuad } from "./grey.mjs";

/** @import {Grey, Quad} from "./grey.mjs" */
/** @import {Band} from "./bands.mjs" */
/** @import {Place} from "./hints.mjs" */

/** A card laid flat is looked at in this size. */
const FLAT = /** @type {const} */ ([160, 100]);
const [COLUMNS, ROWS] = [8, 5];
/** Nothing but light. */
const WHITE = 250;
/** From here on a flat card's rows belong to the machine-readable lines. */
const LINES_FROM = 0.6;
/** Edge widths per character: from what is a blot … to what is as sharp as print gets. */
const [BLOT, CRISP] = [1.6, 8.5];
/** A camera's focal length in parts of its longer side: phones and webcams lie around it. */
const FOCAL = 1.1;

/** @param {Grey} grey @param {Quad} quad @returns {Grey} */
export const laidFlat = (grey, quad) => flat(grey, quad, ...FLAT);

/** @param {Grey} card laid flat @returns {number} 0 (bright) to 1 (black): the paper's brightness decides */
export const darknessOf = (card) => 1 - Math.min(1, percentile(card.data, 0.9) / 170);

/**
 * @param {Grey} card laid flat
 * @param {boolean} lines only where the machine-readable lines are
 * @returns {{share: number, place: Place | null}}
 */
export function glareOf(card, lines) {
  const from = lines ? Math.floor(card.height * LINES_FROM) : 0;
  let [count, sx, sy] = [0, 0, 0];
  for (let y = from; y < card.height; y += 1) {
    for (let x = 0; x < card.width; x += 1) {
      if (card.data[y * card.width + x] >= WHITE) {
        count += 1;
        sx += x;
        sy += y;
      }
    }
  }
  const share = count / (card.width * (card.height - from));
  return { share, place: count > 0 ? placeOf(sx / count / card.width, sy / count / card.height) : null };
}

/** @param {number} x @param {number} y @returns {Place} */
function placeOf(x, y) {
  if (Math.abs(x - 0.5) > 0.12) {
    return x < 0.5 ? "left" : "right";
  }
  return y < 0.35 ? "top" : y > 0.65 ? "bottom" : "middle";
}

/** @param {Grey} card laid flat @returns {number} in how many of its parts something is printed, 0 … 1 */
export function printed(card) {
  const [w, h] = [card.width / COLUMNS, card.height / ROWS];
  let active = 0;
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      let [change, light, n] = [0, 0, 0];
      for (let y = Math.ceil(row * h + 3); y < (row + 1) * h - 3; y += 1) {
        for (let x = Math.ceil(column * w + 3); x < (column + 1) * w - 3; x += 1, n += 1) {
          const at = y * card.width + x;
          change += Math.abs(card.data[at + 1] - card.data[at - 1]) + Math.abs(card.data[at + card.width] - card.data[at - card.width]);
          light += card.data[at];
        }
      }
      active += change / (light + 20 * n) > 0.055 ? 1 : 0;
    }
  }
  return active / (COLUMNS * ROWS);
}

/**
 * Whether it is a piece of a page: long lines of text from top to bottom.
 * @param {Quad} quad
 * @param {Band[]} bands
 */
export function isPage(quad, bands) {
  const [across, down] = sidesOf(quad);
  const [x, y] = middleOf(quad);
  const inside = bands.filter((band) => band.length > 0.4 * across && Math.abs(band.x - x) < across / 2 && Math.abs(band.y - y) < down / 2);
  return inside.length >= 4;
}

/**
 * How sharp print is: how many edges would fit side by side into a character. Both a small and a blurred card have few.
 * @param {Grey} grey a part of the card with text on it, in the camera's own pixels
 * @param {number} pitch pixels from one character of the machine-readable lines to the next
 * @returns {number} 0 … 1
 */
export function sharpnessOf(grey, pitch) {
  const size = Math.max(5, Math.min(40, Math.round(pitch)));
  const smooth = smoothed(grey);
  /** @type {{range: number, across: number, down: number}[]} */
  const blocks = [];
  for (let y = 1; y + size < grey.height - 1; y += size) {
    for (let x = 1; x + size < grey.width - 1; x += size) {
      blocks.push(blockOf(smooth, x, y, size));
    }
  }
  const ranges = blocks.map(({ range }) => range).slice().sort((a, b) => a - b);
  const least = Math.max(10, 0.4 * (ranges[Math.floor(0.92 * ranges.length)] ?? 0));
  const strong = blocks.filter(({ range }) => range >= least);
  if (strong.length < 4) {
    return 0;
  }
  const widthBy = (/** @type {"across" | "down"} */ way) => {
    const widths = strong.map((block) => block.range / Math.max(0.5, block[way])).slice().sort((a, b) => a - b);
    return /** @type {number} */ (widths[Math.floor(widths.length * 0.3)]);
  };
  // A moved picture is sharp in one direction only.
  const width = Math.max(widthBy("across"), widthBy("down"));
  return Math.min(1, Math.max(0, (pitch / width - BLOT) / (CRISP - BLOT)));
}

/** @param {Grey} grey @returns {Grey} without the grain */
function smoothed({ width, height, data }) {
  const smooth = new Uint8Array(data.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
      smooth[at] = (4 * data[at] + 2 * (data[at - 1] + data[at + 1] + data[at - width] + data[at + width]) + data[at - width - 1] + data[at - width + 1] + data[at + width - 1] + data[at + width + 1] + 8) >> 4;
    }
  }
  return { width, height, data: smooth };
}

/** @param {Grey} grey @param {number} left @param {number} top @param {number} size */
function blockOf({ width, data }, left, top, size) {
  let [least, most, across, down] = [255, 0, 0, 0];
  for (let y = top; y < top + size; y += 1) {
    for (let x = left, at = y * width + left; x < left + size; x += 1, at += 1) {
      const value = data[at];
      if (value < least) least = value;
      if (value > most) most = value;
      const [dx, dy] = [Math.abs(data[at + 1] - data[at - 1]), Math.abs(data[at + width] - data[at - width])];
      if (dx > across) across = dx;
      if (dy > down) down = dy;
    }
  }
  return { range: most - least, across: across / 2, down: down / 2 };
}

/**
 * How the card lies in the room.
 * @param {Quad} quad
 * @param {number} width of the picture
 * @param {number} height
 * @returns {{roll: number, lean: number, ratio: number}} degrees in the picture, degrees away from it, and the card's own
 *   width to height
 */
export function poseOf(quad, width, height) {
  const way = toQuad(quad);
  const focal = FOCAL * Math.max(width, height);
  const ray = (/** @type {number} */ at) => [((way[at] ?? 0) - (way[6 + at] ?? 0) * (width / 2)) / focal, ((way[3 + at] ?? 0) - (way[6 + at] ?? 0) * (height / 2)) / focal, way[6 + at] ?? 0];
  const [[ax = 0, ay = 0, az = 0], [bx = 0, by = 0, bz = 0]] = [ray(0), ray(1)];
  const normal = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  const lean = Math.acos(Math.min(1, Math.abs(normal[2] ?? 0) / Math.hypot(...normal)));
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
  const roll = Math.atan2(y1 - y0 + y2 - y3, x1 - x0 + x2 - x3);
  return { roll: (roll * 180) / Math.PI, lean: (lean * 180) / Math.PI, ratio: Math.hypot(ax, ay, az) / Math.hypot(bx, by, bz) };
}
