// Talking without sound: what the clerk types along stands large below the picture, and both can write to each other.

import { MOST } from "../call/chat.mjs";
import { button, el, field, heading, paragraph, relabel, say, show } from "../ui/dom.mjs";
import { lineNode } from "./notes.mjs";

/** @import {ChatLine} from "../call/chat.mjs" */
/** @import {Line} from "../call/notes.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** From here on it matters how many letters are left. */
const TELL_FROM = 100;
/** A tap is over by then. */
const LATER_MS = 300;

/**
 * Large and in the reader's own pace: what was said before can be scrolled back to. Only finished captions are read aloud;
 * a line that grows letter by letter would be said again and again.
 * @param {Pick<Session, "chat">} session
 */
export function captionBox(session) {
  const { chat } = session;
  const list = el("div", { class: "captions__list" });
  const now = el("p", { class: "captions__now", attributes: { "aria-hidden": "true" } });
  const log = el("div", { class: "captions__text", label: "captions.title", testid: "captions", attributes: { role: "log", "aria-live": "polite", tabindex: 0 } }, list, now);
  const close = button("tertiary", "captions.close", { icon: "close", testid: "captions-close", class: "captions__close", click: () => chat.closeCaptions() });
  const node = el("div", { class: "captions" }, log, close);
  /** @type {string[]} */
  let drawn = [];
  return {
    node,
    update() {
      const { captions, captionNow } = chat;
      show(node, captions.length > 0 || captionNow !== "");
      if (captions !== drawn) {
        const fresh = drawn.length === 0 ? captions : captions.slice(-1);
        drawn = captions;
        list.append(...fresh.map((text) => el("p", { text })));
        while (list.childElementCount > captions.length) {
          list.firstElementChild?.remove();
        }
      }
      if (now.textContent !== captionNow) {
        now.textContent = captionNow;
      }
      show(now, captionNow !== "");
      log.scrollTop = log.scrollHeight;
    },
  };
}

/**
 * What the clerk wrote while the thread was closed, right below the picture where it is seen.
 * @param {Pick<Session, "chat">} session
 * @param {(phrase: Phrase) => void} announce
 * @param {() => void} answer
 */
export function unseenLine(session, announce, answer) {
  const { chat } = session;
  const words = el("p", { class: "unseen__text" });
  const node = el("div", { class: "unseen", testid: "chat-unseen" }, words, button("secondary", "chat.answer", { testid: "chat-answer", click: answer }));
  /** @type {ChatLine | null} */
  let told = null;
  return {
    node,
    update() {
      const { unseen } = chat;
      show(node, unseen !== null);
      if (unseen && unseen !== told) {
        words.replaceChildren(el("b", { say: (all) => unseen.name || all.t("notes.office") }), `: ${unseen.text}`);
        announce((all) => all.t("chat.new", { name: unseen.name || all.t("notes.office"), text: unseen.text }));
      }
      told = unseen;
    },
  };
}

/**
 * The thread: the notes of the waiting room are its beginning.
 * @param {Pick<Session, "chat" | "notes" | "connection">} session
 */
export function chatPanel(session) {
  const { chat, notes } = session;
  const list = el("ol", { class: "notes__list" });
  const log = el("div", { class: "notes", testid: "chat-log", label: "notes.list", attributes: { role: "log", "aria-live": "polite", tabindex: 0 } }, list);
  const text = field({ id: "chat", testid: "chat-text", phrase: "notes.write", multiline: true, attributes: { maxlength: MOST, rows: 2, enterkeyhint: "send" } });
  const left = el("p", { class: "kern-body kern-body--small notes__left", attributes: { "aria-live": "polite" } });
  const send = button("primary", "chat.send", { testid: "chat-send", attributes: { type: "submit" } });
  const close = button("tertiary", "chat.close", { testid: "chat-close", click: () => chat.show(false) });
  const form = el("form", { class: "stack stack--small", attributes: { novalidate: true } }, text.node, left, el("div", { class: "kern-btn-wrapper" }, send, close));
  const title = heading(2, "chat.title", "small");
  const node = el("section", { class: "panel chat stack stack--small", testid: "chat-panel" }, title, paragraph("chat.lead"), log, form);
  const later = paragraph("chat.later", "kern-body--small");
  log.after(later);
  const tell = () => {
    const rest = MOST - chat.draft.length;
    say(left, rest <= TELL_FROM ? ["notes.left", { count: rest }] : () => "");
  };
  text.input.value = chat.draft;
  text.input.addEventListener("input", () => {
    chat.draft = text.input.value;
    text.setError(null);
    tell();
  });
  text.input.addEventListener("keydown", (event) => {
    const { key, shiftKey, isComposing } = /** @type {KeyboardEvent} */ (event);
    if (key === "Enter" && !shiftKey && !isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!chat.write()) {
      text.setError("notes.empty");
    }
    text.input.value = chat.draft;
    text.input.focus();
    tell();
  });
  send.addEventListener("pointerdown", (event) => event.preventDefault()); // The keyboard stays open for the next line.
  const keyboard = keyboardWatch(text.input, form);
  /** @type {Map<string, {line: Line | ChatLine, node: HTMLElement}>} */
  const drawn = new Map();
  let shown = false;
  return {
    node,
    update() {
      show(node, chat.open);
      show(later, session.connection !== "up" && chat.lines.some((line) => line.state === "sending"));
      const lines = [...notes.lines, ...chat.lines];
      log.hidden = lines.length === 0;
      for (const line of lines) {
        const old = drawn.get(line.id);
        if (old?.line === line) {
          continue;
        }
        const fresh = lineNode(notes, line);
        // Only what is new is added: the log reads aloud what changes, and nothing twice.
        if (old) {
          old.node.replaceWith(fresh);
        } else {
          list.append(fresh);
          log.scrollTop = log.scrollHeight;
        }
        drawn.set(line.id, { line, node: fresh });
      }
      if (chat.open !== shown) {
        shown = chat.open;
        if (shown) {
          log.scrollTop = log.scrollHeight;
          text.input.focus();
        }
      }
    },
    leave: keyboard.leave,
  };
}

/**
 * A phone's keyboard takes half of the screen: the pictures become small then, and the field stays above it.
 * @param {HTMLElement} input
 * @param {HTMLElement} form
 */
function keyboardWatch(input, form) {
  let typing = false;
  const look = () => {
    if (typing) {
      form.scrollIntoView({ block: "end" });
    }
  };
  const change = (/** @type {boolean} */ now) => {
    typing = now && input.isConnected;
    document.body.classList.toggle("is-typing", typing);
    requestAnimationFrame(look);
  };
  // Not at once: a tap on "send" takes the focus away, and the button must not slip from under the finger.
  input.addEventListener("blur", () => setTimeout(() => input === document.activeElement || change(false), LATER_MS));
  input.addEventListener("focus", () => change(true));
  globalThis.visualViewport?.addEventListener("resize", look);
  return {
    leave() {
      globalThis.visualViewport?.removeEventListener("resize", look);
      document.body.classList.remove("is-typing");
    },
  };
}

/**
 * The button in the bar of controls that opens and closes the thread.
 * @param {Pick<Session, "chat">} session
 * @param {HTMLButtonElement} element
 */
export function chatButton(session, element) {
  const { chat } = session;
  return {
    node: element,
    update() {
      element.setAttribute("aria-expanded", String(chat.open));
      element.classList.toggle("control--new", chat.unseenCount > 0);
      relabel(element, chat.unseenCount > 0 ? ["chat.unseen", { count: chat.unseenCount }] : "chat.open");
    },
  };
}
