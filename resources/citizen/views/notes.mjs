// Short notes in the waiting room: what the office writes is read aloud, what the person writes says honestly whether it
// arrived.

import { MOST } from "../call/notes.mjs";
import { button, el, field, heading, paragraph, say, setBusy } from "../ui/dom.mjs";

/** @import {ChatLine} from "../call/chat.mjs" */
/** @import {Line, Notes} from "../call/notes.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** From here on it matters how many letters are left. */
const TELL_FROM = 100;

/** @param {Session} session */
export function notesPanel(session) {
  const { notes } = session;
  const list = el("ol", { class: "notes__list" });
  const log = el("div", { class: "notes", testid: "notes", label: "notes.list", attributes: { role: "log", "aria-live": "polite", tabindex: 0 } }, list);
  const text = field({ id: "note", testid: "note", phrase: "notes.write", hint: "notes.hint", multiline: true, attributes: { maxlength: MOST, rows: 2 } });
  const left = el("p", { class: "kern-body kern-body--small notes__left", attributes: { "aria-live": "polite" } });
  const send = button("secondary", "notes.send", { testid: "note-send", attributes: { type: "submit" } });
  const form = el("form", { class: "stack stack--small", attributes: { novalidate: true } }, text.node, left, send);
  text.input.value = notes.draft;
  text.input.addEventListener("input", () => {
    notes.draft = text.input.value;
    text.setError(null);
    tell();
  });
  const tell = () => {
    const rest = MOST - notes.draft.length;
    say(left, rest <= TELL_FROM ? ["notes.left", { count: rest }] : () => "");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!session.liveUp) {
      text.setError("notes.offline"); // It stays in the field; nothing is lost.
    } else if (!notes.write()) {
      text.setError("notes.empty");
    }
    text.input.value = notes.draft;
    text.input.focus();
    tell();
  });
  /** @type {Map<string, {line: Line, node: HTMLElement}>} */
  const drawn = new Map();
  const update = () => {
    setBusy(send, false);
    log.hidden = notes.lines.length === 0;
    for (const line of notes.lines) {
      const old = drawn.get(line.id);
      if (old?.line === line) {
        continue;
      }
      const node = lineNode(notes, line);
      // Only what is new is added: the log reads aloud what changes, and nothing twice.
      if (old) {
        old.node.replaceWith(node);
      } else {
        list.append(node);
        log.scrollTop = log.scrollHeight;
      }
      drawn.set(line.id, { line, node });
    }
  };
  update();
  return {
    node: el("section", { class: "stack stack--small" }, heading(2, "notes.title", "small"), paragraph("notes.lead"), log, form),
    update,
  };
}

/**
 * One line of a thread: a note of the waiting room, or what was written in the call.
 * @param {Notes} notes
 * @param {Line | ChatLine} line
 */
export function lineNode(notes, line) {
  const ours = line.sender === "citizen";
  /** @type {Phrase} */
  const who = ours ? "notes.you" : (words) => line.name || words.t("notes.office");
  return el(
    "li",
    { class: `note ${ours ? "note--ours" : "note--theirs"}` },
    el("p", { class: "note__who" }, el("span", { say: who }), el("span", { say: (words) => `, ${words.t("common.clock", { time: words.time(line.at) })}` })),
    el("p", { class: "note__text", text: line.text }),
    ours && line.state !== "failed" && el("p", { class: "note__state", say: `notes.${line.state}` }),
    line.state === "failed" &&
      el(
        "div",
        { class: "note__failed" },
        el("p", { say: (words) => `${words.t("notes.failed")} ${line.code === "unavailable" ? "" : words.problem(line.code ?? "")}` }),
        button("tertiary", "notes.again", { click: () => notes.again(line.id) }),
      ),
  );
}
