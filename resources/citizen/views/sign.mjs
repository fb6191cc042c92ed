// The signature: drawn with finger, pen or mouse, kept as strokes. It outlives a lost connection and a turned phone.

import { isEmpty, rescaled, toDrawing } from "../call/drawing.mjs";
import { alert, button, el, facts, field, heading, paragraph, say, show } from "../ui/dom.mjs";
import SignaturePad from "../vendor/signature_pad/signature_pad.min.js";
import { takeFocus } from "./document.mjs";

/** @import {Asked, Papers} from "../call/papers.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

const INK = "#0b1f6b";

/**
 * @param {Papers} papers
 * @param {(phrase: Phrase) => void} announce
 * @returns {{node: HTMLElement, update: () => void, leave: () => void}}
 */
export function signPanel(papers, announce) {
  const title = heading(2, "sign.title");
  title.id = "sign-title";
  const about = el("div", { class: "stack stack--small" });
  const status = el("div");
  const pad = padPart();
  const refuse = declinePart((reason) => {
    const asked = papers.toSign;
    if (asked) {
      papers.decline(asked.ask.id, reason);
    }
  });
  const error = el("p", { class: "kern-error", attributes: { hidden: true, role: "alert" } });
  const done = button("primary", "sign.done", {
    testid: "sign-done",
    click: () => {
      const asked = papers.toSign;
      const empty = pad.isEmpty();
      show(error, empty);
      error.replaceChildren(...(empty ? [el("span", { class: "kern-body", say: "sign.empty" })] : []));
      if (asked && !empty) {
        papers.sign(asked.ask.id, pad.drawing());
      }
    },
  });
  const working = el("div", { class: "stack" }, pad.node, error, el("div", { class: "kern-btn-wrapper" }, done, ...pad.buttons), paragraph("sign.cannot"), refuse.node);
  const node = el("section", { class: "panel stack", testid: "signing", attributes: { "aria-labelledby": "sign-title" } }, title, about, status, working);
  let on = "";
  let told = "";

  const update = () => {
    const asked = papers.toSign ?? [...papers.asked.values()].at(-1) ?? null;
    show(node, asked !== null);
    if (!asked) {
      on = "";
      return;
    }
    if (asked.ask.id !== on) {
      on = asked.ask.id;
      told = "";
      pad.clear();
      refuse.close();
      about.replaceChildren(...aboutOf(asked));
      announce(["sign.arrived", { title: asked.ask.title }]);
      takeFocus(title);
    }
    const open = asked.state === "asked" || asked.state === "sent_back";
    say(title, [open ? "sign.title" : "sign.title.done", { title: asked.ask.title }]);
    show(working, open);
    show(about, open);
    if (open) {
      pad.fit();
    }
    const state = `${asked.state}${asked.code}${asked.sentOn}`;
    if (state !== told) {
      told = state;
      status.replaceChildren(...statusOf(asked));
      if (asked.state !== "asked") {
        announce(sentence(asked));
      }
      if (asked.state === "sent_back") {
        pad.clear();
      }
      if (asked.state === "sent" || asked.state === "declined") {
        takeFocus(title); // The button that was pressed is gone.
      }
    }
  };
  update();
  return { node, update, leave: () => pad.leave() };
}

/** @param {Asked} asked @returns {Node[]} */
function aboutOf({ ask }) {
  return [
    facts(["sign.signer", () => ask.signer], ["sign.level", `level.${ask.level}.name`]),
    paragraph(`level.${ask.level}.explain`),
  ];
}

/** @param {Asked} asked @returns {Phrase} */
function sentence(asked) {
  if (asked.state === "sent") {
    return asked.sentOn >= 0 ? "sign.sent" : "sign.sent.later";
  }
  return asked.state === "sent_back" ? (words) => words.problem(asked.code) : `sign.${asked.state}`;
}

