// One of the two connections of an invited guest: to the clerk's desk, or to the citizen's page.

import { DATA_TO_GUEST } from "../contract.mjs";
import { Store } from "../store.mjs";

/** @import {DataToGuest, Fingerprints} from "../contract.mjs" */
/** @import {Connection, Link, LinkEvents} from "../call/link.mjs" */
/** @import {Media} from "../call/media.mjs" */
/** @import {PlainSignal} from "../call/answerer.mjs" */

/** @typedef {Connection | "idle" | "refused"} SideState "refused": somebody sits in between; it stays closed */
/** @typedef {(events: LinkEvents<DataToGuest>, known: readonly string[]) => Link<DataToGuest>} MakeLink */

export class Side extends Store {
  /** @type {SideState} */
  state = "idle";
  /** @type {MediaStreamTrack | null} */
  video = null;
  /** @type {MediaStreamTrack | null} */
  audio = null;
  /** What the other says about itself. */
  cameraOn = true;
  microphoneOn = true;
  /** The citizen's page sends its picture; not beside an ID card. */
  sent = true;

  /**
   * @param {object} parts
   * @param {MakeLink} parts.makeLink
   * @param {Media} parts.media
   * @param {(signal: PlainSignal) => void} parts.signal
   * @param {(message: DataToGuest) => void} [parts.heard]
   * @param {() => void} [parts.opened]
   * @param {(digits: string, seen: Fingerprints) => void} [parts.secured]
   * @param {() => void} parts.unanswered
   */
  constructor(parts) {
    super();
    this.parts = parts;
    this.link = parts.makeLink(
      {
        signal: (signal) => parts.signal(signal),
        connection: (connection) => this.#set(connection),
        opened: () => {
          this.tellMedia();
          parts.opened?.();
        },
        message: (message) => this.#hear(message),
        blob: () => {},
        damaged: () => {},
        track: (track) => {
          if (track.kind === "video") this.video = track;
          else this.audio = track;
          this.changed();
        },
        level: () => {},
        secured: (digits, seen) => parts.secured?.(digits, seen),
        refused: () => this.#set("refused"),
        unanswered: () => parts.unanswered(),
      },
      DATA_TO_GUEST,
    );
  }

  /** Connect now and stay connected; again does no harm. */
  connect() {
    if (this.state === "idle") {
      this.link.connect();
    }
  }

  /** The other has just come back. */
  hurry() {
    if (this.state !== "idle" && this.state !== "refused") {
      this.link.hurry();
    }
  }

  close() {
    this.link.close();
    this.video = this.audio = null;
    if (this.state !== "refused") {
      this.#set("idle");
    }
  }

  tellMedia() {
    const { cameraOn, microphoneOn } = this.parts.media;
    this.link.send({ type: "media", camera: cameraOn, microphone: microphoneOn });
  }

  /** Our camera or microphone is another one, or was muted. */
  useTracks() {
    const { audio, video } = this.parts.media;
    void this.link.useTracks({ audio, video }).catch(() => {});
    this.tellMedia();
  }

  /** @param {DataToGuest} message */
  #hear(message) {
    if (message.type === "media") {
      this.cameraOn = message.camera;
      this.microphoneOn = message.microphone;
      this.changed();
    } else if (message.type === "guest.picture") {
      if (message.sent !== this.sent) {
        this.sent = message.sent;
        this.changed();
      }
    } else {
      this.parts.heard?.(message);
    }
  }

  /** @param {SideState} state */
  #set(state) {
    this.state = state;
    this.changed();
  }
}
