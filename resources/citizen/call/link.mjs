// Keeps one working Peer to the desk: notices silence, throws the old connection away and makes a new one.

import { DATA_FROM_DESK } from "../contract.mjs";
import { parse } from "../live.mjs";
import { BlobReceiver, BlobSender } from "./blobs.mjs";
import { hasTime, patience, pause } from "./patience.mjs";
import { QualityJudge, sampleOf } from "./quality.mjs";
import { PageHandshake, WITHIN_MS } from "./secrecy.mjs";
import { Uplink } from "./uplink.mjs";

/** @import {BlobBegin, DataFromDesk, DataFromPage, Fingerprints, SecureNonce, SecureRefused, Signal} from "../contract.mjs" */
/** @import {Peer, PeerEvents} from "./peer.mjs" */
/** @import {Level, Sample} from "./quality.mjs" */
/** @import {Preference} from "./uplink.mjs" */

/** @typedef {"connecting" | "up" | "lost"} Connection "lost": it stood before and is being made anew */

const LOOK_MS = 500;
/** When nothing has come since the last look, look more closely. */
const LOOK_CLOSELY_MS = 100;
/** What was said last needs a moment to leave. */
const LAST_WORD_MS = 300;
/** Whatever is still on its way when the clerk says goodbye gets so long. */
const LAST_CONTENT_MS = 20_000;

/**
 * @template {{type: string}} [Heard=DataFromDesk]
 * @typedef {object} LinkEvents
 * @property {(signal: Omit<Signal, "appointment" | "type">) => void} signal
 * @property {(connection: Connection) => void} connection
 * @property {() => void} opened the data channel can be used
 * @property {(message: Heard) => void} message
 * @property {(begin: BlobBegin, bytes: Uint8Array<ArrayBuffer>) => void} blob
 * @property {(id: string) => void} damaged a transfer that did not arrive whole
 * @property {(track: MediaStreamTrack) => void} track
 * @property {(level: Level) => void} level how well the desk is received
 * @property {(code: string, seen: Fingerprints) => void} secured both ends see the same certificates; the code to compare
 * @property {() => void} refused they do not: somebody sits in between, and nothing more is sent
 * @property {() => void} unanswered nobody answers offers: maybe they do not arrive
 */

/** @template {{type: string}} [Heard=DataFromDesk] what the other end says, beside contents */
export class Link {
  /** A card is being shown: keep the picture's size whatever the line does. */
  card = false;
  /** @type {Peer | null} */
  #peer = null;
  /** @type {RTCDataChannel | null} */
  #channel = null;
  #attempt = 0;
  #builtAt = 0;
  /** It has stood once in this call. */
  #stood = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  #receiver = new BlobReceiver();
  #sender = new BlobSender();
  #uplink = new Uplink();
  #wanted = false;
  /** @type {PageHandshake | null} */
  #handshake = null;
  /** Refused: only the last word is still on its way. */
  #parting = false;
  /** @type {MediaStreamTrack[]} of the clerk, not shown before the agreement */
  #held = [];

  /**
   * @param {object} parts
   * @param {LinkEvents<Heard>} parts.events
   * @param {(events: PeerEvents, preference: Preference) => Peer} parts.makePeer
   * @param {() => boolean} [parts.cameraOn]
   * @param {(attempt: number) => number} [parts.wait] milliseconds
   * @param {readonly string[]} [parts.known] the types of what the other end says
   */
  constructor({ events, makePeer, cameraOn = () => true, wait = pause, known = DATA_FROM_DESK }) {
    this.known = known;
    this.events = events;
    this.makePeer = makePeer;
    this.cameraOn = cameraOn;
    this.wait = wait;
  }

  get connected() {
    return this.#agreedNow && (this.#peer?.connected ?? false);
  }

