// Draws a page of a PDF with pdf.js: the picture for the eyes, and over it the real text for screen readers and copying.

/** @import {PDFDocumentLoadingTask, PDFDocumentProxy, RenderTask} from "pdfjs-dist" */

/** Canvases larger than this many pixels fail on some phones. */
const MOST_PIXELS = 12_000_000;

/** @typedef {{pdfjs: typeof import("../vendor/pdfjs/pdf.min.mjs"), worker: import("pdfjs-dist").PDFWorker}} Tools */

/** @type {Promise<Tools> | undefined} */
let loading;

/** @returns {Promise<Tools>} */
async function load() {
  const pdfjs = await import("../vendor/pdfjs/pdf.min.mjs");
  pdfjs.GlobalWorkerOptions.workerSrc = new URL("../vendor/pdfjs/pdf.worker.min.mjs", import.meta.url).href;
  const worker = new pdfjs.PDFWorker({ verbosity: 0 });
  await worker.promise;
  return { pdfjs, worker };
}

/**
 * Fetch pdf.js and start its worker, once for all papers. Called early: a paper appears without delay, and also while the
 * service is away.
 */
export function preparePdf() {
  loading ??= load().catch((problem) => {
    loading = undefined; // Tried again with the next paper.
    throw problem;
  });
  return loading;
}

export class PdfPages {
  /** @type {RenderTask | null} */
  #drawing = null;
  #turn = 0;

  /**
   * @param {PDFDocumentLoadingTask} task
   * @param {PDFDocumentProxy} pdf
   */
  constructor(task, pdf) {
    this.task = task;
    this.pdf = pdf;
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {Promise<PdfPages>}
   * @throws when the bytes are no PDF that can be read
   */
  static async open(bytes) {
    const { pdfjs, worker } = await preparePdf();
    // No scripts, no forms, no WebAssembly, nothing fetched: only what is in these bytes.
    const task = pdfjs.getDocument({ worker, data: bytes.slice(), useWasm: false, enableXfa: false, disableRange: true, disableStream: true, verbosity: 0 });
    return new PdfPages(task, await task.promise);
  }

  get count() {
    return this.pdf.numPages;
  }

  /**
   * Draw a page into a container; an older drawing that is still under way is given up.
   * @param {HTMLElement} container
   * @param {number} number from 1
   * @param {number} width CSS pixels
   * @returns {Promise<boolean>} false: another drawing took its place
   */
  async draw(container, number, width) {
    const turn = (this.#turn += 1);
    this.#drawing?.cancel();
    const { pdfjs } = await preparePdf();
    const page = await this.pdf.getPage(number);
    const scale = width / page.getViewport({ scale: 1 }).width;
    const viewport = page.getViewport({ scale });
    const wished = Math.max(1, globalThis.devicePixelRatio || 1);
    const sharpness = Math.min(wished, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    canvas.width = Math.floor(viewport.width * sharpness);
    canvas.height = Math.floor(viewport.height * sharpness);
    const texts = document.createElement("div");
    texts.className = "textLayer";
    if (turn !== this.#turn) {
      return false;
    }
    this.#drawing = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] });
    try {
      await this.#drawing.promise;
    } catch (problem) {
      if (problem instanceof pdfjs.RenderingCancelledException) {
        return false;
      }
      throw problem;
    }
    if (turn !== this.#turn) {
      return false;
    }
    container.style.setProperty("--total-scale-factor", String(scale));
    container.style.width = `${viewport.width}px`;
    container.style.height = `${viewport.height}px`;
    container.replaceChildren(canvas, texts);
    const content = await page.getTextContent();
    await new pdfjs.TextLayer({ textContentSource: content, container: texts, viewport }).render();
    return turn === this.#turn;
  }

  close() {
    this.#turn += 1;
    this.#drawing?.cancel();
    void this.task.destroy();
  }
}
