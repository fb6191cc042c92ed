// Brightness only: small pictures as rows of bytes, and what is computed of them. Pure; also runs in the worker.

/** @typedef {{width: number, height: number, data: Uint8Array}} Grey row by row, without padding */
/** @typedef {[x: number, y: number]} Point */
/** @typedef {[Point, Point, Point, Point]} Quad clockwise from the top left corner */

/**
 * @param {Uint8ClampedArray} rgba
 * @param {number} width
 * @param {number} height
 * @returns {Grey}
 */
export function greyOf(rgba, width, height) {
  const data = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < data.length; at += 1, from += 4) {
    data[at] = (77 * /** @type {number} */ (rgba[from]) + 150 * /** @type {number} */ (rgba[from + 1]) + 29 * /** @type {number} */ (rgba[from + 2])) >> 8;
  }
  return { width, height, data };
}

/** @param {Grey} grey @returns {Grey} half the size, each pixel the mean of four */
export function halved({ width, height, data }) {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(w * h);
  for (let y = 0, at = 0; y < h; y += 1) {
    for (let x = 0, from = 2 * y * width; x < w; x += 1, at += 1, from += 2) {
      half[at] = (data[from] + data[from + 1] + data[from + width] + data[from + width + 1] + 2) >> 2;
    }
  }
  return { width: w, height: h, data: half };
}

/**
 * The mean around every pixel.
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} height
 * @param {number} rx so many pixels to both sides
 * @param {number} ry
 * @returns {Float32Array}
 */
export function blurred(values, width, height, rx, ry) {
  const rows = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let sum = 0;
    for (let x = -rx; x < width; x += 1) {
      if (x + rx < width) sum += values[row + x + rx];
      if (x - rx - 1 >= 0) sum -= values[row + x - rx - 1];
      if (x >= 0) rows[row + x] = sum;
    }
  }
  const all = new Float32Array(values.length);
  const sums = new Float32Array(width);
  const scale = 1 / ((2 * rx + 1) * (2 * ry + 1));
  for (let y = -ry; y < height; y += 1) {
    const [enters, leaves] = [(y + ry) * width, (y - ry - 1) * width];
    for (let x = 0; x < width; x += 1) {
      if (y + ry < height) sums[x] += rows[enters + x];
      if (y - ry - 1 >= 0) sums[x] -= rows[leaves + x];
      if (y >= 0) all[y * width + x] = sums[x] * scale;
    }
  }
  return all;
}

/**
 * @param {ArrayLike<number>} values any order; bytes
 * @param {number} part 0 … 1
 * @returns {number} so that `part` of the values are not greater
 */
export function percentile(values, part) {
  const counts = new Uint32Array(256);
  for (let at = 0; at < values.length; at += 1) {
    counts[values[at]] += 1;
  }
  let left = part * values.length;
  for (let value = 0; value < 256; value += 1) {
    left -= counts[value];
    if (left <= 0) {
      return value;
    }
  }
  return 255;
}

/** @param {Point} a @param {Point} b */
export const distance = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** @param {Quad} quad @returns {Point} */
export const middleOf = (quad) => [quad.reduce((sum, [x]) => sum + x, 0) / 4, quad.reduce((sum, [, y]) => sum + y, 0) / 4];

/** @param {Quad} quad @returns {[across: number, down: number]} mean lengths of its sides */
export function sidesOf([a, b, c, d]) {
  return [(distance(a, b) + distance(d, c)) / 2, (distance(a, d) + distance(b, c)) / 2];
}

/**
 * The way from a unit square onto a quad.
 * @param {Quad} quad
 * @returns {Float64Array} nine numbers, row by row
 */
export function toQuad([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const all = dx1 * dy2 - dx2 * dy1 || 1e-9;
  const g = (sx * dy2 - dx2 * sy) / all;
  const h = (dx1 * sy - sx * dy1) / all;
  return Float64Array.of(x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1);
}

/**
 * @param {Float64Array} way of `toQuad`
 * @param {number} u
 * @param {number} v
 * @returns {Point}
 */
export function along(way, u, v) {
  const w = way[6] * u + way[7] * v + way[8];
  return [(way[0] * u + way[1] * v + way[2]) / w, (way[3] * u + way[4] * v + way[5]) / w];
}

/**
 * What lies inside the quad, laid flat.
 * @param {Grey} grey
 * @param {Quad} quad
 * @param {number} width
 * @param {number} height
 * @returns {Grey}
 */
export function flat(grey, quad, width, height) {
  const way = toQuad(quad);
  const data = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const [px, py] = along(way, (x + 0.5) / width, (y + 0.5) / height);
      data[at] = pixel(grey, px - 0.5, py - 0.5);
    }
  }
  return { width, height, data };
}

/** @param {Grey} grey @param {number} x @param {number} y @returns {number} between the pixels; outside 0 */
function pixel({ width, height, data }, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) {
    return 0;
  }
  const [fx, fy, at] = [x - left, y - top, top * width + left];
  const upper = data[at] * (1 - fx) + data[at + 1] * fx;
  const lower = data[at + width] * (1 - fx) + data[at + width + 1] * fx;
  return upper * (1 - fy) + lower * fy;
}