  get #agreedNow() {
    return this.#handshake?.outcome === "agreed";
  }

  /** The clerk waits: connect now, and stay connected. */
  connect() {
    clearTimeout(this.#closing);
    this.#wanted = true;
    this.#attempt = 0;
    this.#build();
  }

  /** Try at once if there is no connection: the desk, or the network, has just come back. */
  hurry() {
    // An offer that was made just now, or is being worked on, is not made once more.
    const peer = this.#peer;
    if (this.#wanted && !this.connected && !(peer && hasTime(performance.now() - this.#builtAt, peer.answered))) {
      this.#attempt = 0;
      this.#build();
    }
  }

  /** The people found that somebody sits in between: stop at once; `refused` follows when the last word is out. */
  refuse() {
    if (this.#peer) {
      this.#refused(this.#peer);
    }
  }

  /** Close and stay closed. */
  close() {
    clearTimeout(this.#closing);
    this.#wanted = false;
    this.#stood = false;
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

  /** @param {Omit<Signal, "appointment" | "type">} signal */
  async hear(signal) {
    const peer = this.#peer;
    const answered = peer?.answered;
    try {
      await peer?.hear(signal);
    } catch {
      this.#lost(); // An answer that this browser cannot use: a new connection is the only cure.
      return;
    }
    if (peer && peer === this.#peer && peer.answered && !answered && !this.#channel) {
      this.#giveUpIn(this.#patience, () => this.#lost());
    }
  }

  /**
   * @param {DataFromPage} message
   * @returns {boolean} whether the channel took it
   */
  send(message) {
    if (this.#channel?.readyState !== "open" || !this.#agreedNow) {
      return false;
    }
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  /**
   * @param {import("./blobs.mjs").Content} content
   */
  async sendBlob(content) {
    if (this.#channel && this.#agreedNow) {
      await this.#sender.send(this.#channel, content);
    }
  }

  /** @param {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} tracks */
  async useTracks(tracks) {
    await this.#peer?.useTracks(tracks);
  }

  get #patience() {
    return patience(this.#attempt, this.#stood);
  }

  #build() {
    this.#throwAway();
    this.events.connection(this.#stood ? "lost" : "connecting");
    this.#uplink.began();
    const peer = this.makePeer(
      {
        signal: (signal) => this.events.signal(signal),
        state: (state) => this.#state(state),
        opened: (channel) => this.#opened(channel),
        data: (data) => this.#data(data),
        track: (track) => (this.#agreedNow ? this.events.track(track) : this.#held.push(track)),
      },
      this.#uplink.preference(this.card),
    );
    this.#peer = peer;
    this.#builtAt = performance.now();
    this.#giveUpIn(this.#patience, () => {
      this.events.unanswered();
      this.#lost();
    });
    peer.offer().catch(() => peer === this.#peer && this.#lost());
  }

  /** @param {number} ms @param {() => void} then */
  #giveUpIn(ms, then) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  /** @param {RTCPeerConnectionState} state */
  #state(state) {
    // What only seems to be disconnected would heal by itself, sometimes; a new connection stands before that.
    if (state === "failed" || state === "closed" || state === "disconnected") {
      this.#lost();
    }
  }

  /** @param {RTCDataChannel} channel */
  #opened(channel) {
    this.#channel = channel;
    this.#giveUpIn(WITHIN_MS, () => this.#lost());
    this.#look(new QualityJudge());
    void this.#begin();
  }

  /** Ask the desk whether it sees the same certificates. */
  async #begin() {
    const peer = this.#peer;
    const seen = await peer?.seen().catch(() => null);
    if (!peer || peer !== this.#peer) {
      return;
    }
    if (!seen) {
      this.#refused(peer);
      return;
    }
    const handshake = new PageHandshake(seen, performance.now());
    this.#handshake = handshake;
    const commit = await handshake.begin();
    if (peer === this.#peer) {
      this.#say(commit);
    }
  }

  /** @param {SecureNonce | SecureRefused} message */
  async #agree(message) {
    const peer = this.#peer;
    const handshake = this.#handshake;
    if (!peer || !handshake) {
      return;
    }
    const stood = handshake.outcome === "agreed";
    const answer = await handshake.hear(message);
    if (peer !== this.#peer) {
      return;
    }
    if (answer) {
      this.#say(answer);
    }
    if (handshake.outcome === "refused") {
      this.#refused(peer);
    } else if (handshake.outcome === "agreed" && !stood) {
      void peer.start().catch(() => {});
      this.events.secured(handshake.code, handshake.seen);
      this.#agreed();
    }
  }

  /**
   * Somebody sits in between: nothing more is sent, shown or tried; only the refusal may still leave.
   * @param {Peer} peer
   */
  #refused(peer) {
    if (this.#parting) {
      return;
    }
    this.#parting = true;
    this.#wanted = false;
    this.#handshake = null;
    this.#say({ type: "secure.refused" });
    void peer.mute().catch(() => {});
    this.#giveUpIn(LAST_WORD_MS, () => {
      this.#throwAway();
      this.events.refused();
    });
  }

  /** @param {DataFromPage} message about the agreement itself */
  #say(message) {
    if (this.#channel?.readyState === "open") {
      this.#channel.send(JSON.stringify(message));
    }
  }

  /** Both ends know each other: now it is a call. */
  #agreed() {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#stood = true;
    for (const track of this.#held.splice(0)) {
      this.events.track(track);
    }
    this.events.connection("up");
    this.events.opened();
  }

  /** @param {QualityJudge} judge */
  #look(judge) {
    const again = judge.quiet > LOOK_MS / 2 ? LOOK_CLOSELY_MS : LOOK_MS;
    this.#watch = setTimeout(async () => {
      const peer = this.#peer;
      const report = await peer?.stats().catch(() => null);
      if (!peer || peer !== this.#peer) {
        return;
      }
      const sample = report ? sampleOf(report, performance.now()) : null;
      if (sample && this.#judged(peer, judge.judge(sample), sample) === "lost") {
        return;
      }
      this.#look(judge);
    }, again);
  }

  /**
   * @param {Peer} peer
   * @param {Level | "silent"} verdict
   * @param {Sample} sample
   * @returns {"lost" | "up"}
   */
  #judged(peer, verdict, sample) {
    if (verdict === "silent") {
      this.#lost();
      return "lost";
    }
    this.events.level(verdict);
    void peer.prefer(this.#uplink.judge({ ...sample, cameraOn: this.cameraOn(), card: this.card }));
    return "up";
  }

  /** @param {string | ArrayBuffer} data */
  #data(data) {
    if (typeof data !== "string") {
      this.#agreedNow && this.#receiver.chunk(data);
      return;
    }
    const message = /** @type {DataFromDesk | null} */ (parse(data, this.known));
    if (message?.type === "secure.nonce" || message?.type === "secure.refused") {
      void this.#agree(message);
    } else if (!this.#agreedNow) {
      return; // Nobody is believed before that.
    } else if (message?.type === "blob.begin") {
      this.#receiver.begin(message);
    } else if (message?.type === "blob.end") {
      this.#receiver.end(message).then(
        ({ begin, bytes }) => this.events.blob(begin, bytes),
        () => this.events.damaged(message.id),
      );
    } else if (message) {
      this.events.message(/** @type {Heard} */ (/** @type {unknown} */ (message)));
    }
  }

  #lost() {
    if (this.#parting) {
      return; // That has its own end.
    }
    this.#throwAway();
    if (this.#wanted) {
      this.events.connection(this.#stood ? "lost" : "connecting");
      this.#timer = setTimeout(() => this.#build(), this.wait(this.#attempt));
      this.#attempt += 1;
    }
  }

  #throwAway() {
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#receiver.reset();
    this.#parting = false;
    this.#channel = null;
    this.#handshake = null;
    this.#held = [];
    const peer = this.#peer;
    this.#peer = null;
    peer?.close();
  }
}
