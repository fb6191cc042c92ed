// What an invited guest sees: the door, waiting to be let in, the call with both others, the end.

import { alert, bullets, button, el, facts, field, heading, paragraph, say, show, tick } from "../ui/dom.mjs";
import { codePart } from "./code.mjs";
import { controlBar } from "./controls.mjs";
import { topOfCall } from "./faces.mjs";
import { phoneLine } from "./phone.mjs";
import { captionBox, chatPanel, unseenLine } from "./talk.mjs";
import { tile } from "./tile.mjs";

/** @import {Side} from "../guest/side.mjs" */
/** @import {Visit} from "../guest/visit.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const NAME_MOST = 120;

/** @param {Visit} model @returns {View} */
export function doorView(model) {
  const { visit } = model;
  if (!visit) {
    return { node: el("div") };
  }
  const name = field({ id: "guest-name", testid: "guest-name", phrase: "guest.door.name", hint: "guest.door.name.hint", attributes: { maxlength: NAME_MOST, autocomplete: "name" } });
  const agree = tick({ id: "guest-consent", testid: "guest-consent", phrase: "guest.door.tick" });
  name.input.value = model.name;
  name.input.addEventListener("input", () => name.setError(null));
  agree.input.addEventListener("change", () => agree.setError(null));
  const go = () => {
    const said = name.input.value.trim();
    name.setError(said && !/[<>]/.test(said) ? null : "guest.door.name.missing");
    agree.setError(agree.input.checked ? null : "consent.missing");
    if (!said || /[<>]/.test(said)) {
      name.input.focus();
    } else if (!agree.input.checked) {
      agree.input.focus();
    } else {
      void model.check(said);
    }
  };
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "guest.door.title"),
      paragraph("guest.door.lead", "kern-body--large"),
      facts(
        ["guest.door.role", `guest.role.${visit.role}`],
        ["book.done.where", () => visit.office.name],
        ["book.done.when", (words) => `${words.day(visit.start)}, ${words.t("common.clock", { time: words.time(visit.start) })}`],
      ),
      bullets(["guest.door.sees", "guest.door.not", "guest.door.secret"]),
      name.node,
      agree.node,
      button("primary", "consent.next", { testid: "check-start", click: go }),
    ),
  };
}

/** @param {Visit} model @param {(phrase: Phrase) => void} announce @returns {View} */
export function doorWaitView(model, announce) {
  const words = el("p", { class: "place", testid: "guest-place" });
  const notes = el("div", { class: "stack" });
  let told = "";
  const update = () => {
    const { visit, liveUp, problem } = model;
    const state = !liveUp ? "guest.wait.connecting" : visit?.state === "asked" ? "guest.wait.asked" : visit?.state === "admitted" ? "guest.wait.paused" : "guest.wait.agreed";
    say(words, state);
    const now = `${state} ${problem?.code ?? ""} ${visit?.desk_present ?? ""}`;
    if (now !== told) {
      told = now;
      announce(state);
      notes.replaceChildren(
        ...(problem ? [alert("warning", (all) => all.problem(problem.code))] : []),
        ...(liveUp && visit && !visit.desk_present ? [alert("info", "guest.wait.no_clerk")] : []),
      );
    }
  };
  update();
  return {
    node: el(
      "div",
      { class: "stack", testid: "guest-waiting" },
      heading(1, "guest.wait.title"),
      el("div", { class: "place-card" }, words),
      paragraph("guest.wait.stay"),
      notes,
      el(
        "div",
        { class: "kern-btn-wrapper" },
        button("secondary", "waiting.devices", { testid: "devices", click: () => void model.check() }),
        button("tertiary", "guest.wait.leave", { testid: "leave", click: () => model.hangUp() }),
      ),
    ),
    update,
  };
}

