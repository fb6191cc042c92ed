// The spoken test: three seconds of the own voice, kept in memory, played back, and forgotten.

import { Store } from "../store.mjs";
import { HEARD, loudness } from "./level.mjs";

/** @typedef {"idle" | "recording" | "playing" | "heard" | "quiet" | "failed"} VoiceState */

export const SECONDS = 3;
/** What is judged at once. */
const PART_S = 0.1;

/**
 * @param {Float32Array[]} blocks
 * @returns {Float32Array<ArrayBuffer>}
 */
export function joined(blocks) {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}

/**
 * Whether somebody spoke, loud enough to be understood, for a tenth of the time at least.
 * @param {Float32Array} sound
 * @param {number} rate samples a second
 */
export function spoken(sound, rate) {
  const part = Math.max(1, Math.round(PART_S * rate));
  let loud = 0;
  let parts = 0;
  for (let at = 0; at + part <= sound.length; at += part) {
    parts += 1;
    loud += loudness(sound.subarray(at, at + part)) > HEARD ? 1 : 0;
  }
  return parts > 0 && loud >= parts / 10;
}

export class VoiceTest extends Store {
  /** @type {VoiceState} */
  state = "idle";
  /** Of the present recording or playing, in `performance.now()`. */
  since = 0;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {Float32Array[]} */
  #blocks = [];

  /**
   * Record and play back; done when the sound is over and forgotten.
   * @param {MediaStreamTrack} track
   */
  async run(track) {
    this.close();
    const context = new AudioContext();
    this.#context = context;
    try {
      await context.audioWorklet.addModule(new URL("./recorder.worklet.js", import.meta.url));
      await context.resume();
      const source = context.createMediaStreamSource(new MediaStream([track]));
      await this.#record(context, source);
      source.disconnect();
      const heard = await this.#play(context);
      if (this.#context === context) {
        this.#is(heard ? "heard" : "quiet");
      }
    } catch {
      if (this.#context === context) {
        this.#is("failed");
      }
    } finally {
      this.#forget(context);
    }
  }

  /** Stop, whatever is going on, and forget. */
  close() {
    this.#blocks = [];
    const context = this.#context;
    this.#context = null;
    this.state = "idle";
    context?.close().catch(() => {});
  }

  /** @param {AudioContext} context @param {AudioNode} source */
  async #record(context, source) {
    const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0 });
    const wanted = SECONDS * context.sampleRate;
    let got = 0;
    this.#is("recording");
    await new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
      // A context that stands still (the page is in the background) must not leave the person waiting.
      const timer = setTimeout(() => reject(new Error("no sound")), 3 * SECONDS * 1_000);
      recorder.port.onmessage = ({ data }) => {
        this.#blocks.push(data);
        got += data.length;
        if (got >= wanted) {
          clearTimeout(timer);
          resolve();
        }
      };
      source.connect(recorder);
    });
    recorder.port.onmessage = null;
  }

  /** @param {AudioContext} context @returns {Promise<boolean>} whether somebody spoke */
  async #play(context) {
    const sound = joined(this.#blocks);
    this.#blocks = [];
    const heard = spoken(sound, context.sampleRate);
    const buffer = context.createBuffer(1, sound.length, context.sampleRate);
    buffer.copyToChannel(sound, 0);
    const player = new AudioBufferSourceNode(context, { buffer });
    this.#is("playing");
    await new Promise((resolve) => {
      player.onended = resolve;
      setTimeout(resolve, (SECONDS + 2) * 1_000);
      player.connect(context.destination);
      player.start();
    });
    sound.fill(0);
    return heard;
  }

  /** @param {AudioContext} context */
  #forget(context) {
    this.#blocks = [];
    context.close().catch(() => {});
    if (this.#context === context) {
      this.#context = null;
    }
  }

  /** @param {VoiceState} state */
  #is(state) {
    this.state = state;
    this.since = performance.now();
    this.changed();
  }
}
