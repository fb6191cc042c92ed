// In the call: the clerk's picture is always there, the stage's work stands beside or below it.

import { alert, el, paragraph, say } from "../ui/dom.mjs";
import { codePart } from "./code.mjs";
import { controlBar } from "./controls.mjs";
import { documentPanel } from "./document.mjs";
import { clerkPicture, largePicture, ownPicture, topOfCall } from "./faces.mjs";
import { downloads } from "./finish.mjs";
import { guestPanel, guestPicture } from "./guests.mjs";
import { identifyPanel } from "./identify.mjs";
import { phoneLine } from "./phone.mjs";
import { signPanel } from "./sign.mjs";
import { stageBar } from "./stages.mjs";
import { captionBox, chatPanel, unseenLine } from "./talk.mjs";
import { uploadPanel } from "./uploads.mjs";

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
  const guest = guestPicture(session);
  const own = ownPicture(session);
  const line = connectionLine(session, announce);
  const stages = stageBar(session, announce);
  const captions = captionBox(session);
  const code = codePart(session);
  const unseen = unseenLine(session, announce, () => session.chat.show(true));
  const chat = chatPanel(session);
  const panels = [chat, identifyPanel(session.conversation.identity, announce), downloads(session.papers), signPanel(session.papers, announce), documentPanel(session.papers, announce), uploadPanel(session.conversation.uploads, () => session.conversation.stage, announce)];
  const guests = guestPanel(session, announce);
  const controls = controlBar(session);
  const top = topOfCall(el("div", { class: "faces" }, clerk.node, guest.node, own.node), captions.node, line.node, unseen.node, controls.node);
  const notes = el("div");
  let noted = "";

  const update = () => {
    for (const part of [large, clerk, guest, own, captions, line, unseen, stages, controls, guests, code, ...panels]) {
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
  const work = el("div", { class: "call__work stack" }, guests.node, stages.node, notes, ...panels.map((panel) => panel.node), code.node);
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
      document.body.classList.remove("has-work", "has-guest");
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
