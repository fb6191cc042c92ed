// How well a card can be seen in one look, and the one thing to do next: the page's own twin of `common/capture.py`. Pure.

import { charsOf, findZone } from "./bands.mjs";
import { findOutline } from "./edges.mjs";
import { distance, middleOf, percentile, sidesOf, toQuad, along } from "./grey.mjs";
import { darknessOf, glareOf, isPage, laidFlat, poseOf, printed, sharpnessOf } from "./measure.mjs";
import { spectrumOf, standsOut } from "./period.mjs";

/** @import {Zone} from "./bands.mjs" */
/** @import {Grey, Point, Quad} from "./grey.mjs" */
/** @import {Hint, Place, Side, Wanted} from "./hints.mjs" */
/**
 * As the desk's: sizes in parts, `tilt` degrees, `motion` card widths a second. `sharpness` null: not looked at yet.
 * @typedef {object} Assessment
 * @property {Quad | null} quad in parts of the picture
 * @property {Side | null} side null: not to be told
 * @property {"td1" | "td3" | null} kind
 * @property {number} size
 * @property {number | null} sharpness
 * @property {number} tilt
 * @property {number} motion
 * @property {number} glare
 * @property {Place | null} place of the glare
 * @property {number} darkness
 * @property {boolean} atEdge
 * @property {Hint | null} hint
 * @property {boolean} good
 */
/** @typedef {{grey: Grey, pitch: number, near: Point}} Detail a part of the card in the camera's own pixels; `near`: its middle */
/**
 * `lean`: what the lines say of it, in degrees, where there is no outline to tell; `cut`: the picture ends before the card.
 * @typedef {{quad: Quad, side: Side | null, kind: "td1" | "td3" | null, page: boolean, lean?: number, cut?: boolean}} Found
 */

/** What is good enough: the grades of the result and the hints know no other numbers. */
export const LIMITS = {
  size: { least: 0.45, most: 0.95, poor: 0.35 },
  sharpness: { good: 0.55, least: 0.42 },
  glare: { good: 0.004, most: 0.02 },
  darkness: { good: 0.35, most: 0.6 },
  roll: 14,
  lean: 28,
  motion: 0.3,
};
/** The lines of a document stand out of all other text by far (other text stays below four). */
const STANDS_OUT = 8;
/** A camera with fewer pixels to a character cannot be sharp enough: nearer helps. */
const FEW_PIXELS = 11;
/** Width to height of a card and of a passport's page. */
const CARD = 85.6 / 53.98;
const PAGE = 125 / 88;
/** The lines alone overstate how much a document leans. */
const ROUGH = 10;
/** In a dark picture nothing is found; then this is the reason. */
const NIGHT = 60;

/** @type {Assessment} */
export const NOTHING = { quad: null, side: null, kind: null, size: 0, sharpness: null, tilt: 0, motion: 0, glare: 0, place: null, darkness: 0, atEdge: false, hint: null, good: false };

/**
 * @param {Grey} grey the whole picture, about 150,000 pixels
 * @param {object} more
 * @param {Wanted} [more.wanted]
 * @param {Detail | null} [more.detail]
 * @param {{at: number, quad: Quad | null} | null} [more.before] the last look, its time in seconds
 * @param {number} [more.at] seconds
 * @returns {Assessment}
 */
