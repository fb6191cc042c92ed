// What the numbers of a connection mean in words, and when it counts as dead.

/** @typedef {"good" | "weak" | "bad"} Level as the contract's QualityLevel */

/**
 * A few numbers of one moment. Counters only grow; what a browser does not say stays 0.
 * @typedef {object} Sample
 * @property {number} at milliseconds, any clock that only goes forward
 * @property {number} received bytes, all that came over the connection
 * @property {number} quiet milliseconds since the last packet, as the browser says; −1: it does not
 * @property {number} packets of picture and sound that arrived
 * @property {number} lost of them on the way
 * @property {number} frames of the clerk's picture that could be shown
 * @property {number} sound samples that were played
 * @property {number} invented of them made up because the real ones were missing
 * @property {number} roundTrip seconds
 * @property {number} sending pictures a second that leave this device
 * @property {number} filming pictures a second that the camera delivers; −1: the browser does not say
 */

/** Nothing at all arrived for so long (the desk sends fifty packets a second): the link is dead, whatever its state says. */
export const SILENT_MS = 1_900;
/** How far one looks back to judge. */
const WINDOW_MS = 3_000;
/** So long it must be better before the light says so; it gets worse at once. */
const SETTLE_MS = 4_000;
/** The desk sends at least four pictures a second, also of a card with a name. */
const STALLED_MS = 1_000;

/** @type {Level[]} */
const ORDER = ["good", "weak", "bad"];

/** @param {Level} one @param {Level} other @returns {Level} the worse of the two */
export function worse(one, other) {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}

/**
 * @param {RTCStatsReport} report
 * @param {number} at milliseconds
 * @returns {Sample | null} null: this browser does not count the transport's bytes
 */
export function sampleOf(report, at) {
  /** @type {Sample} */
  const sample = { at, received: -1, quiet: -1, packets: 0, lost: 0, frames: 0, sound: 0, invented: 0, roundTrip: 0, sending: 0, filming: -1 };
  report.forEach((entry) => {
    if (entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded") {
      sample.received = Math.max(sample.received, entry.bytesReceived ?? -1);
      sample.roundTrip = entry.currentRoundTripTime ?? 0;
    } else if (entry.type === "inbound-rtp") {
      inbound(sample, entry);
    } else if (entry.type === "outbound-rtp" && entry.kind === "video") {
      sample.sending = entry.framesPerSecond ?? 0;
    } else if (entry.type === "media-source" && entry.kind === "video") {
      sample.filming = entry.framesPerSecond ?? -1;
    }
  });
  return sample.received < 0 ? null : sample;
}

/** @param {Sample} sample @param {any} entry of the report */
function inbound(sample, entry) {
  sample.packets += entry.packetsReceived ?? 0;
  sample.lost += Math.max(0, entry.packetsLost ?? 0);
  sample.frames += entry.framesDecoded ?? 0;
  sample.sound += entry.totalSamplesReceived ?? 0;
  sample.invented += Math.max(0, (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0));
  if (entry.lastPacketReceivedTimestamp) {
    const quiet = Math.max(0, entry.timestamp - entry.lastPacketReceivedTimestamp);
    sample.quiet = sample.quiet < 0 ? quiet : Math.min(sample.quiet, quiet);
  }
}

/** @param {number} part @param {number} rest @returns {number} 0 … 1 */
function share(part, rest) {
  return part + rest > 0 ? part / (part + rest) : 0;
}

/**
 * What happened between two samples, in one word.
 * @param {Sample} before
 * @param {Sample} now
 * @param {number} stalled milliseconds since the picture moved last; 0 while there is none to move
 * @returns {Level}
 */
export function levelOf(before, now, stalled) {
  const lost = share(now.lost - before.lost, now.packets - before.packets);
  const invented = share(now.invented - before.invented, now.sound - before.sound - (now.invented - before.invented));
  if (lost > 0.1 || invented > 0.2 || now.roundTrip > 0.8 || stalled > 2 * STALLED_MS) {
    return "bad";
  }
  return lost > 0.03 || invented > 0.05 || now.roundTrip > 0.4 || stalled > STALLED_MS ? "weak" : "good";
}

/** Judges one connection from sample to sample. */
export class QualityJudge {
  /** @type {Sample[]} of the last three seconds, and one before */
  #samples = [];
  #heardAt = 0;
  #movedAt = 0;
  /** @type {Level} */
  #said = "good";
  #betterSince = -1;

  /**
   * @param {Sample} sample
   * @returns {Level | "silent"}
   */
  judge(sample) {
    const last = this.#samples.at(-1);
    if (!last || sample.received > last.received) {
      this.#heardAt = sample.at - Math.max(0, Math.min(sample.quiet, last ? sample.at - last.at : 0));
    }
    if (!last || sample.frames > last.frames || sample.frames === 0) {
      this.#movedAt = sample.at;
    }
    this.#samples.push(sample);
    if (this.quiet >= SILENT_MS) {
      return "silent";
    }
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? 0) <= sample.at - WINDOW_MS) {
      this.#samples.shift();
    }
    return this.#settle(levelOf(this.#samples[0] ?? sample, sample, sample.at - this.#movedAt), sample.at);
  }

  /** @returns {number} milliseconds without a byte, at the last sample */
  get quiet() {
    return (this.#samples.at(-1)?.at ?? 0) - this.#heardAt;
  }

  /** @param {Level} level @param {number} at @returns {Level} */
  #settle(level, at) {
    if (worse(level, this.#said) === level) {
      this.#said = level;
      this.#betterSince = -1;
    } else if (this.#betterSince < 0) {
      this.#betterSince = at;
    } else if (at - this.#betterSince >= SETTLE_MS) {
      this.#said = level;
      this.#betterSince = -1;
    }
    return this.#said;
  }
}
