// The device check: the person sees, hears and knows that it works before anybody waits for them.

import { browserOf, systemOf } from "../call/browser.mjs";
import { Check, STEPS } from "../call/check.mjs";
import { alert, button, el, heading, icon, paragraph, relabel, say, setBusy, show } from "../ui/dom.mjs";
import { cameraCheck, connectionCheck, microphoneCheck, speakerCheck } from "./checks.mjs";
import { phoneLine } from "./phone.mjs";

/** @import {Alarm} from "../call/alarm.mjs" */
/** @import {Result, Step} from "../call/check.mjs" */
/** @import {Line} from "../call/line.mjs" */
/** @import {Device} from "../call/media.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {Part} from "./trial.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const DEVICES = /** @type {const} */ (["camera", "microphone"]);
/** @type {Record<Result, string>} */
const ICONS = { open: "chevron-right", good: "success", bad: "warning", skipped: "info" };

/**
 * @param {Pick<Session, "media" | "phone" | "enter">} session
 * @param {Alarm} alarm
 * @param {(phrase: Phrase) => void} announce
 * @param {() => Promise<Line>} testLine
 * @param {Part | null} [trial] trying the card, for whoever has one to show
 * @returns {View}
 */
export function devicesView(session, alarm, announce, testLine, trial = null) {
  const { media } = session;
  const check = new Check(testLine);
  const help = el("div", { class: "stack", testid: "device-help" });
  const parts = {
    camera: cameraCheck(check, media),
    microphone: microphoneCheck(check, media, announce),
    speaker: speakerCheck(check, alarm),
    connection: connectionCheck(check, session, announce),
  };
  const cards = STEPS.map((step) => card(check, step, parts[step].node));
  const enter = button("secondary", "check.enter", {
    testid: "enter-waiting-room",
    click: () => {
      if (!media.opening) {
        alarm.prepare();
        session.enter();
      }
    },
  });
  const again = button("secondary", "check.again", { testid: "check-again", click: () => void media.open() });
  const done = el("div");
  let told = "";
  let finished = "";

  const update = () => {
    STEPS.forEach((step) => parts[step].update());
    trial?.update();
    cards.forEach((part) => part.update());
    const failed = DEVICES.filter((device) => media.problems[device]);
    const state = media.opening ? "opening" : failed.map((device) => `${device}:${media.problems[device]}`).join();
    if (state !== told) {
      told = state;
      help.replaceChildren(...(media.opening ? [alert("info", "check.asking", paragraph("check.asking.hint"))] : failed.length > 0 ? helpFor(session, failed) : []));
      if (failed.length > 0 && !media.opening) {
        announce(`check.problem.${failed[0]}.${media.problems[/** @type {Device} */ (failed[0])]}`);
      }
    }
    const now = check.allGood ? "good" : check.done ? "done" : "open";
    if (now !== finished) {
      finished = now;
      done.replaceChildren(now === "good" ? alert("success", "check.ready") : paragraph(now === "done" ? "check.ready.partly" : "check.skip.hint"));
      enter.classList.toggle("kern-btn--primary", now !== "open");
      enter.classList.toggle("kern-btn--secondary", now === "open");
      if (now !== "open") {
        announce(now === "good" ? "check.ready" : "check.ready.partly");
        enter.focus();
      }
    }
    show(again, failed.length > 0 && !media.opening);
    setBusy(enter, media.opening);
    relabel(enter, media.video && media.audio ? "check.enter" : !media.video && !media.audio ? "check.enter.without" : media.video ? "check.enter.silent" : "check.enter.unseen");
  };
  const unsubscribe = check.subscribe(update);
  update();
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "check.title"),
      paragraph("check.lead"),
      help,
      el("ol", { class: "check-list" }, ...cards.map((part) => part.node)),
      trial?.node,
      el("div", { class: "stack stack--small check-on" }, done, el("div", { class: "kern-btn-wrapper" }, enter, again)),
    ),
    update,
    leave() {
      unsubscribe();
      trial?.leave();
      STEPS.forEach((step) => parts[step].leave?.());
    },
  };
}

/**
 * @param {Check} check
 * @param {Step} step
 * @param {HTMLElement} body
 */
function card(check, step, body) {
  const id = `check-${step}`;
  const sign = el("span");
  const result = el("span", { class: "check__result" });
  const head = el(
    "button",
    { class: "check__head", testid: id, attributes: { type: "button", "aria-controls": `${id}-body` }, click: () => check.toggle(step) },
    sign,
    el("span", { class: "check__name", say: `check.${step}` }),
    result,
  );
  const inner = el("div", { id: `${id}-body`, class: "check__body stack stack--small" }, body);
  const node = el("li", { class: "check" }, el("h2", { class: "check__heading" }, head), inner);
  let drawn = "";
  let opened = check.step === step;
  return {
    node,
    update() {
      const open = check.step === step;
      const state = `${check.results[step]} ${open}`;
      if (state === drawn) {
        return;
      }
      drawn = state;
      node.classList.toggle("check--now", open);
      head.setAttribute("aria-expanded", String(open));
      sign.replaceChildren(icon(open && check.results[step] === "open" ? "arrow-down" : ICONS[check.results[step]]));
      say(result, `check.result.${check.results[step]}`);
      show(inner, open);
      if (open && !opened) {
        head.focus();
        node.scrollIntoView({ block: "nearest" });
      }
      opened = open;
    },
  };
}

/**
 * Why, and what to press in this very browser; then honestly what it means to go on without.
 * @param {Pick<Session, "media" | "phone">} session
 * @param {readonly Device[]} failed
 * @returns {Node[]}
 */
function helpFor({ media, phone }, failed) {
  const same = failed.length === 2 && media.problems.camera === media.problems.microphone;
  const parts = same ? ["both"] : failed;
  return parts.map((part) => {
    const problem = media.problems[part === "both" ? "camera" : /** @type {Device} */ (part)] ?? "failed";
    return alert("warning", `check.problem.${part}.${problem}`, ...cure(problem), paragraph(`check.without.${part}`), phoneLine(phone, "phone.stuck"));
  });
}

/**
 * @param {string} problem
 * @returns {(Node | false)[]}
 */
function cure(problem) {
  const { userAgent, maxTouchPoints } = navigator;
  const browser = browserOf(userAgent, maxTouchPoints);
  const inApp = browser === "app_ios" || browser === "app_android";
  if (inApp && ["denied", "insecure", "failed", "missing"].includes(problem)) {
    return [paragraph(`check.allow.${browser}`), copyLink()];
  }
  if (problem === "denied") {
    return [paragraph(`check.allow.${browser}`)];
  }
  return [paragraph(problem === "system" ? `check.system.${systemOf(userAgent, maxTouchPoints)}` : `check.cure.${problem}`)];
}

/** The way out of another app's own window: the link, to be pasted into a real browser. */
function copyLink() {
  const field = el("input", { class: "kern-form-input__input", label: "check.link", testid: "link", attributes: { readonly: true, value: location.href } });
  const copied = el("p", { class: "kern-body kern-body--small", attributes: { role: "status" } });
  const copy = button("secondary", "check.copy", {
    icon: "content-copy",
    testid: "copy-link",
    click: () => {
      field.select();
      navigator.clipboard?.writeText(location.href).then(
        () => say(copied, "check.copied"),
        () => say(copied, "check.copy.by_hand"),
      );
    },
  });
  return el("div", { class: "stack stack--small" }, field, copy, copied);
}
