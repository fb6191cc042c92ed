// The citizen's end of the connection to an invited guest. The guest's page offers, and builds anew when the link breaks;
// here one offer is answered after the other. Nothing of ours is sent before both ends agree (answering.mjs).

import { DATA_CHANNEL, DATA_FROM_GUEST } from "../contract.mjs";
import { parse } from "../live.mjs";
import { AnsweringHandshake } from "./answering.mjs";
import { seenBy } from "./certificates.mjs";
import { iceServers } from "./peer.mjs";
import { QualityJudge, sampleOf } from "./quality.mjs";
import { WITHIN_MS } from "./secrecy.mjs";

/** @import {DataFromGuest, DataToGuest, GuestSignal, IceServer} from "../contract.mjs" */

/** @typedef {"connecting" | "up" | "lost" | "refused"} Bond "refused": somebody sits in between; it stays closed */
/** @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks */
/** @typedef {Omit<GuestSignal, "appointment" | "type" | "guest" | "other">} PlainSignal */

const GATHER_MS = 600;
const LOOK_MS = 500;
const LAST_WORD_MS = 300;
/** Without camera and microphone nothing else would flow, and the guest's page would take that for a dead link. */
const ALIVE_MS = 700;

/** One offer and what came of it. */
class Answer {
  /** @type {RTCDataChannel | null} */
  channel = null;
  /** @type {AnsweringHandshake | null} */
  handshake = null;
  /** @type {RTCRtpSender[]} */
  senders = [];
  /** @type {MediaStreamTrack[]} */
  held = [];
  /** What is heard is worked on one after the other. */
  turn = Promise.resolve();
  sent = false;
  /** @type {RTCIceCandidateInit[]} */
  early = [];

  /** @param {string} session @param {RTCPeerConnection} connection */
  constructor(session, connection) {
    this.session = session;
    this.connection = connection;
  }

  get agreed() {
    return this.handshake?.outcome === "agreed";
  }
}

export class Answerer {
  /** @type {Bond} */
  bond = "connecting";
  /** @type {MediaStreamTrack | null} */
  video = null;
  /** @type {MediaStreamTrack | null} */
  audio = null;
  cameraOn = true;
  microphoneOn = true;
  /** @type {Answer | null} */
  #now = null;
  #seen = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #alive;

  /**
   * @param {object} parts
   * @param {() => IceServer[]} parts.servers
   * @param {() => Tracks} parts.tracks our camera and microphone
   * @param {RTCCertificate[]} [parts.certificates] what this tab shows
   * @param {(signal: PlainSignal) => void} parts.signal
   * @param {() => void} parts.changed
   * @param {(config: RTCConfiguration) => RTCPeerConnection} [parts.connect]
   */
  constructor(parts) {
    this.parts = parts;
  }

  /** @param {PlainSignal} signal of the guest */
  async hear(signal) {
    if (this.bond === "refused") {
      return;
    }
    if (signal.kind === "offer" && signal.session !== this.#now?.session) {
      await this.#answer(signal);
    } else if (signal.kind === "candidate" && signal.candidate && signal.session === this.#now?.session) {
      const candidate = { candidate: signal.candidate, sdpMid: signal.mid ?? null };
      const { connection, early } = this.#now;
      connection.remoteDescription ? await connection.addIceCandidate(candidate).catch(() => {}) : early.push(candidate);
    }
  }

  /**
   * Whether the guest gets our picture. Not while an ID card may be before the camera: nothing at all is sent then.
   * @param {boolean} seen
   */
  show(seen) {
    if (seen !== this.#seen) {
      this.#seen = seen;
      void this.useTracks();
      this.#say({ type: "guest.picture", sent: seen });
    }
  }

  /** Our camera or microphone was changed, muted or shown again. */
  async useTracks() {
    const now = this.#now;
    if (!now?.agreed) {
      return;
    }
    const { audio, video } = this.parts.tracks();
    this.#say({ type: "media", camera: video?.enabled ?? false, microphone: audio?.enabled ?? false });
    const wanted = { audio, video: this.#seen ? video : null };
    await Promise.all(now.senders.map((sender, at) => sender.replaceTrack(at === 0 ? wanted.audio : wanted.video).catch(() => {})));
  }

  /** The guest is not in the call any more. */
  close() {
    this.#throwAway();
    this.video = this.audio = null;
  }

  /** @param {PlainSignal} offer */
  async #answer({ session, sdp }) {
    this.#throwAway();
    const { connect = (config) => new RTCPeerConnection(config), certificates = [], servers } = this.parts;
    const connection = connect({ iceServers: iceServers(servers()), bundlePolicy: "max-bundle", ...(certificates.length > 0 ? { certificates } : {}) });
    const now = new Answer(session, connection);
    this.#now = now;
    this.#listen(now);
    try {
      await connection.setRemoteDescription({ type: "offer", sdp: sdp ?? "" });
      this.#line(now, "audio");
      this.#line(now, "video");
      for (const candidate of now.early.splice(0)) {
        await connection.addIceCandidate(candidate);
      }
      await connection.setLocalDescription();
      await gathered(connection);
    } catch {
      // What is no offer is not answered; the guest's page tries again.
      this.#now === now && this.#lost();
      return;
    }
    if (this.#now === now) {
      now.sent = true;
      this.parts.signal({ session, kind: "answer", sdp: connection.localDescription?.sdp ?? "" });
    }
  }

