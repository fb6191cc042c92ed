// The four things of the device check: camera, microphone, speaker, connection.

import { HEARD, Meter } from "../call/level.mjs";
import { SECONDS, VoiceTest } from "../call/voice.mjs";
import { alert, button, el, paragraph, relabel, say, setBusy, show } from "../ui/dom.mjs";
import { phoneLine } from "./phone.mjs";

/** @import {Alarm} from "../call/alarm.mjs" */
/** @import {Check, Step} from "../call/check.mjs" */
/** @import {Device, Media} from "../call/media.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @typedef {{node: HTMLElement, update: () => void, leave?: () => void}} Part */

/**
 * Leave it out, with the sentence of what that means.
 * @param {Check} check
 * @param {Step} step
 */
function skip(check, step) {
  return el(
    "div",
    { class: "stack stack--small" },
    button("tertiary", "check.skip", { testid: `skip-${step}`, click: () => check.say(step, "skipped") }),
    paragraph(`check.skip.${step}`, "kern-body--small"),
  );
}

/**
 * Yes and no, side by side, for a thumb.
 * @param {Check} check
 * @param {Step} step
 */
function question(check, step) {
  return el(
    "div",
    { class: "check__question" },
    button("primary", "check.yes", { testid: `yes-${step}`, click: () => check.say(step, "good") }),
    button("secondary", "check.no", { testid: `no-${step}`, click: () => check.say(step, "bad") }),
  );
}

/** @param {Check} check @param {Media} media @returns {Part} */
export function cameraCheck(check, media) {
  const preview = previewOf(media);
  const other = button("secondary", "call.switch", { icon: "cameraswitch", testid: "switch-camera", click: () => void media.switchCamera() });
  const choose = chooser(media, "camera");
  const ask = el("div", { class: "stack stack--small" }, paragraph("check.camera.ask", "check__big"), question(check, "camera"));
  const bad = alert("warning", "check.camera.bad", paragraph("check.camera.bad.hint"));
  return {
    node: el("div", { class: "stack stack--small" }, preview.node, other, choose.node, ask, bad, skip(check, "camera")),
    update() {
      preview.update();
      choose.update();
      // Phones have two sides; elsewhere the list says more.
      show(other, media.video?.getSettings().facingMode !== undefined && media.cameras.length > 1);
      show(ask, media.video !== null);
      show(bad, media.video !== null && check.results.camera === "bad");
    },
  };
}

/** @param {Check} check @param {Media} media @param {(phrase: Phrase) => void} announce @returns {Part} */
export function microphoneCheck(check, media, announce) {
  const meter = meterOf(media, announce);
  const voice = new VoiceTest();
  const choose = chooser(media, "microphone");
  const start = button("secondary", "voice.start", { icon: "mic", testid: "voice-start", click: () => media.audio && !busy() && void voice.run(media.audio) });
  const words = el("p", { class: "kern-body check__big", testid: "voice-words", attributes: { role: "status" } });
  const bar = el("progress", { label: "voice.progress", attributes: { max: 1, value: 0 } });
  const ask = el("div", { class: "stack stack--small" }, paragraph("voice.ask", "check__big"), question(check, "microphone"));
  const bad = alert("warning", "check.microphone.bad", paragraph("check.microphone.bad.hint"));
  const busy = () => voice.state === "recording" || voice.state === "playing";
  let frame = 0;
  const run = () => {
    bar.value = Math.min(1, (performance.now() - voice.since) / (SECONDS * 1_000));
    frame = busy() ? requestAnimationFrame(run) : 0;
  };
  const part = {
    node: el("div", { class: "stack stack--small" }, meter.node, choose.node, paragraph("voice.lead"), start, words, bar, ask, bad, skip(check, "microphone")),
    update() {
      meter.update();
      choose.update();
      const { state } = voice;
      show(start, media.audio !== null);
      setBusy(start, busy());
      relabel(start, state === "idle" || busy() ? "voice.start" : "voice.again");
      show(words, state !== "idle");
      if (state !== "idle") {
        say(words, `voice.${state}`);
      }
      show(bar, busy());
      show(ask, state === "heard" || state === "quiet");
      show(bad, media.audio !== null && check.results.microphone === "bad");
      if (busy() && frame === 0) {
        run();
      }
    },
    leave() {
      cancelAnimationFrame(frame);
      meter.leave();
      voice.close();
    },
  };
  voice.subscribe(() => part.update());
  return part;
}

/** @param {Check} check @param {Alarm} alarm @returns {Part} */
export function speakerCheck(check, alarm) {
  let rung = false;
  const ring = button("secondary", "check.speaker.test", {
    icon: "volume-up",
    testid: "speaker-test",
    click: () => {
      rung = true;
      alarm.ring();
      check.changed();
    },
  });
  const ask = el("div", { class: "stack stack--small" }, paragraph("check.speaker.ask", "check__big"), question(check, "speaker"));
  const bad = alert("warning", "check.speaker.bad", paragraph("check.speaker.bad.hint"));
  return {
    node: el("div", { class: "stack stack--small" }, paragraph("check.speaker.lead"), ring, ask, bad, skip(check, "speaker")),
    update() {
      show(ask, rung);
      show(bad, check.results.speaker === "bad");
      relabel(ring, rung ? "check.speaker.again" : "check.speaker.test");
    },
  };
}

