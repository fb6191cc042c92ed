// In the call: the clerk's picture is always there, the stage's work stands beside or below it.

import { alert, button, el, icon, paragraph, relabel, say, sayAttribute, show } from "../ui/dom.mjs";
import { documentPanel } from "./document.mjs";
import { downloads } from "./finish.mjs";
import { signPanel } from "./sign.mjs";
import { stageBar } from "./stages.mjs";

/** @import {Session} from "../call/session.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/**
 * @param {Session} session
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {View & {ownVideo: HTMLVideoElement}}
 */
export function callView(session, announce) {
  const clerk = clerkPicture(session);
  const own = ownPicture(session);
  const line = connectionLine(session, announce);
  const stages = stageBar(session, announce);
  const panels = [downloads(session.papers), signPanel(session.papers, announce), documentPanel(session.papers, announce)];
  const controls = controlBar(session);
  const top = topOfCall(el("div", { class: "faces" }, clerk.node, own.node), line.node, controls.node);
  const notes = el("div");
  let noted = "";

  const update = () => {
    for (const part of [clerk, own, line, stages, controls, ...panels]) {
      part.update();
    }
    const { media, problem } = session;
    const note = problem ? `error ${problem.code}` : media.opening ? "" : [media.problems.camera && "camera", media.problems.microphone && "microphone"].filter(Boolean).join();
    if (note !== noted) {
      noted = note;
      notes.replaceChildren(...noteOf(session, note));
    }
    document.body.classList.toggle("has-work", session.papers.top !== null || session.papers.toSign !== null);
  };
  update();
  return {
    ownVideo: own.video,
    node: el(
      "div",
      { class: "call" },
      top.node,
      el("div", { class: "call__work stack" }, stages.node, notes, ...panels.map((panel) => panel.node)),
    ),
    update,
    leave() {
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
 * The faces stay in view while the person scrolls; how much room they take is told to the style sheet, so that nothing
 * that gets the focus hides behind them.
 * @param {...HTMLElement} parts
 */
function topOfCall(...parts) {
  const inner = el("div", { class: "call__top" }, ...parts);
  const node = el("section", { class: "call__faces", label: "call.faces" }, inner);
  const root = document.documentElement.style;
  const observer = new ResizeObserver(() => {
    const above = node.clientWidth > innerWidth * 0.9;
    root.setProperty("--covered", above ? `${inner.offsetHeight}px` : "0px");
  });
  observer.observe(node);
  observer.observe(inner);
  return {
    node,
    leave() {
      observer.disconnect();
      root.removeProperty("--covered");
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
  if (!note) {
    return [];
  }
  const part = note.includes(",") ? "both" : note;
  return [alert("warning", `waiting.without.${part}`, paragraph(`check.without.${part}`))];
}

/** @param {Session} session */
function clerkPicture(session) {
  const video = el("video", { testid: "call-video", attributes: { autoplay: true, playsinline: true } });
  const name = el("p", { class: "face__name" });
  const sound = button("primary", "call.sound", { icon: "volume-up", testid: "resume-sound", click: () => play() });
  show(sound, false);
  const stream = new MediaStream();
  video.srcObject = stream;
  const play = () => {
    video.play().then(
      () => show(sound, false),
      (problem) => show(sound, problem instanceof Error && problem.name === "NotAllowedError"),
    );
  };
  return {
    node: el("div", { class: "face face--clerk" }, video, name, el("div", { class: "face__sound" }, sound)),
    update() {
      const wanted = [session.clerkVideo, session.clerkAudio].filter((track) => track !== null);
      const there = stream.getTracks();
      if (wanted.some((track) => !there.includes(track)) || there.length !== wanted.length) {
        there.forEach((track) => stream.removeTrack(track));
        wanted.forEach((track) => stream.addTrack(track));
        play();
      }
      say(name, () => session.clerk);
      sayAttribute(video, "aria-label", ["call.clerk", { name: session.clerk }]);
    },
  };
}

/** @param {Session} session */
function ownPicture(session) {
  const { media } = session;
  const video = el("video", { testid: "own-video", label: "call.own", attributes: { autoplay: true, playsinline: true } });
  video.muted = true;
  const off = el("p", { class: "face__off", say: "call.camera.off" });
  const frame = el("div", { class: "card-frame", attributes: { "aria-hidden": "true" } }, el("span", { class: "card-frame__lines" }));
  const taken = el("div", { class: "card-flash", attributes: { "aria-hidden": "true" } });
  /** @type {MediaStreamTrack | null} */
  let on = null;
  let stills = session.conversation.stillsTaken;
  return {
    video,
    node: el("div", { class: "face face--own" }, video, frame, taken, off),
    update() {
      if (media.video !== on) {
        on = media.video;
        video.srcObject = on ? new MediaStream([on]) : null;
      }
      show(off, !media.cameraOn);
      // Mirrored as people know themselves; not while a card is held up, whose letters must be readable.
      video.classList.toggle("mirrored", session.conversation.stage !== "identify" && on?.getSettings().facingMode !== "environment");
      if (session.conversation.stillsTaken !== stills) {
        stills = session.conversation.stillsTaken;
        taken.classList.remove("card-flash--on");
        requestAnimationFrame(() => taken.classList.add("card-flash--on"));
      }
    },
  };
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
      const back = state === "good" && (before === "lost" || before === "away" || before === "connecting");
      if (state === "lost" || state === "away" || back) {
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
  const other = control("switch-camera", "cameraswitch", () => void media.nextCamera());
  const hangUp = control("hang-up", "call-end", () => session.hangUp(), "control--danger");
  relabel(other, "call.switch");
  relabel(hangUp, "call.hang_up");
  return {
    node: el("div", { class: "controls", label: "call.controls", attributes: { role: "group" } }, mute, camera, other, hangUp),
    update() {
      show(mute, media.audio !== null);
      show(camera, media.video !== null);
      show(other, media.video !== null && media.cameras.length > 1);
      relabel(mute, media.microphoneOn ? "call.mute" : "call.unmute");
      relabel(camera, media.cameraOn ? "call.camera.stop" : "call.camera.start");
      swap(mute, media.microphoneOn ? "mic" : "mic-off");
      swap(camera, media.cameraOn ? "videocam" : "videocam-off");
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