export function assess(grey, { wanted = "any", detail = null, before = null, at = 0 } = {}) {
  const found = find(grey);
  if (!found || found.page) {
    return { ...NOTHING, hint: percentile(grey.data, 0.95) < NIGHT ? "too_dark" : null };
  }
  const { quad, side, kind } = found;
  const { width, height } = grey;
  const card = laidFlat(grey, quad);
  const [across, down] = sidesOf(quad);
  const pose = poseOf(quad, width, height);
  const { roll, lean } = { ...pose, lean: Math.max(pose.lean, found.lean ?? 0) };
  const glare = glareOf(card, side === "mrz");
  const parts = /** @type {Quad} */ (quad.map(([x, y]) => [x / width, y / height]));
  const seen = {
    ...NOTHING,
    quad: parts,
    side,
    kind,
    size: Math.max(across, down) / Math.min(width, (kind === "td3" ? PAGE : CARD) * height),
    sharpness: detail && near(detail, parts) ? sharpnessOf(detail.grey, detail.pitch) : null,
    tilt: Math.max(Math.abs(roll), lean),
    motion: motionOf(quad, before, at, width, height),
    glare: glare.share,
    place: glare.place,
    darkness: darknessOf(card),
    atEdge: found.cut === true || parts.some(([x, y]) => x < -0.004 || y < -0.004 || x > 1.004 || y > 1.004),
  };
  const hint = hintOf(seen, wanted, { roll, lean, pitch: detail?.pitch ?? 0 });
  return { ...seen, hint, good: hint === null && side !== null && seen.sharpness !== null };
}

/**
 * The first thing that is wrong, in the order of `HINTS`.
 * @param {Assessment} seen
 * @param {Wanted} wanted
 * @param {{roll: number, lean: number, pitch: number}} more
 * @returns {Hint | null}
 */
function hintOf({ side, size, sharpness, motion, glare, darkness, atEdge }, wanted, { roll, lean, pitch }) {
  const blurred = sharpness !== null && sharpness < LIMITS.sharpness.least;
  if (wanted !== "any" && side !== null && side !== wanted) return "wrong_side";
  if (atEdge) return size > LIMITS.size.most ? "farther" : "at_edge";
  if (size < LIMITS.size.least || (blurred && pitch < FEW_PIXELS && size < 0.8)) return "closer";
  if (size > LIMITS.size.most) return "farther";
  if (darkness > LIMITS.darkness.most) return "too_dark";
  if (glare > LIMITS.glare.most) return "glare";
  if (Math.abs(roll) > LIMITS.roll || lean > LIMITS.lean) return "straighten";
  return blurred || motion > LIMITS.motion ? "hold_still" : null;
}

/**
 * Where a document is. A page of text is told, so that it is not taken for one.
 * @param {Grey} grey
 * @returns {Found | null}
 */
export function find(grey) {
  const { zone: lines, bands } = findZone(grey);
  const { quad: outline = null, cut = false } = findOutline(grey) ?? {};
  const zone = lines && isReal(grey, lines.lines, lines.kind) ? lines : null;
  if (zone) {
    const found = /** @type {const} */ ({ side: "mrz", kind: zone.kind, page: false });
    return outline && !cut && agree(outline, zone) ? { ...found, quad: upright(outline, zone) } : { ...found, quad: zone.quad, lean: (zone.lean * 180) / Math.PI - ROUGH };
  }
  if (!outline) {
    return null;
  }
  if (cut) {
    return { quad: outline, side: null, kind: null, page: printed(laidFlat(grey, outline)) < 0.2 || isPage(outline, bands), cut };
  }
  const hidden = hiddenLines(grey, outline);
  if (hidden) {
    return { ...hidden, side: "mrz", page: false };
  }
  const { ratio } = poseOf(outline, grey.width, grey.height);
  const share = printed(laidFlat(grey, outline));
  const page = isPage(outline, bands) || share < 0.2;
  const card = Math.abs((ratio > 1 ? ratio : 1 / ratio) / CARD - 1) < 0.14;
  return card ? { quad: outline, side: "other", kind: null, page } : null;
}

/** @param {Grey} grey @param {Quad} lines @param {"td1" | "td3"} kind */
function isReal(grey, lines, kind) {
  return standsOut(spectrumOf(grey, lines), charsOf(kind)) > STANDS_OUT;
}

/**
 * Machine-readable lines that are no bands any more (light on them, a finger): looked for where they must be, also upside
 * down.
 * @param {Grey} grey
 * @param {Quad} quad
 * @returns {{quad: Quad, kind: "td1" | "td3"} | null}
 */
