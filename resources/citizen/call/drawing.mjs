// From signature_pad's strokes to the contract's Drawing, and back onto a pad of another size.

/** @import {Drawing, Point} from "../contract.mjs" */

/** @typedef {{x: number, y: number, time: number, pressure: number}} PadPoint */
/** @typedef {{points: PadPoint[]}} Stroke */

/** @param {number} value @param {number} least @param {number} most */
const within = (value, least, most) => Math.min(most, Math.max(least, Number.isFinite(value) ? value : least));

/** @param {number} value hundredths of a pixel are finer than any pen */
const rounded = (value) => Math.round(value * 100) / 100;

/**
 * @param {Stroke[]} strokes as signature_pad's `toData()` gives them
 * @param {number} width of the pad, CSS pixels
 * @param {number} height
 * @returns {Drawing} times relative to the first point; a mouse, which has no pressure, counts as 0.5
 */
export function toDrawing(strokes, width, height) {
  const begin = Math.min(...strokes.flatMap((stroke) => stroke.points.map((point) => point.time)));
  /** @param {PadPoint} point @returns {Point} */
  const convert = (point) => ({
    x: rounded(within(point.x, 0, width)),
    y: rounded(within(point.y, 0, height)),
    t: Math.max(0, Math.round(point.time - begin) || 0),
    p: rounded(within(point.pressure || 0.5, 0, 1)),
  });
  return {
    width,
    height,
    strokes: strokes.filter((stroke) => stroke.points.length > 0).map((stroke) => stroke.points.map(convert)),
  };
}

/**
 * The same strokes for a pad that has become larger or smaller (the phone was turned), never squeezed.
 * @template {Stroke} T
 * @param {T[]} strokes
 * @param {{width: number, height: number}} from
 * @param {{width: number, height: number}} to
 * @returns {T[]}
 */
export function rescaled(strokes, from, to) {
  if (!from.width || !from.height) {
    return strokes;
  }
  const factor = Math.min(to.width / from.width, to.height / from.height);
  return strokes.map((stroke) => ({
    ...stroke,
    points: stroke.points.map((point) => ({ ...point, x: point.x * factor, y: point.y * factor })),
  }));
}

/**
 * Whether it is worth sending; the desk judges it in earnest (`common/signatures.py`).
 * @param {Stroke[]} strokes
 * @returns {boolean}
 */
export function isEmpty(strokes) {
  return strokes.reduce((sum, stroke) => sum + stroke.points.length, 0) < 3;
}
