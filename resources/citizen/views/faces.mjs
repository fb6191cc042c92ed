// The two pictures of a call: the clerk's, which can be made large, and the person's own.

import { cardOverlay } from "../card/overlay.mjs";
import { button, el, icon, relabel, say, sayAttribute, show } from "../ui/dom.mjs";
import { player } from "./tile.mjs";

/** @import {Session} from "../call/session.mjs" */

/**
 * The faces stay in view while the person scrolls; how much room they take is told to the style sheet, so that nothing
 * that gets the focus hides behind them.
 * @param {...HTMLElement} parts
 */
export function topOfCall(...parts) {
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
 * @param {Node} large the button that makes the picture large
 */
export function clerkPicture(session, large) {
  const video = el("video", { testid: "call-video", attributes: { autoplay: true, playsinline: true } });
  const name = el("p", { class: "face__name" });
  const playing = player(video);
  const missing = el("p", { class: "face__missing", attributes: { "aria-hidden": "true" } });
  return {
    node: el("div", { class: "face face--clerk" }, video, missing, name, playing.node, large),
    update() {
      playing.use([session.clerkVideo, session.clerkAudio]);
      show(missing, session.connection !== "up");
      say(missing, session.connection === "lost" ? (session.deskPresent ? "connection.lost" : "connection.away") : "connection.connecting");
      say(name, () => session.clerk);
      sayAttribute(video, "aria-label", ["call.clerk", { name: session.clerk }]);
    },
  };
}

/** @param {Session} session */
export function ownPicture(session) {
  const { media, conversation } = session;
  const video = el("video", { testid: "own-video", label: "call.own", attributes: { autoplay: true, playsinline: true } });
  video.muted = true;
  const off = el("p", { class: "face__off", say: "call.camera.off" });
  const frame = el("div", { class: "card-frame", attributes: { "aria-hidden": "true" } }, el("span", { class: "card-frame__lines" }));
  const overlay = cardOverlay(video);
  const taken = el("div", { class: "card-flash", attributes: { "aria-hidden": "true" } });
  /** @type {MediaStreamTrack | null} */
  let on = null;
  let stills = conversation.stillsTaken;
  return {
    video,
    node: el("div", { class: "face face--own" }, video, frame, overlay.node, taken, off),
    update() {
      if (media.video !== on) {
        on = media.video;
        video.srcObject = on ? new MediaStream([on]) : null;
      }
      show(off, !media.cameraOn);
      // Mirrored as people know themselves; not while a card is held up, whose letters must be readable.
      video.classList.toggle("mirrored", conversation.stage !== "identify" && !media.facesAway);
      const { capture } = conversation.identity;
      const looking = capture !== null && conversation.stage === "identify";
      show(overlay.node, looking);
      // The frame to aim at gives way to the card's own outline.
      frame.classList.toggle("card-frame--found", looking && (capture.outline?.length ?? 0) > 0);
      frame.classList.toggle("card-frame--off", !looking);
      overlay.draw(looking ? capture : {}, { away: media.facesAway, phrase: looking && capture.good ? "identify.good" : null });
      if (conversation.stillsTaken !== stills) {
        stills = conversation.stillsTaken;
        taken.classList.remove("card-flash--on");
        requestAnimationFrame(() => taken.classList.add("card-flash--on"));
      }
    },
  };
}

/**
 * The clerk's picture over the whole screen, for whoever sees little or reads lips. It makes room by itself when there is
 * something to do.
 * @param {Session} session
 */
export function largePicture(session) {
  const toggle = button("secondary", "call.large", { icon: "fullscreen", testid: "large", class: "face__large", click: () => set(!large) });
  let large = false;
  /** @type {HTMLElement | null} */
  let faces = null;
  /** @type {HTMLElement | null} */
  let work = null;
  const set = (/** @type {boolean} */ wish) => {
    if (wish === large || !faces || !work) {
      return;
    }
    large = wish;
    document.body.classList.toggle("is-large", large);
    for (const rest of [work, ...document.querySelectorAll(".site-header, .skip-link")]) {
      rest.toggleAttribute("inert", large);
    }
    relabel(toggle, large ? "call.small" : "call.large");
    toggle.querySelector(".kern-icon")?.replaceWith(icon(large ? "fullscreen-exit" : "fullscreen"));
    // The browser's own full screen where there is one; without it the picture fills the page all the same.
    if (large) {
      faces.requestFullscreen?.().catch(() => {});
    } else if (document.fullscreenElement) {
      document.exitFullscreen().catch(() => {});
    }
  };
  const ended = () => document.fullscreenElement || set(false);
  const key = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && set(false);
  document.addEventListener("fullscreenchange", ended);
  document.addEventListener("keydown", key);
  let tasks = "";
  return {
    node: toggle,
    /** @param {HTMLElement} around @param {HTMLElement} beside */
    of(around, beside) {
      faces = around;
      work = beside;
    },
    update() {
      const { papers, conversation, chat } = session;
      const now = [papers.top?.show.id, papers.toSign?.ask.id, conversation.stage, chat.open].join();
      if (now !== tasks) {
        tasks = now;
        set(false);
      }
      show(toggle, conversation.stage !== "identify");
    },
    leave() {
      set(false);
      document.removeEventListener("fullscreenchange", ended);
      document.removeEventListener("keydown", key);
    },
  };
}