function hiddenLines(grey, quad) {
  const [a, b, c, d] = quad;
  const { ratio } = poseOf(quad, grey.width, grey.height);
  const kind = Math.abs(ratio - PAGE) < Math.abs(ratio - CARD) ? "td3" : "td1";
  for (const turned of /** @type {Quad[]} */ ([quad, [c, d, a, b]])) {
    const way = toQuad(turned);
    const box = (/** @type {number} */ x0, /** @type {number} */ y0, /** @type {number} */ x1, /** @type {number} */ y1) =>
      /** @type {Quad} */ ([along(way, x0, y0), along(way, x1, y0), along(way, x1, y1), along(way, x0, y1)]);
    if (isReal(grey, kind === "td1" ? box(0.043, 0.61, 0.957, 0.92) : box(0.042, 0.8, 0.952, 0.93), kind)) {
      return { quad: turned, kind };
    }
  }
  return null;
}

/**
 * Whether both mean the same document. Its lines lie near one of its long sides, the upper one when it is upside down.
 * @param {Quad} outline
 * @param {Zone} zone
 */
function agree(outline, { quad, lines }) {
  const [[wide, high], [across, down]] = [sidesOf(outline), sidesOf(quad)];
  const away = distance(middleOf(outline), middleOf(lines));
  return away > 0.12 * high && away < 0.5 * high && Math.abs(Math.log(wide / across)) < 0.3 && Math.abs(Math.log(high / down)) < 0.4;
}

/** @param {Quad} outline @param {Zone} zone @returns {Quad} turned round when its lines are at its top */
function upright([a, b, c, d], { lines }) {
  const at = middleOf(lines);
  const [above, below] = [distance(at, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]), distance(at, [(c[0] + d[0]) / 2, (c[1] + d[1]) / 2])];
  return above < below ? [c, d, a, b] : [a, b, c, d];
}

/** @param {Detail} detail @param {Quad} parts */
function near({ near: at }, parts) {
  return distance(at, middleOf(parts)) < 0.12;
}

/**
 * @param {Quad} quad
 * @param {{at: number, quad: Quad | null} | null} before
 * @param {number} at
 * @param {number} width
 * @param {number} height
 */
function motionOf(quad, before, at, width, height) {
  if (!before?.quad || at <= before.at || at - before.at > 1) {
    return 0;
  }
  const last = /** @type {Quad} */ (before.quad.map(([x, y]) => [x * width, y * height]));
  return distance(middleOf(quad), middleOf(last)) / (at - before.at) / Math.max(...sidesOf(quad));
}

/**
 * Which part of the picture shows how sharp it is: the lines, or the middle of the other side.
 * @param {Assessment} seen
 * @returns {{x: number, y: number, width: number, height: number} | null} in parts of the picture
 */
export function detailOf({ quad, side }) {
  if (!quad) {
    return null;
  }
  const way = toQuad(quad);
  const [top, bottom, left, right] = side === "mrz" ? [0.6, 0.93, 0.1, 0.9] : [0.2, 0.8, 0.3, 0.85];
  const corners = [along(way, left, top), along(way, right, top), along(way, right, bottom), along(way, left, bottom)];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [x0, x1, y0, y1] = [Math.max(0, Math.min(...xs)), Math.min(1, Math.max(...xs)), Math.max(0, Math.min(...ys)), Math.min(1, Math.max(...ys))];
  return x1 > x0 && y1 > y0 ? { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null;
}

/** @param {Assessment} seen @param {number} width of the camera's picture @param {number} height @returns {number} its pixels per character */
export function pitchOf({ quad, kind }, width, height) {
  if (!quad) {
    return 0;
  }
  const [across, down] = sidesOf(/** @type {Quad} */ (quad.map(([x, y]) => [x * width, y * height])));
  return (Math.max(across, down) * 2.54) / (kind === "td3" ? 125 : 85.6);
}
