// The citizen's microphone as a bench plays it, and her ear: put into the page before anything else runs.
"use strict";
(() => {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  let audio, out;

  const wall = () => (performance.timeOrigin + performance.now()) / 1000;
  const pause = (s) => new Promise((done) => setTimeout(done, s * 1000));

  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real({ video: wanted.video });
    audio = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
    out = audio.createMediaStreamDestination();
    out.channelCount = 1;
    stream.addTrack(out.stream.getAudioTracks()[0]);
    return stream;
  };

  /** Wall clock at audio time 0: the earliest moment at which the graph can have made that sample. */
  async function zero() {
    let least = Infinity;
    for (let n = 0; n < 200; n++) {
      least = Math.min(least, wall() - audio.currentTime);
      await pause(0.004);
    }
    return least;
  }

  /** A hummed vowel for so many seconds: 140 Hz with vibrato and its overtones, never silent. */
  async function hum(seconds) {
    const loud = new GainNode(audio, { gain: 0.12 });
    loud.connect(out);
    const vibrato = new OscillatorNode(audio, { frequency: 3 });
    const parts = [];
    for (let k = 1; k < 9; k++) {
      const part = new OscillatorNode(audio, { frequency: 140 * k });
      const depth = new GainNode(audio, { gain: 3 * k });
      vibrato.connect(depth).connect(part.frequency);
      part.connect(new GainNode(audio, { gain: 1 / k })).connect(loud);
      parts.push(part);
    }
    for (const one of [vibrato, ...parts]) one.start();
    await pause(0.5);
    const start = wall();
    await pause(seconds);
    const end = wall();
    for (const one of [vibrato, ...parts]) one.stop();
    loud.disconnect();
    return { start, end };
  }

  /** Short bursts of 1 kHz at uneven distances; when each was made, by the wall clock. */
  async function taps(count) {
    const begin = await zero();
    const made = [];
    let at = audio.currentTime + 0.2;
    for (let n = 0; n < count; n++) {
      const tone = new OscillatorNode(audio, { frequency: 1000 });
      tone.connect(new GainNode(audio, { gain: 0.5 })).connect(out);
      tone.start(at);
      tone.stop(at + 0.03);
      made.push(at);
      at += 0.61 + 0.017 * (n % 7);
    }
    await pause(at - audio.currentTime + 0.5);
    const end = await zero();
    return made.map((time, n) => time + begin + (end - begin) * n / count);
  }

  /** Play this WAV file (base64); when it began and ended. */
  async function talk(wav) {
    const bytes = Uint8Array.from(atob(wav), (c) => c.charCodeAt(0));
    const buffer = await audio.decodeAudioData(bytes.buffer);
    const source = new AudioBufferSourceNode(audio, { buffer });
    source.connect(out);
    const ended = new Promise((done) => { source.onended = done; });
    source.start();
    const start = wall();
    await ended;
    return { start, end: wall() };
  }

  /** Energy and share of 1 kHz of what the clerk's microphone brings: [wall clock, energy, samples, tone] each. */
  function listen() {
    const source = audio.createMediaStreamSource(document.querySelector("video").srcObject);
    const ear = audio.createScriptProcessor(4096, 1, 1);
    const heard = [];
    ear.onaudioprocess = ({ inputBuffer }) => {
      const sound = inputBuffer.getChannelData(0);
      let energy = 0, real = 0, imaginary = 0;
      for (let n = 0; n < sound.length; n++) {
        energy += sound[n] * sound[n];
        real += sound[n] * Math.cos(2 * Math.PI * 1000 / 48000 * n);
        imaginary += sound[n] * Math.sin(2 * Math.PI * 1000 / 48000 * n);
      }
      const tone = energy ? 2 * (real * real + imaginary * imaginary) / (sound.length * energy) : 0;
      heard.push([wall(), energy, sound.length, tone]);
    };
    source.connect(ear).connect(audio.destination);
    window.ear = { source, ear };  // or they are collected
    return heard;
  }

  let heard;
  window.sound = { hum, taps, talk, listen: () => { heard = listen(); }, heard: () => heard.splice(0) };
})();
