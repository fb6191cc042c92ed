// How loud the microphone hears: for the meter of the device check.

/**
 * @param {Float32Array} samples −1 … 1
 * @returns {number} 0 … 1; speech at a usual distance lies in the upper half
 */
export function loudness(samples) {
  let sum = 0;
  for (const sample of samples) {
    sum += sample * sample;
  }
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  const decibels = 20 * Math.log10(Math.max(rms, 1e-5));
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

/** Above this the meter says "we hear you". */
export const HEARD = 0.45;

export class Meter {
  /** @param {MediaStreamTrack} track */
  constructor(track) {
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.context.createMediaStreamSource(new MediaStream([track])).connect(this.analyser);
  }

  /** @returns {number} 0 … 1, at this moment */
  read() {
    this.analyser.getFloatTimeDomainData(this.samples);
    return loudness(this.samples);
  }

  close() {
    this.context.close().catch(() => {});
  }
}
