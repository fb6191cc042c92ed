// Says hints aloud while both hands hold the card: with a voice of this very device, else with calm tones. Can be switched off.

/** @import {Language} from "../i18n.mjs" */
/** @import {Word} from "./trial.mjs" */

/** Hertz, one after the other. */
const TONES = /** @type {Record<string, readonly number[]>} */ ({
  closer: [392, 523.25],
  farther: [523.25, 392],
  other: [523.25, 659.25],
  done: [523.25, 659.25, 783.99],
});
const USUAL = /** @type {const} */ ([349.23]);
const LONG_S = 0.28;

/**
 * A voice that speaks without sending the words anywhere.
 * @param {readonly SpeechSynthesisVoice[]} voices
 * @param {Language} language
 * @returns {SpeechSynthesisVoice | null}
 */
export function localVoice(voices, language) {
  const own = voices.filter(({ lang, localService }) => localService && lang.toLowerCase().startsWith(language));
  return own.find((voice) => voice.default) ?? own[0] ?? null;
}

export class Aloud {
  on = true;
  /** @type {AudioContext | null} */
  #context = null;

  /** @param {SpeechSynthesis | undefined} [speech] */
  constructor(speech = globalThis.speechSynthesis) {
    /** @type {SpeechSynthesis | undefined} */
    this.speech = speech;
  }

  /** While the person presses a button: later the browser might not allow a sound. */
  prepare() {
    try {
      this.speech?.getVoices();
      this.#context ??= new AudioContext();
      this.#context.resume().catch(() => {});
    } catch {
      // Then it stays silent; everything is written as well.
    }
  }

  /**
   * @param {Word} word
   * @param {string} sentence
   * @param {Language} language
   */
  say(word, sentence, language) {
    if (!this.on) {
      return;
    }
    const voice = localVoice(this.speech?.getVoices() ?? [], language);
    if (this.speech && voice) {
      const words = new SpeechSynthesisUtterance(sentence);
      [words.voice, words.lang] = [voice, voice.lang];
      this.speech.cancel();
      this.speech.speak(words);
    } else {
      this.#sound(TONES[word] ?? USUAL);
    }
  }

  /** Nothing more is said; what is being said ends. */
  quiet() {
    this.speech?.cancel();
  }

  close() {
    this.quiet();
    this.#context?.close().catch(() => {});
    this.#context = null;
  }

  /** @param {readonly number[]} notes */
  #sound(notes) {
    const context = this.#context;
    if (!context) {
      return;
    }
    notes.forEach((frequency, index) => {
      const at = context.currentTime + index * LONG_S * 0.8;
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.12, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, at + LONG_S);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + LONG_S + 0.05);
    });
  }
}
