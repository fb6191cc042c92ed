// The waiting room: the place in the queue, how long about, what to have ready, and that the person will be called.

import { bring as bringOf } from "../booking/matters.mjs";
import { alert, bullets, button, el, heading, paragraph, say, show } from "../ui/dom.mjs";
import { notesPanel } from "./notes.mjs";

/** @import {Position} from "../contract.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {View} from "../ui/shell.mjs" */
/** @import {Part} from "./trial.mjs" */

/**
 * @param {Session} session
 * @param {(phrase: Phrase) => void} announce
 * @param {Part} trial trying the card, while there is time
 * @returns {View}
 */
export function waitingView(session, announce, trial) {
  const place = el("p", { class: "place", testid: "place" });
  const minutes = el("p", { class: "kern-body kern-body--large" });
  const notes = el("div", { class: "stack" });
  const bring = el("section", { class: "stack stack--small" });
  const messages = notesPanel(session);
  let told = "";
  let drawn = "";

  const update = () => {
    messages.update();
    trial.update();
    const { position, appointment } = session;
    const [where, howLong] = position ? standing(position) : /** @type {Phrase[]} */ (["waiting.connecting", "waiting.moment"]);
    say(place, where ?? "");
    say(minutes, howLong ?? "");
    const now = position ? `${position.place} ${position.parked}` : "";
    if (now && now !== told) {
      told = now;
      announce((words) => `${words.say(where ?? "")} ${words.say(howLong ?? "")}`);
    }
    const state = [session.liveUp, position?.clerk_present, session.problem?.code, session.media.video === null, session.media.audio === null, session.media.opening].join();
    if (state !== drawn) {
      drawn = state;
      notes.replaceChildren(...notesOf(session));
    }
    if (appointment && bring.childElementCount === 0) {
      const texts = bringOf(appointment.matters);
      show(bring, texts.length > 0);
      bring.append(heading(2, "waiting.bring", "small"), bullets(texts.map((text) => (words) => words.text(text))));
    }
  };
  update();
  return {
    node: el(
      "div",
      { class: "stack", testid: "waiting" },
      heading(1, "waiting.title"),
      el("div", { class: "place-card" }, place, minutes),
      paragraph("waiting.stay"),
      notes,
      messages.node,
      trial.node,
      bring,
      el(
        "div",
        { class: "kern-btn-wrapper" },
        button("secondary", "waiting.devices", { testid: "devices", click: () => void session.check() }),
        button("tertiary", "waiting.leave", { testid: "leave", click: () => session.leave() }),
      ),
    ),
    update,
    leave: () => trial.leave(),
  };
}

/** @param {Position} position @returns {Phrase[]} where the person stands, and how long it takes */
function standing({ place, expected_minutes: count, clerk_present: present, parked }) {
  // With nobody at a desk nobody can say how long it takes.
  return parked ? ["waiting.parked", "waiting.parked.hint"] : [placePhrase(place), present ? minutesPhrase(count) : "waiting.unknown"];
}

/** @param {number} place @returns {Phrase} */
function placePhrase(place) {
  return place <= 1 ? "waiting.next" : ["waiting.place", { place, before: place - 1 }];
}

/** @param {number} count @returns {Phrase} */
function minutesPhrase(count) {
  return count < 1 ? "waiting.soon" : ["waiting.minutes", { count }];
}

/** @param {Session} session @returns {Node[]} */
function notesOf(session) {
  const notes = [];
  const { position, problem, media } = session;
  if (problem) {
    notes.push(alert("warning", (words) => words.problem(problem.code)));
  } else if (!session.liveUp && position) {
    notes.push(alert("warning", "waiting.offline", paragraph("waiting.offline.hint")));
  } else if (position && !position.clerk_present) {
    notes.push(alert("info", "waiting.no_clerk", paragraph("waiting.no_clerk.hint")));
  }
  if (!media.opening && (!media.video || !media.audio)) {
    const part = !media.video && !media.audio ? "both" : media.video ? "microphone" : "camera";
    notes.push(alert("warning", `waiting.without.${part}`, paragraph(`check.without.${part}`)));
  }
  return notes;
}
