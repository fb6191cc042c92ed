// What page and desk say to each other over the data channel, beside the papers and binary contents.

import { VERSION } from "../contract.mjs";
import { Store } from "../store.mjs";
import { Chat } from "./chat.mjs";
import { Identity } from "./identity.mjs";
import { Papers } from "./papers.mjs";
import { worse } from "./quality.mjs";
import { NoStill } from "./still.mjs";
import { shrinkPhoto, Uploads } from "./uploads.mjs";

/** @import {DataFromDesk, DeskHello, Stage, StillRequest} from "../contract.mjs" */
/** @import {Language} from "../i18n.mjs" */
/** @import {Link} from "./link.mjs" */
/** @import {Media} from "./media.mjs" */
/** @import {Level} from "./quality.mjs" */

/**
 * @typedef {object} ConversationParts
 * @property {() => Link} link
 * @property {Media} media
 * @property {string} device
 * @property {() => Promise<Uint8Array<ArrayBuffer>>} takeStill
 * @property {() => Language} language
 * @property {(finished: boolean) => void} goodbye the clerk ended the call
 */

export class Conversation extends Store {
  /** @type {DeskHello | null} */
  desk = null;
  /** @type {Stage} */
  stage = "greet";
  /** The desk has said in which stage we are. */
  staged = false;
  stillsTaken = 0;
  /** How well we receive the desk. @type {Level} */
  ours = "good";
  /** How well the desk receives us, as it says. @type {Level} */
  theirs = "good";

  /** @param {ConversationParts} parts */
  constructor(parts) {
    super();
    this.parts = parts;
    this.papers = new Papers((message) => this.link.send(message));
    this.chat = new Chat((message) => this.link.send(message));
    this.identity = new Identity((message) => this.link.send(message));
    this.uploads = new Uploads({ send: (message) => this.link.send(message), sendBlob: (content) => this.link.sendBlob(content), shrink: shrinkPhoto });
    this.uploads.subscribe(() => this.changed());
    this.identity.subscribe(() => this.changed());
    this.papers.subscribe(() => this.changed());
    this.chat.subscribe(() => this.changed());
  }

  get link() {
    return this.parts.link();
  }

  /** One light for both ways: the worse of the two. @returns {Level} */
  get light() {
    return worse(this.ours, this.theirs);
  }

  /** The channel can be used: say who we are, and everything that was not taken yet. */
  opened() {
    const { media, device, language } = this.parts;
    this.ours = this.theirs = "good";
    this.papers.opened();
    this.uploads.opened();
    this.link.send({ type: "page.hello", version: VERSION, language: language(), devices: media.found, device });
    this.tellMedia();
    this.chat.opened();
  }

  tellMedia() {
    const { cameraOn, microphoneOn } = this.parts.media;
    this.link.send({ type: "media", camera: cameraOn, microphone: microphoneOn });
  }

  /** @param {Level} level as we receive the desk now */
  judged(level) {
    if (level !== this.ours) {
      this.ours = level;
      this.link.send({ type: "quality", level });
      this.changed();
    }
  }

  /** @param {DataFromDesk} message */
  hear(message) {
    switch (message.type) {
      case "desk.hello":
        this.#set({ desk: message });
        break;
      case "stage":
        this.link.card = message.stage === "identify";
        message.stage === "identify" || this.identity.forget();
        this.#set({ stage: message.stage, staged: true });
        break;
      case "still.request":
        void this.#still(message);
        break;
      case "chat":
        this.chat.hear(message, this.desk?.clerk ?? "");
        break;
      case "chat.received":
        this.chat.received(message);
        break;
      case "caption":
        this.chat.caption(message);
        break;
      case "quality":
        this.#set({ theirs: message.level });
        break;
      case "goodbye":
        this.parts.goodbye(message.finished);
        break;
      default:
        this.identity.hear(message) || this.uploads.hear(message) || this.papers.hear(message);
    }
  }

  /** The clerk put the person back into the waiting room: the next call begins anew. */
  startOver() {
    this.staged = false;
    this.link.card = false;
    this.identity.forget();
    this.uploads.leave();
    this.#set({ desk: null, stage: "greet" });
  }

  /** @param {StillRequest} request */
  async #still({ id }) {
    try {
      const bytes = await this.parts.takeStill();
      await this.link.sendBlob({ id, kind: "still", mime: "image/jpeg", bytes });
      this.#set({ stillsTaken: this.stillsTaken + 1 });
    } catch (problem) {
      this.link.send({ type: "still.failed", id, code: problem instanceof NoStill ? problem.code : "still_failed" });
    }
  }

  /** @param {Partial<Pick<Conversation, "desk" | "stage" | "staged" | "stillsTaken" | "theirs">>} change */
  #set(change) {
    Object.assign(this, change);
    this.changed();
  }
}
