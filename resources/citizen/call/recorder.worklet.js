// Hands what the microphone hears on to the page, block by block; it keeps nothing.

class Recorder extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) {
      this.port.postMessage(input[0].slice());
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
