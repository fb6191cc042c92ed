// What the numbers of a connection mean in words.

/** @typedef {"good" | "weak" | "silent"} Quality */
/** @typedef {{received: number, at: number, lost: number, packets: number, roundTrip: number}} Sample */

/** Nothing at all arrived for so long (not even reports): the link is dead, whatever its state says. */
export const SILENT_MS = 5_000;

/**
 * The few numbers of a stats report that matter.
 * @param {RTCStatsReport} report
 * @param {number} at milliseconds
 * @returns {Sample | null} null: this browser does not count the transport's bytes
 */
export function sampleOf(report, at) {
  /** @type {Sample} */
  const sample = { received: -1, at, lost: 0, packets: 0, roundTrip: 0 };
  report.forEach((entry) => {
    if (entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded") {
      sample.received = Math.max(sample.received, entry.bytesReceived ?? -1);
      sample.roundTrip = entry.currentRoundTripTime ?? 0;
    } else if (entry.type === "inbound-rtp") {
      sample.lost += entry.packetsLost ?? 0;
      sample.packets += entry.packetsReceived ?? 0;
    }
  });
  return sample.received < 0 ? null : sample;
}

/** Judges a connection from one sample to the next. */
export class QualityJudge {
  /** @type {Sample | null} */
  #before = null;
  #heardAt = 0;

  /**
   * @param {Sample} sample
   * @returns {Quality}
   */
  judge(sample) {
    const before = this.#before;
    this.#before = sample;
    if (!before || sample.received > before.received) {
      this.#heardAt = sample.at;
    }
    if (sample.at - this.#heardAt >= SILENT_MS) {
      return "silent";
    }
    const packets = before ? sample.packets - before.packets : 0;
    const lost = before ? sample.lost - before.lost : 0;
    const share = packets + lost > 0 ? lost / (packets + lost) : 0;
    return share > 0.05 || sample.roundTrip > 0.5 ? "weak" : "good";
  }
}
