// One peer connection to the clerk's desk. The page offers; when a link breaks a new Peer is made, never an old one mended.

import { DATA_CHANNEL } from "../contract.mjs";
import { newId } from "../ids.mjs";
import { seenBy } from "./certificates.mjs";

/** @import {Fingerprints, IceServer, Signal} from "../contract.mjs" */

/** @import {Preference} from "./uplink.mjs" */

/** So long the offer waits for candidates (a relay's take the longest); later ones follow one by one. */
const GATHER_MS = 600;

/**
 * @typedef {object} PeerEvents
 * @property {(signal: Omit<Signal, "appointment" | "type">) => void} signal to be carried to the desk
 * @property {(state: RTCPeerConnectionState) => void} state
 * @property {(channel: RTCDataChannel) => void} opened
 * @property {(data: string | ArrayBuffer) => void} data
 * @property {(track: MediaStreamTrack) => void} track the clerk's picture or sound
 */

/**
 * @param {IceServer[]} servers
 * @returns {RTCIceServer[]}
 */
export function iceServers(servers) {
  return servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username ? { username } : {}),
    ...(credential ? { credential } : {}),
  }));
}

/**
 * What the picture gives up when the line is narrow.
 * @param {RTCRtpSender} sender
 * @param {Preference} preference
 */
async function prefer(sender, preference) {
  const parameters = sender.getParameters();
  parameters.degradationPreference = preference;
  try {
    await sender.setParameters(parameters);
  } catch {
    // Browsers without this parameter understand the hint on the track.
    if (sender.track) {
      sender.track.contentHint = preference === "balanced" ? "" : "detail";
    }
  }
}

export class Peer {
  session = newId();
  /** @type {RTCRtpSender} */
  #audio;
  /** @type {RTCRtpSender} */
  #video;
  /** @type {RTCIceCandidateInit[]} */
  #early = [];
  #sent = false;
  #started = false;
  /** @type {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} */
  #tracks;
  /** @type {Preference} */
  #preference;

  /**
   * @param {object} parts
   * @param {IceServer[]} parts.servers
   * @param {MediaStreamTrack | null} parts.audio
   * @param {MediaStreamTrack | null} parts.video
   * @param {PeerEvents} parts.events
   * @param {RTCCertificate[]} [parts.certificates] what this tab shows
   * @param {Preference} [parts.preference]
   * @param {(config: RTCConfiguration) => RTCPeerConnection} [parts.connect]
   */
  constructor({ servers, audio, video, events, certificates = [], preference = "maintain-resolution", connect = (config) => new RTCPeerConnection(config) }) {
    this.events = events;
    this.#preference = preference;
    this.connection = connect({
      iceServers: iceServers(servers),
      bundlePolicy: "max-bundle",
      ...(certificates.length > 0 ? { certificates } : {}),
    });
    this.#tracks = { audio, video };
    // Both lines always exist, so that the clerk is seen and heard without a camera or microphone here. They are empty until
    // it is certain who is at the other end.
    this.#audio = this.connection.addTransceiver("audio", { direction: "sendrecv" }).sender;
    this.#video = this.connection.addTransceiver("video", { direction: "sendrecv" }).sender;
    this.channel = this.connection.createDataChannel(DATA_CHANNEL, { ordered: true });
    this.channel.binaryType = "arraybuffer";
    this.#listen();
  }

  #listen() {
    const { connection, channel, events } = this;
    connection.onconnectionstatechange = () => events.state(connection.connectionState);
    connection.ontrack = (event) => events.track(event.track);
    connection.onicecandidate = (event) => {
      if (event.candidate && this.#sent) {
        const { candidate, sdpMid } = event.candidate;
        events.signal({ session: this.session, kind: "candidate", candidate, mid: sdpMid });
      }
    };
    channel.onopen = () => events.opened(channel);
    channel.onmessage = (event) => events.data(event.data);
    channel.onclose = () => {
      if (connection.connectionState !== "closed") {
        events.state("disconnected");
      }
    };
  }

  /** Make the offer and give it to the desk. */
  async offer() {
    const { connection } = this;
    await prefer(this.#video, this.#preference);
    await connection.setLocalDescription();
    await this.#gathered();
    if (connection.signalingState === "closed") {
      return;
    }
    this.#sent = true;
    this.events.signal({ session: this.session, kind: "offer", sdp: connection.localDescription?.sdp ?? "" });
  }

  /** @returns {Promise<void>} */
  #gathered() {
    const { connection } = this;
    return new Promise((resolve) => {
      const check = () => {
        if (connection.iceGatheringState === "complete" || connection.signalingState === "closed") {
          finish();
        }
      };
      const finish = () => {
        clearTimeout(timer);
        connection.removeEventListener("icegatheringstatechange", check);
        resolve();
      };
      const timer = setTimeout(finish, GATHER_MS);
      connection.addEventListener("icegatheringstatechange", check);
      check();
    });
  }

  /**
   * The desk's answer or a candidate of its; one that belongs to an older connection is ignored.
   * @param {Omit<Signal, "appointment" | "type">} signal
   */
  async hear(signal) {
    if (signal.session !== this.session || this.connection.signalingState === "closed") {
      return;
    }
    if (signal.kind === "answer" && this.connection.signalingState === "have-local-offer") {
      await this.connection.setRemoteDescription({ type: "answer", sdp: signal.sdp ?? "" });
      for (const candidate of this.#early.splice(0)) {
        await this.connection.addIceCandidate(candidate);
      }
    } else if (signal.kind === "candidate" && signal.candidate) {
      const candidate = { candidate: signal.candidate, sdpMid: signal.mid ?? null };
      if (this.connection.remoteDescription) {
        await this.connection.addIceCandidate(candidate);
      } else {
        this.#early.push(candidate);
      }
    }
  }

  /**
   * Another camera or microphone, in the middle of the call.
   * @param {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} tracks
   */
  async useTracks({ audio, video }) {
    this.#tracks = { audio, video };
    if (!this.#started) {
      return;
    }
    await Promise.all([this.#audio.replaceTrack(audio), this.#video.replaceTrack(video)]);
  }

  /** It is certain who is at the other end: send picture and sound. */
  async start() {
    this.#started = true;
    await this.useTracks(this.#tracks);
    await prefer(this.#video, this.#preference); // Some browsers keep the wish with the track.
  }

  /** Send nothing more. */
  async mute() {
    this.#started = false;
    await Promise.all([this.#audio.replaceTrack(null), this.#video.replaceTrack(null)]);
  }

  /** @returns {Promise<Fingerprints | null>} the certificates that are really in use */
  seen() {
    return seenBy(this.connection);
  }

  /** @param {Preference} preference */
  async prefer(preference) {
    if (preference !== this.#preference) {
      this.#preference = preference;
      await prefer(this.#video, preference);
    }
  }

  /** Whether the desk has answered the offer. */
  get answered() {
    return this.connection.remoteDescription !== null;
  }

  get connected() {
    return this.connection.connectionState === "connected" && this.channel.readyState === "open";
  }

  /** @returns {Promise<RTCStatsReport>} */
  stats() {
    return this.connection.getStats();
  }

  /** Close without another event. */
  close() {
    const { connection, channel } = this;
    connection.onconnectionstatechange = connection.ontrack = connection.onicecandidate = null;
    channel.onopen = channel.onmessage = channel.onclose = null;
    connection.close();
  }
}
