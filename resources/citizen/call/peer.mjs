// One peer connection to the clerk's desk. The page offers; when a link breaks a new Peer is made, never an old one mended.

import { DATA_CHANNEL } from "../contract.mjs";
import { newId } from "../ids.mjs";

/** @import {IceServer, Signal} from "../contract.mjs" */

/** So long the offer waits for candidates; later ones follow one by one. */
const GATHER_MS = 1_000;

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
 * Let the picture keep its size when the line is narrow: a card must stay readable, a slow picture is no harm.
 * @param {RTCRtpSender} sender
 */
async function keepResolution(sender) {
  const parameters = sender.getParameters();
  parameters.degradationPreference = "maintain-resolution";
  try {
    await sender.setParameters(parameters);
  } catch {
    // Browsers without this parameter understand the hint on the track.
    if (sender.track) {
      sender.track.contentHint = "detail";
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

  /**
   * @param {object} parts
   * @param {IceServer[]} parts.servers
   * @param {MediaStreamTrack | null} parts.audio
   * @param {MediaStreamTrack | null} parts.video
   * @param {PeerEvents} parts.events
   * @param {(config: RTCConfiguration) => RTCPeerConnection} [parts.connect]
   */
  constructor({ servers, audio, video, events, connect = (config) => new RTCPeerConnection(config) }) {
    this.events = events;
    this.connection = connect({ iceServers: iceServers(servers), bundlePolicy: "max-bundle" });
    // Both lines always exist, so that the clerk is seen and heard without a camera or microphone here.
    this.#audio = this.connection.addTransceiver(audio ?? "audio", { direction: "sendrecv" }).sender;
    this.#video = this.connection.addTransceiver(video ?? "video", { direction: "sendrecv" }).sender;
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
    await keepResolution(this.#video);
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
   * @param {Signal} signal
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
    await Promise.all([this.#audio.replaceTrack(audio), this.#video.replaceTrack(video)]);
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
