// The papers that the person hands in: photographs and PDFs, one file after the other. What was under way when the
// connection broke is sent anew on the next one; the desk says what really came.

import { newId } from "../ids.mjs";
import { Store } from "../store.mjs";

/** @import {DataFromDesk, DataFromPage, UploadView} from "../contract.mjs" */
/** @import {Content} from "./blobs.mjs" */

/** @typedef {"image/jpeg" | "image/png" | "image/heic" | "application/pdf"} Mime */
/** @typedef {{bytes: Uint8Array<ArrayBuffer>, mime: Mime}} Prepared */
/** @typedef {{upload: string, file: Blob, id: string, stop: AbortController}} Waiting */

/** Bytes of one file, as in `common/messages/upload.py`. */
export const UPLOAD_MAX = 12 * 1024 * 1024;
/** A larger photograph is made smaller before it is measured; one of more bytes than this is none. */
const PHOTO_MAX = 60 * 1024 * 1024;

/** The file cannot be sent; `code` is the key of the sentence. */
export class NotSendable extends Error {
  /** @param {"not_a_pdf" | "file_too_much" | "photo_unreadable" | "file_broken"} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * @typedef {object} UploadParts
 * @property {(message: DataFromPage) => boolean} send false: the channel is not open
 * @property {(content: Content) => Promise<void>} sendBlob
 * @property {(photo: Blob) => Promise<Blob | null>} shrink the photograph as a smaller JPEG; null: the browser cannot read it
 */

export class Uploads extends Store {
  /** @type {UploadView[]} */
  items = [];
  /** What is on its way: of how many bytes how many are sent. @type {{upload: string, sent: number, size: number} | null} */
  sending = null;
  /** Why the last file of a paper was not sent. @type {Map<string, string>} */
  refused = new Map();
  /** @type {Waiting[]} */
  #waiting = [];
  #busy = false;
  /** @type {((came: boolean) => void) | null} */
  #told = null;

  /** @param {UploadParts} parts */
  constructor(parts) {
    super();
    this.parts = parts;
  }

  /**
   * @param {DataFromDesk} message
   * @returns {boolean} whether it was for here
   */
  hear(message) {
    if (message.type !== "uploads") {
      return false;
    }
    this.items = message.items ?? [];
    if (this.items.some(({ last }) => last && last === this.#waiting[0]?.id)) {
      this.#told?.(true);
    }
    this.changed();
    return true;
  }

  /** A new channel: what was under way on the old one did not arrive. */
  opened() {
    this.#told?.(false);
  }

  /**
   * @param {string} upload
   * @returns {number} files of this paper that are not sent yet
   */
  waiting(upload) {
    return this.#waiting.filter((each) => each.upload === upload).length;
  }

  /**
   * @param {string} upload
   * @param {Iterable<Blob>} files
   */
  add(upload, files) {
    this.refused.delete(upload);
    for (const file of files) {
      this.#waiting.push({ upload, file, id: newId(), stop: new AbortController() });
    }
    this.changed();
    void this.#work();
  }

  /** @param {string} upload begin this paper anew, or leave it */
  cancel(upload) {
    for (const each of this.#waiting) {
      if (each.upload === upload) {
        each.stop.abort();
      }
    }
    this.#waiting = this.#waiting.filter((each) => each.upload !== upload);
    this.refused.delete(upload);
    this.parts.send({ type: "upload.cancelled", upload });
    this.#told?.(true);
    this.changed();
  }

  /** The call is over. */
  leave() {
    for (const { stop } of this.#waiting) {
      stop.abort();
    }
    this.#waiting = [];
    this.items = [];
    this.#told?.(true);
    this.changed();
  }

  async #work() {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const one = next;
      try {
        const came = await this.#sendOne(one);
        if (!came && !one.stop.signal.aborted) {
          continue;
        }
      } catch (problem) {
        this.refused.set(one.upload, problem instanceof NotSendable ? problem.code : "file_broken");
      }
      this.#waiting = this.#waiting.filter((each) => each !== one);
      this.sending = null;
      this.changed();
    }
    this.#busy = false;
  }

  /**
   * @param {Waiting} one
   * @returns {Promise<boolean>} whether it came; else it is sent again
   */
  async #sendOne({ upload, file, id, stop }) {
    const { bytes, mime } = await prepared(file, this.parts.shrink);
    this.sending = { upload, sent: 0, size: bytes.length };
    /** @type {Promise<boolean>} */
    const told = new Promise((resolve) => {
      this.#told = resolve;
    });
    this.changed();
    if (!stop.signal.aborted && this.parts.send({ type: "upload.part", id, upload })) {
      const progress = (/** @type {number} */ sent) => {
        this.sending = { upload, sent, size: bytes.length };
        this.changed();
      };
      await this.parts.sendBlob({ id, kind: "upload", mime, bytes, progress, signal: stop.signal });
    }
    const came = stop.signal.aborted || (await told);
    this.#told = null;
    return came;
  }
}

/**
 * The file as it is sent: photographs no larger than a page needs.
 * @param {Blob} file
 * @param {(photo: Blob) => Promise<Blob | null>} shrink
 * @returns {Promise<Prepared>}
 * @throws {NotSendable}
 */
export async function prepared(file, shrink) {
  const kind = await kindOf(file);
  if (kind === null) {
    throw new NotSendable("not_a_pdf");
  }
  if (kind !== "application/pdf" && file.size <= PHOTO_MAX) {
    const smaller = await shrink(file);
    if (smaller && smaller.size <= UPLOAD_MAX) {
      return { bytes: new Uint8Array(await smaller.arrayBuffer()), mime: "image/jpeg" };
    }
  }
  if (file.size > UPLOAD_MAX) {
    throw new NotSendable("file_too_much");
  }
  return { bytes: new Uint8Array(await file.arrayBuffer()), mime: kind };
}

/**
 * What a file is, by its first bytes: names and types that a device gives may be wrong.
 * @param {Blob} file
 * @returns {Promise<Mime | null>}
 */
async function kindOf(file) {
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.startsWith("\xff\xd8\xff")) {
    return "image/jpeg";
  }
  if (text.startsWith("\x89PNG\r\n\x1a\n")) {
    return "image/png";
  }
  if (/^.{4}ftyp(heic|heix|hevc|heim|heis|mif1|msf1)/s.test(text)) {
    return "image/heic";
  }
  return text.includes("%PDF-") ? "application/pdf" : null;
}

const SIDE = 2600;

/**
 * A photograph with at most 2600 pixels on its longer side, upright, as JPEG.
 * @param {Blob} photo
 * @returns {Promise<Blob | null>}
 */
export async function shrinkPhoto(photo) {
  try {
    const picture = await createImageBitmap(photo);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, "image/jpeg", 0.88);
    });
  } catch {
    return null;
  }
}
