// Keeps one working Peer to the desk: notices silence, throws the old connection away and makes a new one.

import { backoff } from "../backoff.mjs";
import { DATA_FROM_DESK } from "../contract.mjs";
import { parse } from "../live.mjs";
import { BlobReceiver, BlobSender } from "./blobs.mjs";
import { QualityJudge, sampleOf } from "./quality.mjs";

/** @import {BlobBegin, DataFromDesk, DataFromPage, IceServer, Signal} from "../contract.mjs" */
/** @import {Peer, PeerEvents} from "./peer.mjs" */

/** @typedef {"connecting" | "good" | "weak" | "lost"} Connection */

/** A connection that has not come about by then is tried anew. */
const CONNECT_MS = 12_000;
/** "disconnected" often heals by itself within moments. */
const GRACE_MS = 2_000;
const LOOK_MS = 1_000;
/** What was said last needs a moment to leave. */
const LAST_WORD_MS = 300;
/** Whatever is still on its way when the clerk says goodbye gets so long. */
const LAST_CONTENT_MS = 20_000;

/**
 * @typedef {object} LinkEvents
 * @property {(signal: Omit<Signal, "appointment" | "type">) => void} signal
 * @property {(connection: Connection) => void} connection
 * @property {() => void} opened the data channel can be used
 * @property {(message: DataFromDesk) => void} message
 * @property {(begin: BlobBegin, bytes: Uint8Array<ArrayBuffer>) => void} blob
 * @property {(id: string) => void} damaged a transfer that did not arrive whole
 * @property {(track: MediaStreamTrack) => void} track
 */

export class Link {
  /** @type {Peer | null} */
  #peer = null;
  /** @type {RTCDataChannel | null} */
  #channel = null;
  #attempt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  #receiver = new BlobReceiver();
  #sender = new BlobSender();
  /** @type {IceServer[]} */
  #servers = [];
  #wanted = false;

  /**
   * @param {object} parts
   * @param {LinkEvents} parts.events
   * @param {(servers: IceServer[], events: PeerEvents) => Peer} parts.makePeer
   * @param {(attempt: number) => number} [parts.wait]
   */
  constructor({ events, makePeer, wait = (attempt) => backoff(attempt, { first: 500, most: 5_000 }) }) {
    this.events = events;
    this.makePeer = makePeer;
    this.wait = wait;
  }

  get connected() {
    return this.#peer?.connected ?? false;
  }

  /**
   * The clerk waits: connect now, and stay connected.
   * @param {IceServer[]} servers
   */
  connect(servers) {
    clearTimeout(this.#closing);
    this.#servers = servers;
    this.#wanted = true;
    this.#attempt = 0;
    this.#build();
  }

  /**
   * Try at once if there is no connection: the desk has just come back.
   * @returns {boolean} whether a new connection is being made
   */
  hurry() {
    const needed = this.#wanted && !this.connected;
    if (needed) {
      this.#attempt = 0;
      this.#build();
    }
    return needed;
  }

  /** Close and stay closed. */
  close() {
    clearTimeout(this.#closing);
    this.#wanted = false;
    this.#throwAway();
  }

  /**
   * The call is over: close when everything has arrived, but not before our own last word is out.
   * @param {() => boolean} complete
   */
  closeSoon(complete) {
    const until = performance.now() + LAST_CONTENT_MS;
    const look = () => {
      if (complete() || performance.now() > until) {
        this.close();
      } else {
        this.#closing = setTimeout(look, LAST_WORD_MS);
      }
    };
    this.#wanted = false; // A connection that breaks now is not made anew.
    this.#closing = setTimeout(look, LAST_WORD_MS);
  }

  /** @param {Signal} signal */
  async hear(signal) {
    try {
      await this.#peer?.hear(signal);
    } catch {
      this.#lost(); // An answer that this browser cannot use: a new connection is the only cure.
    }
  }

  /**
   * @param {DataFromPage} message
   * @returns {boolean} whether the channel took it
   */
  send(message) {
    if (this.#channel?.readyState !== "open") {
      return false;
    }
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  /**
   * @param {{id: string, kind: BlobBegin["kind"], mime: BlobBegin["mime"], bytes: Uint8Array<ArrayBuffer>}} content
   */
  async sendBlob(content) {
    if (this.#channel) {
      await this.#sender.send(this.#channel, content);
    }
  }

  /** @param {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} tracks */
  async useTracks(tracks) {
    await this.#peer?.useTracks(tracks);
  }

  #build() {
    this.#throwAway();
    this.events.connection("connecting");
    const peer = this.makePeer(this.#servers, {
      signal: (signal) => this.events.signal(signal),
      state: (state) => this.#state(state),
      opened: (channel) => this.#opened(channel),
      data: (data) => this.#data(data),
      track: (track) => this.events.track(track),
    });
    this.#peer = peer;
    this.#timer = setTimeout(() => this.#lost(), CONNECT_MS);
    peer.offer().catch(() => this.#lost());
  }

  /** @param {RTCPeerConnectionState} state */
  #state(state) {
    if (state === "failed" || state === "closed") {
      this.#lost();
    } else if (state === "disconnected") {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#lost(), GRACE_MS);
      this.events.connection("lost");
    } else if (state === "connected" && this.#channel) {
      clearTimeout(this.#timer);
      this.events.connection("good");
    }
  }

  /** @param {RTCDataChannel} channel */
  #opened(channel) {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#channel = channel;
    this.events.connection("good");
    this.events.opened();
    const judge = new QualityJudge();
    this.#watch = setInterval(() => this.#look(judge), LOOK_MS);
  }

  /** @param {QualityJudge} judge */
  async #look(judge) {
    const peer = this.#peer;
    if (!peer || peer.connection.connectionState !== "connected") {
      return;
    }
    const sample = sampleOf(await peer.stats(), performance.now());
    if (!sample || peer !== this.#peer) {
      return;
    }
    const quality = judge.judge(sample);
    if (quality === "silent") {
      this.#lost();
    } else {
      this.events.connection(quality);
    }
  }

  /** @param {string | ArrayBuffer} data */
  #data(data) {
    if (typeof data !== "string") {
      this.#receiver.chunk(data);
      return;
    }
    const message = /** @type {DataFromDesk | null} */ (parse(data, DATA_FROM_DESK));
    if (message?.type === "blob.begin") {
      this.#receiver.begin(message);
    } else if (message?.type === "blob.end") {
      this.#receiver.end(message).then(
        ({ begin, bytes }) => this.events.blob(begin, bytes),
        () => this.events.damaged(message.id),
      );
    } else if (message) {
      this.events.message(message);
    }
  }

  #lost() {
    this.#throwAway();
    if (this.#wanted) {
      this.events.connection("lost");
      this.#timer = setTimeout(() => this.#build(), this.wait(this.#attempt));
      this.#attempt += 1;
    }
  }

  #throwAway() {
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    this.#receiver.reset();
    this.#channel = null;
    const peer = this.#peer;
    this.#peer = null;
    peer?.close();
  }
}
