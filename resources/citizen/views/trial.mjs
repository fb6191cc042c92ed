// Trying the card alone: in the device check and in the waiting room. May be left out and left at any time.

import { Aloud } from "../card/aloud.mjs";
import { hintPhrase } from "../card/hints.mjs";
import { Looker } from "../card/looker.mjs";
import { cardOverlay } from "../card/overlay.mjs";
import { Trial } from "../card/trial.mjs";
import { alert, button, el, heading, icon, paragraph, relabel, say, show } from "../ui/dom.mjs";
import { words } from "../ui/words.mjs";

/** @import {Media} from "../call/media.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {Assessment} from "../card/assess.mjs" */
/** @import {Word} from "../card/trial.mjs" */
/** @typedef {{node: HTMLElement, update: () => void, leave: () => void}} Part */

const SIDES = /** @type {const} */ (["other", "mrz"]);

/**
 * @param {Session} session
 * @param {Trial} trial
 * @param {(phrase: Phrase) => void} announce
 * @returns {Part}
 */
export function trialPanel(session, trial, announce) {
  const { media } = session;
  const aloud = new Aloud();
  const picture = pictureOf(media, trial, (seen, at, camera) => trial.look(seen, at, camera));
  const status = el("p", { class: "card-trial__status", testid: "trial-status" });
  const progress = el("progress", { label: "card.trial.progress", attributes: { max: 1, value: 0 } });
  const sides = SIDES.map((side) => sideLine(trial, side));
  const result = el("div", { class: "stack stack--small", testid: "trial-result" });
  const go = button("secondary", "card.trial.start", { testid: "trial-start", click: () => void (running ? stop() : start()) });
  const tools = toolsOf(media, aloud);
  const live = el("div", { class: "stack stack--small" }, picture.node, status, progress, el("ul", { class: "card-trial__sides" }, ...sides.map((side) => side.node)));
  let running = false;
  let turned = false;
  let drawn = "";

  const start = async () => {
    running = true;
    aloud.prepare();
    trial.begin(performance.now());
    // A phone's back camera sees more, and the person sees the screen as well.
    if (media.video?.getSettings().facingMode === "user") {
      turned = true;
      await media.switchCamera();
    }
    if (running) {
      picture.start();
      part.update();
      part.node.scrollIntoView({ block: "start" });
    }
  };
  const stop = () => {
    if (running) {
      running = false;
      picture.stop();
      aloud.quiet();
      trial.end();
      if (turned && media.facesAway) {
        void media.switchCamera();
      }
      turned = false;
      part.update();
    }
  };
  trial.tell = (word, seen) => {
    const phrase = wordPhrase(word, seen, trial, media.facesAway);
    announce(phrase);
    aloud.say(word, words.say(phrase), words.language);
    if (word === "done") {
      setTimeout(stop);
    }
  };

  const part = {
    node: el(
      "section",
      { class: "check card-trial", testid: "card-trial" },
      el("div", { class: "card-trial__head" }, heading(2, "card.trial.title", "small"), el("span", { class: "check__result", say: "card.trial.free" })),
      el("div", { class: "check__body stack stack--small" }, paragraph("card.trial.lead"), live, result, el("div", { class: "kern-btn-wrapper" }, go, ...tools.nodes), paragraph("card.trial.tells", "kern-body--small")),
    ),
    update() {
      const there = media.video !== null || media.opening || turned;
      if (running && !there) {
        stop();
        return;
      }
      show(part.node, there || trial.record !== null);
      show(go, there);
      relabel(go, running ? "card.trial.later" : trial.record ? "card.trial.again" : "card.trial.start");
      show(live, running);
      tools.update(running);
      if (running) {
        picture.update();
        say(status, statusPhrase(trial, media.facesAway));
        progress.value = trial.progress;
        sides.forEach((side) => side.update());
      }
      const state = `${running} ${trial.advice} ${trial.record?.overall} ${trial.done} ${trial.sides.mrz} ${trial.sides.other}`;
      if (state !== drawn) {
        drawn = state;
        result.replaceChildren(...resultOf(trial, running));
      }
    },
    leave() {
      stop();
      unsubscribe();
      trial.tell = () => {};
      aloud.close();
    },
  };
  const unsubscribe = trial.subscribe(() => part.update());
  part.update();
  return part;
}

/**
 * The camera's picture with the found card in it. Never mirrored: the letters must be readable.
 * @param {Media} media
 * @param {Trial} trial
 * @param {(seen: Assessment, at: number, camera: {width: number, height: number}) => void} seen
 */
