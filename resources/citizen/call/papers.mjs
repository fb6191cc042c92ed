// The papers of the call: shown for review, to be signed, finished. It survives a lost connection; the desk says again
// what is open, and an answer that got lost on the old connection is given again on the new one.

import { Store } from "../store.mjs";

/** @import {BlobBegin, DataFromDesk, DataFromPage, DocumentShow, Drawing, FinishedPaper, SignatureAsk} from "../contract.mjs" */

/** @typedef {{agreed: boolean, remark: string, sentOn: number}} Answer */
/** @typedef {{show: DocumentShow, bytes: Uint8Array<ArrayBuffer> | null, seen: Set<number>, answer: Answer | null}} Shown */
/**
 * @typedef {object} Asked
 * @property {SignatureAsk} ask
 * @property {"asked" | "sent" | "sent_back" | "accepted" | "declined"} state
 * @property {string} code why it was sent back
 * @property {Drawing | null} drawing
 * @property {string} reason
 * @property {number} sentOn
 */
/** @typedef {{paper: FinishedPaper, blob: Blob | null}} Finished */

const NEVER = -1;

export class Papers extends Store {
  /** @type {Map<string, Shown>} */
  shown = new Map();
  /** @type {Map<string, Asked>} */
  asked = new Map();
  /** @type {Map<string, Finished>} */
  finished = new Map();
  /** @type {string | null} the paper that lies on top */
  current = null;
  /** @type {string | null} id of a paper that arrived damaged */
  broken = null;
  #channel = 0;

  /** @param {(message: DataFromPage) => boolean} send false: the channel is not open */
  constructor(send) {
    super();
    this.send = send;
  }

  /** @returns {Shown | null} */
  get top() {
    return (this.current && this.shown.get(this.current)) || null;
  }

  /** @returns {Asked | null} the signature to give now */
  get toSign() {
    return [...this.asked.values()].find((asked) => asked.state !== "accepted" && asked.state !== "declined") ?? null;
  }

  /** A new channel: whatever was sent on an older one may not have arrived. */
  opened() {
    this.#channel += 1;
  }

  /** @param {DataFromDesk} message */
  hear(message) {
    switch (message.type) {
      case "document.show":
        this.#show(message);
        break;
      case "document.withdraw":
        this.shown.delete(message.id);
        this.current = this.current === message.id ? ([...this.shown.keys()].at(-1) ?? null) : this.current;
        break;
      case "signature.ask":
        this.#ask(message);
        break;
      case "signature.withdraw":
        this.asked.delete(message.id);
        break;
      case "signature.accepted":
        this.#signature(message.id, { state: "accepted" });
        break;
      case "signature.sent_back":
        this.#signature(message.id, { state: "sent_back", code: message.code });
        break;
      case "finished.paper":
        this.#finish(message);
        break;
      default:
        return;
    }
    this.changed();
  }

  /**
   * Bytes arrived whole; the SHA-256 was checked against `begin`, here against what was announced for this paper.
   * @param {BlobBegin} begin
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  blob(begin, bytes) {
    const shown = this.shown.get(begin.id);
    const finished = this.finished.get(begin.id);
    if (begin.kind === "document" && shown?.show.sha256 === begin.sha256) {
      shown.bytes ??= bytes;
    } else if (begin.kind === "finished" && finished?.paper.sha256 === begin.sha256) {
      finished.blob ??= new Blob([bytes], { type: begin.mime });
      this.send({ type: "paper.received", id: begin.id, sha256: begin.sha256 });
    } else {
      return;
    }
    this.broken = this.broken === begin.id ? null : this.broken;
    this.changed();
  }

  /** @param {string} id bytes for this paper arrived damaged */
  damaged(id) {
    this.broken = id;
    this.changed();
  }

  /**
   * A page of the paper stands on the screen.
   * @param {string} id
   * @param {number} page from 1
   */
  displayed(id, page) {
    const shown = this.shown.get(id);
    if (shown && !shown.seen.has(page)) {
      shown.seen.add(page);
      this.send({ type: "document.shown", id, page, sha256: shown.show.sha256 });
      this.changed();
    }
  }