/** @param {Visit} model @param {(phrase: Phrase) => void} announce @returns {View} */
export function guestCallView(model, announce) {
  const clerk = tile("clerk-video", "face--clerk");
  const citizen = tile("citizen-video", "face--guest");
  const own = ownTile(model);
  const captions = captionBox(model);
  const line = el("p", { class: "kern-body kern-body--small connection", testid: "connection" });
  const unseen = unseenLine(model, announce, () => model.chat.show(true));
  const controls = controlBar(model);
  const top = topOfCall(el("div", { class: "faces" }, clerk.node, citizen.node, own.node), captions.node, line, unseen.node, controls.node);
  const who = el("p", { class: "kern-body", testid: "guest-company" });
  const paused = alert("info", "guest.card.title", paragraph("guest.card.hint"));
  const chat = chatPanel(model);
  const code = codePart(model);
  let told = "";
  document.body.classList.add("has-guest");
  const update = () => {
    const { visit, desk, citizen: person } = model;
    if (!visit) {
      return;
    }
    const [clerkName, citizenName] = [visit.clerk ?? "", visit.citizen ?? ""];
    clerk.update({ ...tracks(desk), name: () => clerkName, label: ["call.clerk", { name: clerkName }], cover: coverOf(desk, visit.desk_present ?? false, clerkName, true) });
    citizen.update({ ...tracks(person), name: () => citizenName, label: ["guest.picture", { name: citizenName }], cover: coverOf(person, visit.citizen_present ?? false, citizenName, person.sent), closed: !person.sent });
    say(who, ["guest.company", { clerk: clerkName, citizen: citizenName }]);
    show(paused, person.state === "up" && !person.sent);
    const state = stateOf(desk, person);
    line.dataset["state"] = state === "connection.good" ? "good" : "lost";
    if (state !== told) {
      told = state;
      line.replaceChildren(el("span", { class: "connection__dot", attributes: { "aria-hidden": "true" } }), el("span", { say: state }));
      announce(state);
    }
    [own, captions, unseen, controls, chat, code].forEach((part) => part.update());
  };
  update();
  const rest = el("div", { class: "call__work stack" }, heading(1, "guest.call.title"), who, paused, chat.node, paragraph("guest.call.hint", "kern-body--small"), code.node);
  return {
    node: el("div", { class: "call" }, top.node, rest),
    update,
    leave() {
      top.leave();
      chat.leave();
      document.body.classList.remove("has-guest");
    },
  };
}

/** @param {Side} side */
function tracks({ video, audio }) {
  return { video, audio };
}

/** @param {Side} desk @param {Side} citizen @returns {string} */
function stateOf(desk, citizen) {
  const states = [desk.state, citizen.state];
  if (states.includes("refused")) return "guest.not_secret";
  if (states.every((state) => state === "up")) return "connection.good";
  return states.includes("lost") ? "connection.lost" : "connection.connecting";
}

/**
 * @param {Side} side
 * @param {boolean} present
 * @param {string} name
 * @param {boolean} sent whether the picture is meant to be seen now
 * @returns {Phrase | ""}
 */
function coverOf(side, present, name, sent) {
  if (side.state === "refused") return "guest.not_secret";
  if (side.state !== "up") return !present ? ["guest.gone", { name }] : side.state === "lost" ? "connection.lost" : "connection.connecting";
  if (!sent) return "guest.card.cover";
  return side.cameraOn ? "" : ["guest.camera_off", { name }];
}

/** @param {Visit} model */
function ownTile({ media }) {
  const video = el("video", { testid: "own-video", label: "call.own", class: "mirrored", attributes: { autoplay: true, playsinline: true } });
  video.muted = true;
  const off = el("p", { class: "face__off", say: "call.camera.off" });
  /** @type {MediaStreamTrack | null} */
  let on = null;
  return {
    node: el("div", { class: "face face--own" }, video, off),
    update() {
      if (media.video !== on) {
        on = media.video;
        video.srcObject = on ? new MediaStream([on]) : null;
      }
      show(off, !media.cameraOn);
      video.classList.toggle("mirrored", !media.facesAway);
    },
  };
}

/** @param {Visit} model @returns {View} */
export function guestEndedView(model) {
  const { end } = model;
  const back = button("primary", "ended.back", { testid: "rejoin", click: () => void model.resume() });
  return {
    node: el(
      "div",
      { class: "stack", testid: "ended" },
      heading(1, `guest.ended.${end}.title`),
      paragraph(`guest.ended.${end}`, "kern-body--large"),
      end === "left" && el("div", { class: "kern-btn-wrapper" }, back),
    ),
  };
}

/** @param {Visit} model @returns {View} */
export function guestRefusedView(model) {
  const code = model.problem?.code ?? "unexpected";
  const mayRetry = !model.problem?.final || code === "other_device" || code === "outdated";
  const again = button("primary", code === "other_device" ? "refused.here" : "common.retry", { testid: "retry", click: () => (code === "outdated" ? location.reload() : void model.open()) });
  const hint = `guest.refused.${code}`;
  return {
    node: el(
      "div",
      { class: "stack", testid: "refused" },
      heading(1, "guest.refused.title"),
      alert("warning", (words) => (words.has(hint) ? words.t(hint) : words.problem(code)), paragraph("guest.refused.hint"), phoneLine(model.phone)),
      mayRetry && el("div", { class: "kern-btn-wrapper" }, again),
    ),
  };
}
