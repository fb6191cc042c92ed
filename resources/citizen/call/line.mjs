// Before the waiting room: does the service answer, and do packets come through its relay and back, fast enough?

import { iceServers } from "./peer.mjs";

/** @import {IceServer, IceView} from "../contract.mjs" */

/**
 * What one may expect of the call.
 * good: through the relay, fast enough. slow: through the relay, but narrow or late. no_relay: the relay cannot be reached
 * from here. direct: this office has none. none: not even the service answers.
 * @typedef {"good" | "slow" | "no_relay" | "direct" | "none"} Line
 */
/** @typedef {{roundTrip: number, kbps: number}} Figures milliseconds; thousand bits a second */

const CONNECT_MS = 8_000;
const SOCKET_MS = 5_000;
const PINGS = 5;
const BURST_MS = 1_500;
/** As much is enough to know that it is fast; nobody's data plan shall suffer. */
const BURST_BYTES = 600_000;
const PIECE = 16 * 1024;
const BUFFERED = 128 * 1024;
/** Below, picture and sound of a call falter (640 × 360 both ways with sound). */
const ENOUGH_KBPS = 900;
/** Above, people begin to talk at the same time. */
const LATE_MS = 400;

/** @param {Figures} figures @returns {"good" | "slow"} */
export function judge({ roundTrip, kbps }) {
  return kbps < ENOUGH_KBPS || roundTrip > LATE_MS ? "slow" : "good";
}

/** @param {IceServer[]} servers @returns {boolean} */
export function hasRelay(servers) {
  return servers.some(({ urls }) => urls.some((url) => /^turns?:/.test(url)));
}

/**
 * @param {object} parts
 * @param {() => Promise<IceView>} parts.ice from the service, with passwords that still work
 * @param {() => Promise<void>} parts.socket whether a live socket opens
 * @param {(servers: IceServer[]) => Promise<Figures>} [parts.loop] through the relay and back; throws when nothing comes
 * @returns {Promise<Line>}
 */
export async function testLine({ ice, socket, loop = relayLoop }) {
  let servers;
  try {
    servers = (await ice()).ice_servers ?? [];
    await socket();
  } catch {
    return "none";
  }
  if (!hasRelay(servers)) {
    return "direct";
  }
  try {
    return judge(await loop(servers));
  } catch {
    return "no_relay";
  }
}

/**
 * Opens the service's live socket and closes it again without a word.
 * @param {string} address
 * @returns {Promise<void>}
 */
export function socketOpens(address) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const timer = setTimeout(() => socket.close(), SOCKET_MS);
    socket.onopen = () => {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
      resolve();
    };
    socket.onclose = () => {
      clearTimeout(timer);
      reject(new Error("no live socket"));
    };
  });
}

/**
 * Two ends on this page that may only talk through the relay.
 * @param {IceServer[]} servers
 * @returns {Promise<Figures>}
 */
export async function relayLoop(servers) {
  /** @type {RTCConfiguration} */
  const config = { iceServers: iceServers(servers), iceTransportPolicy: "relay" };
  const near = new RTCPeerConnection(config);
  const far = new RTCPeerConnection(config);
  try {
    const channel = near.createDataChannel("line");
    const other = await within(CONNECT_MS, connect(near, far, channel));
    const roundTrip = await within(CONNECT_MS, pings(channel, other));
    return { roundTrip, kbps: await burst(channel, other) };
  } finally {
    near.close();
    far.close();
  }
}

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function within(ms, work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("too late")), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * @param {RTCPeerConnection} near
 * @param {RTCPeerConnection} far
 * @param {RTCDataChannel} channel
 * @returns {Promise<RTCDataChannel>} the far end, open
 */
async function connect(near, far, channel) {
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined).catch(() => {});
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined).catch(() => {});
  const arrived = new Promise((/** @type {(channel: RTCDataChannel) => void} */ resolve) => {
    far.ondatachannel = (event) => resolve(event.channel);
  });
  const opened = new Promise((resolve) => channel.addEventListener("open", resolve, { once: true }));
  await near.setLocalDescription();
  await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
  await far.setLocalDescription();
  await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
  await opened;
  return arrived;
}

/** @param {RTCDataChannel} near @param {RTCDataChannel} far @returns {Promise<number>} milliseconds, the middle one */
async function pings(near, far) {
  far.onmessage = () => far.send("pong");
  /** @type {number[]} */
  const times = [];
  for (let index = 0; index < PINGS; index += 1) {
    const began = performance.now();
    await new Promise((resolve) => {
      near.onmessage = resolve;
      near.send("ping");
    });
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(PINGS / 2)] ?? 0;
}

/** @param {RTCDataChannel} near @param {RTCDataChannel} far @returns {Promise<number>} thousand bits a second */
function burst(near, far) {
  const piece = new Uint8Array(PIECE);
  const began = performance.now();
  let sent = 0;
  let got = 0;
  far.binaryType = "arraybuffer";
  near.bufferedAmountLowThreshold = BUFFERED / 2;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      near.onbufferedamountlow = null;
      resolve((got * 8) / Math.max(1, performance.now() - began));
    };
    const timer = setTimeout(done, BURST_MS);
    const feed = () => {
      while (sent < BURST_BYTES && near.readyState === "open" && near.bufferedAmount < BUFFERED) {
        near.send(piece);
        sent += PIECE;
      }
    };
    far.onmessage = ({ data }) => {
      got += data.byteLength;
      if (got >= BURST_BYTES) {
        done();
      }
    };
    near.onbufferedamountlow = feed;
    feed();
  });
}