  /**
   * @param {string} id
   * @param {boolean} agreed
   * @param {string} remark
   */
  answer(id, agreed, remark) {
    const shown = this.shown.get(id);
    if (shown) {
      shown.answer = { agreed, remark, sentOn: NEVER };
      this.#sendAnswer(shown);
      const next = agreed && this.all.find((other) => other.answer === null);
      this.current = next ? next.show.id : id;
      this.changed();
    }
  }

  /** @param {string} id look at the paper and think again */
  reconsider(id) {
    const shown = this.shown.get(id);
    if (shown) {
      shown.answer = null;
      this.changed();
    }
  }

  /**
   * @param {string} id
   * @param {Drawing} drawing
   */
  sign(id, drawing) {
    this.#signature(id, { state: "sent", drawing });
    this.#sendSignature(id);
    this.changed();
  }

  /**
   * @param {string} id
   * @param {string} reason
   */
  decline(id, reason) {
    this.#signature(id, { state: "declined", reason });
    this.#sendSignature(id);
    this.changed();
  }

  /** @returns {Shown[]} all papers, in the order in which they came */
  get all() {
    return [...this.shown.values()];
  }

  /** @param {string} id lay this paper on top */
  look(id) {
    if (this.shown.has(id)) {
      this.current = id;
      this.changed();
    }
  }

  /** @param {DocumentShow} show */
  #show(show) {
    // One after the other: what the person is just looking at stays on top until it is answered or was corrected.
    const corrected = show.revision > 1 && !this.shown.has(show.id);
    if (!this.top || this.top.answer !== null || corrected) {
      this.current = show.id;
    }
    const before = this.shown.get(show.id);
    if (before?.show.sha256 !== show.sha256) {
      this.shown.delete(show.id);
      const answer = show.agreed ? { agreed: true, remark: "", sentOn: this.#channel } : null;
      this.shown.set(show.id, { show, bytes: null, seen: new Set(), answer });
      return;
    }
    before.show = show;
    const lost = before.answer !== null && before.answer.sentOn < this.#channel;
    for (const page of before.seen) {
      this.send({ type: "document.shown", id: show.id, page, sha256: show.sha256 });
    }
    if (lost) {
      this.#sendAnswer(before);
    } else if (!show.agreed) {
      before.answer = null; // The same paper, asked anew on the same connection.
    }
  }

  /** @param {Shown} shown */
  #sendAnswer({ show, answer }) {
    if (answer) {
      const { agreed, remark } = answer;
      const sent = this.send({ type: "document.answer", id: show.id, sha256: show.sha256, agreed, remark });
      answer.sentOn = sent ? this.#channel : NEVER;
    }
  }

  /** @param {SignatureAsk} ask */
  #ask(ask) {
    const before = this.asked.get(ask.id);
    if (before && before.ask.document_sha256 === ask.document_sha256) {
      before.ask = ask;
      const answered = before.state === "sent" || before.state === "declined";
      if (answered && before.sentOn < this.#channel) {
        this.#sendSignature(ask.id);
      } else if (answered || before.state === "accepted") {
        before.state = "asked";
      }
      return;
    }
    this.asked.set(ask.id, { ask, state: "asked", code: "", drawing: null, reason: "", sentOn: NEVER });
  }

  /**
   * @param {string} id
   * @param {Partial<Asked>} change
   */
  #signature(id, change) {
    const asked = this.asked.get(id);
    if (asked) {
      Object.assign(asked, change);
    }
  }

  /** @param {string} id */
  #sendSignature(id) {
    const asked = this.asked.get(id);
    if (asked?.state === "sent" && asked.drawing) {
      const { document_sha256 } = asked.ask;
      const sent = this.send({ type: "signature.drawn", id, document_sha256, drawing: asked.drawing });
      asked.sentOn = sent ? this.#channel : NEVER;
    } else if (asked?.state === "declined") {
      const sent = this.send({ type: "signature.declined", id, reason: asked.reason });
      asked.sentOn = sent ? this.#channel : NEVER;
    }
  }

  /** @param {FinishedPaper} paper */
  #finish(paper) {
    const before = this.finished.get(paper.id);
    if (before?.blob && before.paper.sha256 === paper.sha256) {
      this.send({ type: "paper.received", id: paper.id, sha256: paper.sha256 });
      return;
    }
    this.finished.set(paper.id, { paper, blob: null });
  }
}
