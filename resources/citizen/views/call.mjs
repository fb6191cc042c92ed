// In the call: the clerk's picture is always there, the stage's work stands beside or below it.

import { alert, button, el, icon, paragraph, relabel, say, show } from "../ui/dom.mjs";
import { codePart } from "./code.mjs";
import { documentPanel } from "./document.mjs";
import { clerkPicture, largePicture, ownPicture, topOfCall } from "./faces.mjs";
import { downloads } from "./finish.mjs";
import { phoneLine } from "./phone.mjs";
import { signPanel } from "./sign.mjs";
import { stageBar } from "./stages.mjs";
import { captionBox, chatButton, chatPanel, unseenLine } from "./talk.mjs";

/** @import {Session} from "../call/session.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/**
 * @param {Session} session
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {View & {ownVideo: HTMLVideoElement}}
 */
export function callView(session, announce) {
  const large = largePicture(session);
  const clerk = clerkPicture(session, large.node);
  const own = ownPicture(session);
  const line = connectionLine(session, announce);
  const stages = stageBar(session, announce);
  const captions = captionBox(session);
  const code = codePart(session);
  const unseen = unseenLine(session, announce, () => session.chat.show(true));
  const chat = chatPanel(session);
  const panels = [chat, downloads(session.papers), signPanel(session.papers, announce), documentPanel(session.papers, announce)];
  const controls = controlBar(session);
  const top = topOfCall(el("div", { class: "faces" }, clerk.node, own.node), captions.node, line.node, unseen.node, controls.node);
  const notes = el("div");
  let noted = "";

  const update = () => {
    for (const part of [large, clerk, own, captions, line, unseen, stages, controls, code, ...panels]) {
      part.update();
    }
    const { media, problem } = session;
    const note = problem ? `error ${problem.code}` : session.outage.long ? "outage" : media.opening ? "" : [media.problems.camera && "camera", media.problems.microphone && "microphone"].filter(Boolean).join();
    if (note !== noted) {
      noted = note;
      notes.replaceChildren(...noteOf(session, note));
    }
    document.body.classList.toggle("has-work", session.papers.top !== null || session.papers.toSign !== null);
  };
  const work = el("div", { class: "call__work stack" }, stages.node, notes, ...panels.map((panel) => panel.node), code.node);
  large.of(top.node, work);
  update();
  return {
    ownVideo: own.video,
    node: el("div", { class: "call" }, top.node, work),
    update,
    leave() {
      large.leave();
      top.leave();
      for (const panel of panels) {
        panel.leave();
      }
      delete document.body.dataset["stage"];
      document.body.classList.remove("has-work");
    },
  };
}

/**
 * @param {Session} session
 * @param {string} note
 * @returns {Node[]}
 */
function noteOf(session, note) {
  const { problem } = session;
  if (problem) {
    return [alert("warning", (words) => words.problem(problem.code))];
  }
  if (note === "outage") {
    return [alert("warning", "connection.long", paragraph(session.deskPresent ? "connection.long.hint" : "connection.long.away"), phoneLine(session.phone))];
  }
  if (!note) {
    return [];
  }
  const part = note.includes(",") ? "both" : note;
  return [alert("warning", `waiting.without.${part}`, paragraph(`check.without.${part}`))];
}

/**
 * @param {Session} session
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 */
function connectionLine(session, announce) {
  const words = el("p", { class: "kern-body kern-body--small connection", testid: "connection" });
  const text = el("span");
  const dot = el("span", { class: "connection__dot", attributes: { "aria-hidden": "true" } });
  words.append(dot, text);
  let told = "";
  return {
    node: words,
    update() {
      const { connection, deskPresent } = session;
      const state = connection === "up" ? session.conversation.light : connection === "lost" && !deskPresent ? "away" : connection;
      if (state === told) {
        return;
      }
      const before = told;
      told = state;
      words.dataset["state"] = state;
      say(text, `connection.${state}`);
      const missing = state === "lost" || state === "away";
      const back = connection === "up" && (before === "lost" || before === "away" || before === "connecting");
      if (missing || back || state === "bad") {
        announce(back ? "connection.back" : `connection.${state}`);
      }
    },
  };
}

/** @param {Session} session */
function controlBar(session) {
  const { media } = session;
  const mute = control("mute", "mic", () => media.setMicrophone(!media.microphoneOn));
  const camera = control("camera", "videocam", () => media.setCamera(!media.cameraOn));
  const other = control("switch-camera", "cameraswitch", () => void media.switchCamera());
  const torch = control("torch", "flashlight-on", () => void media.setTorch(!media.torchOn));
  const chat = chatButton(session, control("chat", "chat", () => session.chat.show(!session.chat.open)));
  const hangUp = control("hang-up", "call-end", () => session.hangUp(), "control--danger");
  relabel(other, "call.switch");
  relabel(hangUp, "call.hang_up");
  const all = [mute, camera, other, torch, chat.node, hangUp];
  const node = el("div", { class: "controls", label: "call.controls", attributes: { role: "group" } }, ...all);
  return {
    node,
    update() {
      chat.update();
      show(torch, media.hasTorch);
      relabel(torch, media.torchOn ? "call.torch.stop" : "call.torch.start");
      show(mute, media.audio !== null);
      show(camera, media.video !== null);
      show(other, media.video !== null && media.cameras.length > 1);
      relabel(mute, media.microphoneOn ? "call.mute" : "call.unmute");
      relabel(camera, media.cameraOn ? "call.camera.stop" : "call.camera.start");
      swap(mute, media.microphoneOn ? "mic" : "mic-off");
      swap(camera, media.cameraOn ? "videocam" : "videocam-off");
      node.dataset["count"] = String(all.filter((each) => !each.hidden).length);
    },
  };
}

/**
 * @param {string} testid
 * @param {string} name of its icon
 * @param {() => void} click
 * @param {string} [more]
 */
function control(testid, name, click, more = "") {
  return button("secondary", "common.loading", { testid, icon: name, click, class: `control ${more}`.trim() });
}

/** @param {HTMLButtonElement} element @param {string} name */
function swap(element, name) {
  element.querySelector(".kern-icon")?.replaceWith(icon(name));
  element.classList.toggle("control--off", name.endsWith("-off"));
}
