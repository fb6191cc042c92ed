// One look at the camera's picture: pixels in, assessment out. The same in the worker and, without one, in the page.

import { assess } from "./assess.mjs";
import { greyOf } from "./grey.mjs";

/** @import {Assessment} from "./assess.mjs" */
/** @import {Point, Quad} from "./grey.mjs" */
/** @import {Wanted} from "./hints.mjs" */

/** @typedef {{data: Uint8ClampedArray<ArrayBuffer>, width: number, height: number}} Pixels RGBA */
/**
 * @typedef {object} Request
 * @property {Pixels} whole the picture, small
 * @property {(Pixels & {pitch: number, near: Point}) | null} detail where the letters are, in the camera's own pixels
 * @property {Wanted} wanted
 * @property {number} at seconds
 * @property {{at: number, quad: Quad | null} | null} before
 */

/** The least work that shows the lines well: about so many pixels. */
export const PIXELS = 150_000;
/** A detail that is larger is shrunk to this; by then every camera is sharp enough. */
export const DETAIL_PIXELS = 120_000;

/** @param {number} width @param {number} height @returns {[width: number, height: number]} even, of about `PIXELS` */
export function smallSize(width, height) {
  const scale = Math.min(1, Math.sqrt(PIXELS / (width * height)));
  return [Math.max(2, Math.round((width * scale) / 2) * 2), Math.max(2, Math.round((height * scale) / 2) * 2)];
}

/** @param {Request} request @returns {Assessment} */
export function look({ whole, detail, wanted, at, before }) {
  const grey = greyOf(whole.data, whole.width, whole.height);
  const close = detail && { grey: greyOf(detail.data, detail.width, detail.height), pitch: detail.pitch, near: detail.near };
  return assess(grey, { wanted, detail: close, before, at });
}