function pictureOf(media, trial, seen) {
  const video = el("video", { testid: "trial-video", label: "check.preview", attributes: { autoplay: true, playsinline: true } });
  video.muted = true;
  const overlay = cardOverlay(video, { words: false });
  const aim = el("span", { class: "card-trial__aim", attributes: { "aria-hidden": "true" } });
  const node = el("div", { class: "video-box card-trial__picture" }, video, aim, overlay.node);
  const looker = new Looker({ video, seen, wanted: () => trial.wanted });
  video.addEventListener("resize", () => node.classList.toggle("card-trial__picture--upright", video.videoHeight > video.videoWidth));
  /** @type {MediaStreamTrack | null} */
  let on = null;
  const update = () => {
    if (media.video !== on) {
      on = media.video;
      video.srcObject = on ? new MediaStream([on]) : null;
    }
    const { quad } = trial.seen ?? {};
    overlay.draw({ outline: quad ? quad.flat() : [], hint: trial.hint, good: trial.seen?.good ?? false });
    show(aim, !quad);
  };
  return {
    node,
    update,
    start() {
      update();
      looker.start();
    },
    stop() {
      looker.stop();
      video.srcObject = on = null;
    },
  };
}

/** Sound on or off, the lamp, another camera. @param {Media} media @param {Aloud} aloud */
function toolsOf(media, aloud) {
  const sound = button("tertiary", "card.trial.sound", {
    icon: "volume-up",
    testid: "trial-sound",
    attributes: { "aria-pressed": "true" },
    click: () => {
      aloud.on = !aloud.on;
      aloud.on || aloud.quiet();
      sound.setAttribute("aria-pressed", String(aloud.on));
      relabel(sound, aloud.on ? "card.trial.sound" : "card.trial.silent");
    },
  });
  const torch = button("tertiary", "call.torch.start", { icon: "flashlight-on", testid: "trial-torch", click: () => void media.setTorch(!media.torchOn) });
  const other = button("tertiary", "call.switch", { icon: "cameraswitch", testid: "trial-camera", click: () => void media.switchCamera() });
  return {
    nodes: [sound, torch, other],
    /** @param {boolean} running */
    update(running) {
      show(sound, running);
      show(torch, running && media.hasTorch);
      show(other, running && media.cameras.length > 1);
      relabel(torch, media.torchOn ? "call.torch.stop" : "call.torch.start");
    },
  };
}

/** @param {Trial} trial @param {"mrz" | "other"} side */
function sideLine(trial, side) {
  const sign = el("span");
  const state = el("span", { class: "kern-sr-only" });
  const node = el("li", { class: "card-trial__side", testid: `trial-side-${side}` }, sign, el("span", { say: `card.side.${side}` }), state);
  let drawn = "";
  return {
    node,
    update() {
      const now = trial.sides[side] ? "good" : "open";
      if (now !== drawn) {
        drawn = now;
        node.classList.toggle("card-trial__side--good", now === "good");
        sign.replaceChildren(icon(now === "good" ? "success" : "chevron-right"));
        say(state, `card.side.${now}`);
      }
    },
  };
}

/** @param {Trial} trial @param {boolean} away @returns {Phrase} */
function statusPhrase(trial, away) {
  const { seen, hint, wanted } = trial;
  if (hint) {
    return hintPhrase(hint, { wanted, glare: seen?.place ?? null, away });
  }
  return seen?.quad ? "card.trial.hold" : showPhrase(trial);
}

/** @param {Trial} trial @returns {Phrase} which side is wanted */
const showPhrase = ({ wanted }) => (wanted === "any" ? "card.trial.show" : `card.trial.show.${wanted}`);

/** @param {Word} word @param {Assessment | null} seen @param {Trial} trial @param {boolean} away @returns {Phrase} */
function wordPhrase(word, seen, trial, away) {
  if (word === "start" || word === "other") {
    return showPhrase(trial);
  }
  return word === "done" ? donePhrase(trial) : hintPhrase(word, { wanted: trial.wanted, glare: seen?.place ?? null, away });
}

/** @param {Trial} trial @returns {Phrase} */
const donePhrase = ({ kind }) => (kind === "td3" ? "card.trial.done.td3" : "card.trial.done");

/** @param {Trial} trial @param {boolean} running @returns {HTMLElement[]} how it went, or what helps */
function resultOf(trial, running) {
  const { record, advice, done } = trial;
  if (running) {
    return advice ? [alert("info", `card.advice.${advice}`, paragraph(`card.advice.${advice}.hint`))] : [];
  }
  if (done || (record?.overall === "good" && record.lines_seen)) {
    return [alert("success", donePhrase(trial), paragraph("card.trial.done.hint"))];
  }
  if (!record) {
    return [];
  }
  const some = record.lines_seen || record.front_seen;
  return [alert("info", some ? "card.trial.half" : "card.trial.not_yet", paragraph("card.trial.not_yet.hint"))];
}