/** @param {Check} check @param {Pick<Session, "phone">} session @param {(phrase: Phrase) => void} announce @returns {Part} */
export function connectionCheck(check, session, announce) {
  const words = el("p", { class: "kern-body check__big", testid: "line-words" });
  const result = el("div", { class: "stack stack--small" });
  const again = button("secondary", "check.again", { testid: "line-again", click: () => void check.testConnection() });
  let drawn = "";
  return {
    node: el("div", { class: "stack stack--small" }, paragraph("line.lead"), words, result, again, skip(check, "connection")),
    update() {
      const state = check.testing ? "testing" : (check.line ?? "");
      show(words, check.testing);
      show(again, check.line !== null && !check.testing);
      if (state === drawn) {
        return;
      }
      drawn = state;
      say(words, "line.testing");
      const { line } = check;
      result.replaceChildren();
      if (line) {
        const kind = line === "good" ? "success" : line === "direct" ? "info" : "warning";
        const number = line === "none" || line === "no_relay" ? phoneLine(session.phone, "phone.stuck") : null;
        result.append(alert(kind, `line.${line}`, paragraph(`line.${line}.hint`), number));
        announce((all) => `${all.t(`line.${line}`)} ${all.t(`line.${line}.hint`)}`);
      } else if (check.testing) {
        announce("line.testing");
      }
    },
  };
}

/** @param {Media} media */
function previewOf(media) {
  const video = el("video", { testid: "preview", label: "check.preview", attributes: { autoplay: true, playsinline: true } });
  video.muted = true;
  const none = el("p", { class: "kern-body video-box__none", say: "check.camera.none" });
  /** @type {MediaStreamTrack | null} */
  let on = null;
  return {
    node: el("div", { class: "video-box" }, video, none),
    update() {
      if (media.video !== on) {
        on = media.video;
        video.srcObject = on ? new MediaStream([on]) : null;
      }
      video.classList.toggle("mirrored", !media.facesAway);
      show(video, on !== null);
      show(none, on === null);
    },
  };
}

/**
 * @param {Media} media
 * @param {(phrase: Phrase) => void} announce
 */
function meterOf(media, announce) {
  const bar = el("meter", { class: "level", testid: "level", label: "check.level", attributes: { min: 0, max: 1, low: HEARD, value: 0 } });
  const words = el("p", { class: "kern-body", testid: "level-words", say: "check.level.speak" });
  /** @type {Meter | null} */
  let meter = null;
  /** @type {MediaStreamTrack | null} */
  let on = null;
  let heard = false;
  let frame = 0;
  const look = () => {
    if (meter) {
      bar.value = meter.read();
      if (bar.value > HEARD && !heard) {
        heard = true;
        say(words, "check.level.heard");
        if (bar.offsetParent) {
          announce("check.level.heard");
        }
      }
      frame = requestAnimationFrame(look);
    }
  };
  const leave = () => {
    cancelAnimationFrame(frame);
    meter?.close();
    meter = null;
  };
  return {
    node: el("div", { class: "stack stack--small" }, bar, words),
    leave,
    update() {
      if (media.audio === on) {
        return;
      }
      leave();
      on = media.audio;
      heard = false;
      say(words, on ? "check.level.speak" : "check.microphone.none");
      show(bar, on !== null);
      if (on) {
        meter = new Meter(on);
        look();
      }
    },
  };
}

/**
 * Another camera or microphone, where there are several.
 * @param {Media} media
 * @param {Device} device
 */
function chooser(media, device) {
  const id = `choose-${device}`;
  const select = el("select", { id, class: "kern-form-input__select", testid: id });
  select.addEventListener("change", () => void media.choose(device, select.value));
  const node = el(
    "div",
    { class: "kern-form-input" },
    el("label", { class: "kern-label", say: `check.choose.${device}`, attributes: { for: id } }),
    el("div", { class: "kern-form-input__select-wrapper" }, select),
  );
  let drawn = "";
  return {
    node,
    update() {
      const list = device === "camera" ? media.cameras : media.microphones;
      const now = (device === "camera" ? media.video : media.audio)?.getSettings().deviceId;
      show(node, list.length > 1);
      const state = JSON.stringify([now, list.map((entry) => [entry.deviceId, entry.label])]);
      if (state === drawn) {
        return;
      }
      drawn = state;
      select.replaceChildren(
        ...list.map((entry, index) =>
          el("option", { text: entry.label || `${index + 1}`, attributes: { value: entry.deviceId, selected: entry.deviceId === now } }),
        ),
      );
    },
  };
}
