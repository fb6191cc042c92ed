// Binary content on the data channel: `blob.begin`, frames of at most BLOB_CHUNK bytes, `blob.end`. Its SHA-256 is checked.

import { BLOB_CHUNK, BLOB_MAX } from "../contract.mjs";
import { sha256 } from "../ids.mjs";

/** @import {BlobBegin, BlobEnd} from "../contract.mjs" */

/**
 * @typedef {object} Content
 * @property {string} id
 * @property {BlobBegin["kind"]} kind
 * @property {BlobBegin["mime"]} mime
 * @property {Uint8Array<ArrayBuffer>} bytes
 * @property {(sent: number) => void} [progress] bytes that were handed to the channel
 * @property {AbortSignal} [signal] stop; the other side drops what came
 */

/** As much may wait in the channel before we stop feeding it; more only delays what is said meanwhile. */
const HIGH_WATER = 256 * 1024;

/** The bytes that arrived are not those that were announced. */
export class BlobBroken extends Error {}

/** Puts one transfer at a time together; a new `begin` forgets an unfinished one. */
export class BlobReceiver {
  /** @type {{begin: BlobBegin, bytes: Uint8Array<ArrayBuffer>, filled: number} | null} */
  #open = null;

  /** @param {BlobBegin} begin */
  begin(begin) {
    const fits = Number.isInteger(begin.size) && begin.size > 0 && begin.size <= BLOB_MAX;
    this.#open = fits ? { begin, bytes: new Uint8Array(begin.size), filled: 0 } : null;
  }

  /** @param {ArrayBuffer} chunk */
  chunk(chunk) {
    const open = this.#open;
    if (!open) {
      return;
    }
    if (open.filled + chunk.byteLength > open.bytes.length) {
      this.#open = null;
      return;
    }
    open.bytes.set(new Uint8Array(chunk), open.filled);
    open.filled += chunk.byteLength;
  }

  /**
   * @param {BlobEnd} end
   * @returns {Promise<{begin: BlobBegin, bytes: Uint8Array<ArrayBuffer>}>}
   * @throws {BlobBroken} too short, too long, or another SHA-256 than announced
   */
  async end(end) {
    const open = this.#open;
    this.#open = null;
    if (!open || open.begin.id !== end.id || open.filled !== open.bytes.length) {
      throw new BlobBroken("incomplete");
    }
    if ((await sha256(open.bytes)) !== open.begin.sha256) {
      throw new BlobBroken("other bytes than announced");
    }
    return { begin: open.begin, bytes: open.bytes };
  }

  /** Forget what was under way: the channel is gone. */
  reset() {
    this.#open = null;
  }
}

/**
 * Wait until the channel has room again.
 * @param {RTCDataChannel} channel
 * @returns {Promise<void>}
 */
function drained(channel) {
  return new Promise((resolve) => {
    const done = () => {
      channel.removeEventListener("bufferedamountlow", done);
      channel.removeEventListener("close", done);
      resolve();
    };
    channel.bufferedAmountLowThreshold = HIGH_WATER / 2;
    channel.addEventListener("bufferedamountlow", done);
    channel.addEventListener("close", done);
  });
}

/** Sends transfers one after the other: frames carry no header, so two at once would mix. */
export class BlobSender {
  /** @type {Promise<void>} */
  #last = Promise.resolve();

  /**
   * @param {RTCDataChannel} channel
   * @param {Content} content
   * @returns {Promise<void>} done when all is handed to the channel; stops quietly when the channel closes
   */
  send(channel, content) {
    const sent = this.#last.then(() => transfer(channel, content));
    this.#last = sent.catch(() => {});
    return sent;
  }
}

/**
 * @param {RTCDataChannel} channel
 * @param {Content} content
 */
async function transfer(channel, { id, kind, mime, bytes, progress, signal }) {
  /** @type {BlobBegin} */
  const begin = { type: "blob.begin", id, kind, mime, size: bytes.length, sha256: await sha256(bytes) };
  if (channel.readyState !== "open" || signal?.aborted) {
    return;
  }
  channel.send(JSON.stringify(begin));
  for (let from = 0; from < bytes.length; from += BLOB_CHUNK) {
    if (channel.bufferedAmount > HIGH_WATER) {
      await drained(channel);
    }
    if (channel.readyState !== "open") {
      return;
    }
    if (signal?.aborted) {
      break; // an end before its time: what came is no whole content and is dropped there
    }
    channel.send(bytes.subarray(from, from + BLOB_CHUNK));
    progress?.(Math.min(bytes.length, from + BLOB_CHUNK));
  }
  channel.send(JSON.stringify(/** @type {BlobEnd} */ ({ type: "blob.end", id })));
}
