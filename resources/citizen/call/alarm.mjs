// A gentle sound when the person is called: two soft notes, made here, no file.

const NOTES = [659.25, 880];

export class Alarm {
  /** @type {AudioContext | null} */
  #context = null;

  /** Prepare it while the person is pressing a button: later the browser might not allow a sound. */
  prepare() {
    try {
      this.#context ??= new AudioContext();
      this.#context.resume().catch(() => {});
    } catch {
      // Without sound the title and the page itself still call.
    }
  }

  /** Ring once. */
  ring() {
    this.prepare();
    const context = this.#context;
    if (!context) {
      return;
    }
    NOTES.forEach((frequency, index) => {
      const at = context.currentTime + index * 0.35;
      const tone = new OscillatorNode(context, { frequency });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.25, at + 0.04);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 1.2);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 1.3);
    });
  }
}
