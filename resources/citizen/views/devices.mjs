// The device check: the person sees and hears that it works before anybody waits for them.

import { browserOf } from "../call/media.mjs";
import { HEARD, Meter } from "../call/level.mjs";
import { alert, button, el, heading, paragraph, relabel, say, setBusy, show } from "../ui/dom.mjs";

/** @import {Alarm} from "../call/alarm.mjs" */
/** @import {Device, Media} from "../call/media.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const DEVICES = /** @type {const} */ (["camera", "microphone"]);

/**
 * @param {Session} session
 * @param {Alarm} alarm
 * @param {(phrase: import("../i18n.mjs").Phrase) => void} announce
 * @returns {View}
 */
export function devicesView(session, alarm, announce) {
  const { media } = session;
  const preview = previewOf(media);
  const meter = meterOf(media, announce);
  const help = el("div", { class: "stack", testid: "device-help" });
  const choosers = DEVICES.map((device) => chooser(media, device));
  const enter = button("primary", "check.enter", {
    testid: "enter-waiting-room",
    click: () => {
      if (!media.opening) {
        alarm.prepare();
        session.enter();
      }
    },
  });
  const again = button("secondary", "check.again", { testid: "check-again", click: () => void media.open() });
  let told = "";

  const update = () => {
    preview.update();
    meter.update();
    choosers.forEach((part) => part.update());
    const failed = DEVICES.filter((device) => media.problems[device]);
    const state = media.opening ? "opening" : failed.map((device) => `${device}:${media.problems[device]}`).join();
    if (state !== told) {
      told = state;
      help.replaceChildren(...(media.opening ? [alert("info", "check.asking", paragraph("check.asking.hint"))] : failed.length > 0 ? helpFor(media, failed) : []));
      if (failed.length > 0 && !media.opening) {
        announce(`check.problem.${failed[0]}.${media.problems[/** @type {Device} */ (failed[0])]}`);
      }
    }
    show(again, failed.length > 0 && !media.opening);
    setBusy(enter, media.opening);
    relabel(enter, media.video && media.audio ? "check.enter" : !media.video && !media.audio ? "check.enter.without" : media.video ? "check.enter.silent" : "check.enter.unseen");
  };
  update();
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "check.title"),
      paragraph("check.lead"),
      help,
      el(
        "div",
        { class: "check-grid" },
        el("section", { class: "stack stack--small" }, heading(2, "check.camera", "small"), preview.node, choosers[0]?.node),
        el(
          "section",
          { class: "stack stack--small" },
          heading(2, "check.microphone", "small"),
          meter.node,
          choosers[1]?.node,
          heading(2, "check.speaker", "small"),
          button("secondary", "check.speaker.test", { icon: "volume-up", testid: "speaker-test", click: () => alarm.ring() }),
        ),
      ),
      el("div", { class: "kern-btn-wrapper" }, enter, again),
    ),
    update,
    leave: () => meter.leave(),
  };
}

/** @param {Media} media */
function previewOf(media) {
  const video = el("video", { class: "mirrored", testid: "preview", label: "check.preview", attributes: { autoplay: true, playsinline: true } });
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
      show(video, on !== null);
      show(none, on === null);
    },
  };
}

/**
 * @param {Media} media
 * @param {(phrase: import("../i18n.mjs").Phrase) => void} announce
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
        announce("check.level.heard");
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
  return {
    node,
    update() {
      const list = device === "camera" ? media.cameras : media.microphones;
      const now = (device === "camera" ? media.video : media.audio)?.getSettings().deviceId;
      show(node, list.length > 1);
      select.replaceChildren(
        ...list.map((entry, index) =>
          el("option", { text: entry.label || `${index + 1}`, attributes: { value: entry.deviceId, selected: entry.deviceId === now } }),
        ),
      );
    },
  };
}

/**
 * Why, and what to press in this very browser; then honestly what it means to go on without.
 * @param {Media} media
 * @param {readonly Device[]} failed
 * @returns {Node[]}
 */
function helpFor(media, failed) {
  const browser = browserOf(navigator.userAgent);
  const same = failed.length === 2 && media.problems.camera === media.problems.microphone;
  const parts = same ? ["both"] : failed;
  return parts.map((part) => {
    const problem = media.problems[part === "both" ? "camera" : /** @type {Device} */ (part)];
    return alert(
      "warning",
      `check.problem.${part}.${problem}`,
      problem === "denied" ? paragraph(`check.allow.${browser}`) : paragraph(`check.cure.${problem}`),
      paragraph(`check.without.${part}`),
    );
  });
}
