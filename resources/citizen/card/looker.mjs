// Looks at the camera's picture again and again, as often as the device can. The pictures live in two small canvases and are
// gone when it stops.

import { detailOf, pitchOf } from "./assess.mjs";
import { middleOf } from "./grey.mjs";
import { DETAIL_PIXELS, look, smallSize } from "./look.mjs";

/** @import {Assessment} from "./assess.mjs" */
/** @import {Pixels, Request} from "./look.mjs" */
/** @import {Wanted} from "./hints.mjs" */

/** Between two looks, at least: fifteen a second are enough, and a phone stays cool. */
const PAUSE_MS = 66;

export class Looker {
  #running = false;
  #busy = false;
  #due = 0;
  /** @type {Worker | null} */
  #worker = null;
  /** @type {{at: number, seen: Assessment} | null} */
  #last = null;
  #whole = document.createElement("canvas");
  #close = document.createElement("canvas");

  /**
   * @param {object} parts
   * @param {HTMLVideoElement} parts.video
   * @param {() => Wanted} parts.wanted
   * @param {(seen: Assessment, at: number, camera: {width: number, height: number}) => void} parts.seen `at`: milliseconds
   */
  constructor(parts) {
    this.parts = parts;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#begin();
      this.#next();
    }
  }

  stop() {
    this.#running = this.#busy = false;
    this.#worker?.terminate();
    this.#worker = this.#last = null;
    this.#whole.width = this.#whole.height = this.#close.width = this.#close.height = 0;
  }

  #begin() {
    try {
      const worker = new Worker(new URL("look.worker.mjs", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }) => worker === this.#worker && this.#heard(data);
      // A browser that knows no such workers does the same work in the page.
      worker.onerror = () => worker === this.#worker && this.#alone();
      this.#worker = worker;
    } catch {
      this.#worker = null;
    }
  }

  #alone() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#busy = false;
    this.#next();
  }

  #next() {
    if (!this.#running) {
      return;
    }
    const { video } = this.parts;
    const turn = () => {
      if (this.#running && !this.#busy) {
        performance.now() >= this.#due && this.#look() ? undefined : this.#next();
      }
    };
    // Only new pictures, where the browser tells of them; a hidden or empty video brings none.
    "requestVideoFrameCallback" in video && video.videoWidth ? video.requestVideoFrameCallback(turn) : setTimeout(() => requestAnimationFrame(turn), 30);
  }

  /** @returns {boolean} whether there was a picture */
  #look() {
    const { video, wanted } = this.parts;
    const { videoWidth: width, videoHeight: height } = video;
    if (!width || !height || video.readyState < 2) {
      return false;
    }
    const now = performance.now();
    const whole = pixelsOf(this.#whole, video, { x: 0, y: 0, width: 1, height: 1 }, smallSize(width, height));
    if (!whole) {
      return false;
    }
    this.#due = now + PAUSE_MS;
    this.#busy = true;
    const before = this.#last && { at: this.#last.at / 1_000, quad: this.#last.seen.quad };
    /** @type {Request} */
    const request = { whole, detail: this.#detail(), wanted: wanted(), at: now / 1_000, before };
    this.#asked = now;
    if (this.#worker) {
      this.#worker.postMessage(request, [whole.data.buffer, ...(request.detail ? [request.detail.data.buffer] : [])]);
    } else {
      setTimeout(() => this.#running && this.#heard(look(request)));
    }
    return true;
  }

  #asked = 0;

  /** Where the letters were a moment ago. @returns {Request["detail"]} */
  #detail() {
    const { video } = this.parts;
    const seen = this.#last?.seen;
    const box = seen ? detailOf(seen) : null;
    if (!seen?.quad || !box) {
      return null;
    }
    const { videoWidth: width, videoHeight: height } = video;
    const [w, h] = [box.width * width, box.height * height];
    const scale = Math.min(1, Math.sqrt(DETAIL_PIXELS / (w * h)));
    const size = /** @type {[number, number]} */ ([Math.floor(w * scale), Math.floor(h * scale)]);
    const pixels = Math.min(...size) > 12 ? pixelsOf(this.#close, video, box, size) : null;
    return pixels && { ...pixels, pitch: pitchOf(seen, width, height) * scale, near: middleOf(seen.quad) };
  }

  /** @param {Assessment} seen */
  #heard(seen) {
    this.#busy = false;
    if (!this.#running) {
      return;
    }
    this.#last = { at: this.#asked, seen };
    const { videoWidth: width, videoHeight: height } = this.parts.video;
    this.parts.seen(seen, this.#asked, { width, height });
    this.#next();
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLVideoElement} video
 * @param {{x: number, y: number, width: number, height: number}} box in parts of the picture
 * @param {[number, number]} size
 * @returns {Pixels | null}
 */
function pixelsOf(canvas, video, box, [width, height]) {
  if (canvas.width !== width || canvas.height !== height) {
    [canvas.width, canvas.height] = [width, height];
  }
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  if (!context) {
    return null;
  }
  const { videoWidth: w, videoHeight: h } = video;
  context.imageSmoothingQuality = "low"; // a mip map of every picture would cost a phone more than the look itself
  context.drawImage(video, box.x * w, box.y * h, box.width * w, box.height * h, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { data, width, height };
}