  /** Room for a track of ours, empty until it is certain who is at the other end. @param {Answer} now @param {string} kind */
  #line(now, kind) {
    const line = now.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
    if (line) {
      line.direction = "sendrecv";
      now.senders.push(line.sender);
    }
  }

  /** @param {Answer} now */
  #listen(now) {
    const { connection } = now;
    connection.ontrack = ({ track }) => (now.agreed ? this.#track(track) : now.held.push(track));
    connection.onicecandidate = ({ candidate }) => {
      if (candidate && now.sent) {
        this.parts.signal({ session: now.session, kind: "candidate", candidate: candidate.candidate, mid: candidate.sdpMid });
      }
    };
    connection.onconnectionstatechange = () => {
      if (["failed", "closed", "disconnected"].includes(connection.connectionState)) {
        this.#lost();
      }
    };
    connection.ondatachannel = ({ channel }) => {
      if (channel.label !== DATA_CHANNEL || now.channel) {
        channel.close();
        return;
      }
      now.channel = channel;
      this.#late = setTimeout(() => now.agreed || this.#lost(), WITHIN_MS);
      channel.onclose = () => this.#now === now && this.#lost();
      channel.onmessage = ({ data }) => {
        now.turn = now.turn.then(() => (this.#now === now ? this.#data(now, data) : undefined)).catch(() => {});
      };
    };
  }

  /** @param {Answer} now @param {unknown} data */
  async #data(now, data) {
    const message = /** @type {DataFromGuest | null} */ (parse(data, DATA_FROM_GUEST));
    if (message?.type === "secure.commit" || message?.type === "secure.reveal" || message?.type === "secure.refused") {
      await this.#agree(now, message);
    } else if (message?.type === "media" && now.agreed) {
      this.cameraOn = message.camera;
      this.microphoneOn = message.microphone;
      this.parts.changed();
    }
  }

  /** @param {Answer} now @param {import("../contract.mjs").SecureCommit | import("../contract.mjs").SecureReveal | import("../contract.mjs").SecureRefused} message */
  async #agree(now, message) {
    if (!now.handshake) {
      const seen = await seenBy(now.connection).catch(() => null);
      if (this.#now !== now || !seen) {
        this.#now === now && this.#refused(now);
        return;
      }
      // Seen from here our own certificate is the answering end's.
      now.handshake = new AnsweringHandshake({ page: seen.desk, desk: seen.page });
    }
    const before = now.agreed;
    const answer = await now.handshake.hear(message);
    if (this.#now !== now) {
      return;
    }
    if (answer && now.channel?.readyState === "open") {
      now.channel.send(JSON.stringify(answer));
    }
    if (now.handshake.outcome === "refused") {
      this.#refused(now);
    } else if (now.agreed && !before) {
      this.#agreed(now);
    }
  }

  /** @param {Answer} now */
  #agreed(now) {
    clearTimeout(this.#late);
    this.bond = "up";
    this.cameraOn = this.microphoneOn = true;
    now.held.splice(0).forEach((track) => this.#track(track));
    const alive = () => this.#say({ type: "guest.picture", sent: this.#seen });
    alive();
    this.#alive = setInterval(alive, ALIVE_MS);
    void this.useTracks();
    this.#look(now, new QualityJudge());
    this.parts.changed();
  }

  /** Somebody sits in between: nothing more is sent, shown or tried. @param {Answer} now */
  #refused(now) {
    for (const sender of now.senders) {
      void sender.replaceTrack(null).catch(() => {});
    }
    this.bond = "refused";
    setTimeout(() => this.close(), LAST_WORD_MS);
    this.parts.changed();
  }

  /** @param {MediaStreamTrack} track */
  #track(track) {
    if (track.kind === "video") {
      this.video = track;
    } else {
      this.audio = track;
    }
    this.parts.changed();
  }

  /** @param {Answer} now @param {QualityJudge} judge */
  #look(now, judge) {
    this.#watch = setTimeout(async () => {
      const report = await now.connection.getStats().catch(() => null);
      if (this.#now !== now) {
        return;
      }
      const sample = report ? sampleOf(report, performance.now()) : null;
      if (sample && judge.judge(sample) === "silent") {
        this.#lost();
        return;
      }
      this.#look(now, judge);
    }, LOOK_MS);
  }

  /** @param {DataToGuest} message */
  #say(message) {
    if (this.#now?.agreed && this.#now.channel?.readyState === "open") {
      this.#now.channel.send(JSON.stringify(message));
    }
  }

  #lost() {
    if (this.bond === "refused") {
      return;
    }
    this.bond = this.bond === "connecting" ? "connecting" : "lost";
    this.#throwAway();
    this.parts.changed();
  }

  #throwAway() {
    clearTimeout(this.#watch);
    clearTimeout(this.#late);
    clearInterval(this.#alive);
    const now = this.#now;
    this.#now = null;
    if (now) {
      now.connection.ontrack = now.connection.onicecandidate = now.connection.onconnectionstatechange = now.connection.ondatachannel = null;
      if (now.channel) {
        now.channel.onclose = now.channel.onmessage = null;
      }
      now.connection.close();
    }
  }
}

/** @param {RTCPeerConnection} connection @returns {Promise<void>} */
function gathered(connection) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, GATHER_MS);
    function done() {
      clearTimeout(timer);
      connection.removeEventListener("icegatheringstatechange", look);
      resolve();
    }
    function look() {
      if (connection.iceGatheringState === "complete") {
        done();
      }
    }
    connection.addEventListener("icegatheringstatechange", look);
    look();
  });
}