/** @param {Asked} asked @returns {Node[]} */
function statusOf(asked) {
  /** @type {Record<Asked["state"], "info" | "success" | "warning" | null>} */
  const kinds = { asked: null, sent: "info", accepted: "success", declined: "info", sent_back: "warning" };
  const kind = kinds[asked.state];
  return kind ? [alert(kind, sentence(asked), asked.state === "sent_back" && paragraph("sign.again"))] : [];
}

function padPart() {
  const canvas = el("canvas", { class: "pad", testid: "sign-pad", label: "sign.pad", attributes: { role: "img", "aria-describedby": "pad-hint" } });
  const pad = new SignaturePad(canvas, { penColor: INK, backgroundColor: "rgba(0,0,0,0)", minWidth: 0.8, maxWidth: 2.6 });
  const state = el("p", { class: "kern-sr-only", attributes: { role: "status" }, say: "sign.pad.empty" });
  let size = { width: 0, height: 0 };
  const told = () => say(state, pad.isEmpty() ? "sign.pad.empty" : "sign.pad.filled");
  pad.addEventListener("endStroke", told);

  /** Make the canvas as sharp and as large as its place; the strokes stay. */
  const fit = () => {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || (width === size.width && height === size.height)) {
      return;
    }
    const strokes = pad.toData();
    const sharpness = Math.max(1, globalThis.devicePixelRatio || 1);
    canvas.width = width * sharpness;
    canvas.height = height * sharpness;
    canvas.getContext("2d")?.scale(sharpness, sharpness);
    pad.clear();
    pad.fromData(rescaled(strokes, size, { width, height }));
    size = { width, height };
  };
  const observer = new ResizeObserver(fit);
  observer.observe(canvas);
  const clear = () => {
    pad.clear();
    told();
  };
  const undo = () => {
    pad.fromData(pad.toData().slice(0, -1));
    told();
  };
  return {
    node: el("div", { class: "stack stack--small" }, el("p", { class: "kern-hint", id: "pad-hint", say: "sign.pad.hint" }), el("div", { class: "pad-box" }, canvas), state),
    buttons: [
      button("secondary", "sign.undo", { testid: "sign-undo", icon: "undo", click: undo }),
      button("secondary", "sign.clear", { testid: "sign-clear", icon: "delete", click: clear }),
    ],
    clear,
    fit: () => requestAnimationFrame(fit),
    isEmpty: () => isEmpty(pad.toData()),
    drawing: () => toDrawing(pad.toData(), size.width, size.height),
    leave() {
      observer.disconnect();
      pad.off();
    },
  };
}

/**
 * "I will not sign": asked once more, with room for a reason.
 * @param {(reason: string) => void} onDecline
 */
function declinePart(onDecline) {
  const reason = field({ id: "decline-reason", testid: "decline-reason", phrase: "sign.decline.reason", optional: true, multiline: true, attributes: { maxlength: 2000, rows: 2 } });
  const confirm = button("secondary", "sign.decline.confirm", { testid: "sign-decline-confirm", click: () => onDecline(reason.input.value.trim()) });
  const back = button("tertiary", "common.cancel", { testid: "sign-decline-cancel", click: () => close() });
  const box = el("div", { class: "stack stack--small", attributes: { hidden: true } }, paragraph("sign.decline.hint"), reason.node, el("div", { class: "kern-btn-wrapper" }, confirm, back));
  const open = button("tertiary", "sign.decline", {
    testid: "sign-decline",
    attributes: { "aria-expanded": "false" },
    click: () => {
      const opening = Boolean(box.hidden);
      show(box, opening);
      open.setAttribute("aria-expanded", String(opening));
      if (opening) {
        reason.input.focus();
      }
    },
  });
  const close = () => {
    show(box, false);
    open.setAttribute("aria-expanded", "false");
    reason.input.value = "";
  };
  return { node: el("div", { class: "stack stack--small" }, el("div", {}, open), box), close };
}
