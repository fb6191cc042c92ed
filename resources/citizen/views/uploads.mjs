// The papers to hand in: take a photo or choose a file, see what became of it, begin anew.

import { alert, button, el, heading, paragraph, say, show } from "../ui/dom.mjs";

/** @import {Uploads} from "../call/uploads.mjs" */
/** @import {Stage, UploadView} from "../contract.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

const ACCEPT = "image/jpeg,image/png,image/heic,image/heif,application/pdf";

/**
 * @param {Uploads} uploads
 * @param {() => Stage} stage
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {{node: HTMLElement, update: () => void, leave: () => void}}
 */
export function uploadPanel(uploads, stage, announce) {
  const list = el("ul", { class: "uploads" });
  const node = el("section", { class: "stack stack--small", testid: "uploads" }, heading(2, "upload.title"), paragraph("upload.lead"), list);
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();
  /** @type {Map<string, string>} */
  const told = new Map();

  const update = () => {
    const items = uploads.items;
    show(node, items.length > 0 && (stage() === "work" || items.some(({ required, state }) => required && state !== "accepted")));
    for (const [id, { node: gone }] of rows) {
      if (!items.some((item) => item.id === id)) {
        gone.remove();
        rows.delete(id);
      }
    }
    for (const item of items) {
      const own = rows.get(item.id) ?? row(uploads, item.id);
      if (!rows.has(item.id)) {
        rows.set(item.id, own);
        list.append(own.node);
      }
      own.update(item);
      const state = `${item.state}${item.code}`;
      if ((told.get(item.id) ?? state) !== state && item.state !== "reading") {
        announce(item.code ? `error.${item.code}` : [`upload.state.${item.state ?? "wanted"}`, { n: String(item.parts ?? 0) }]);
      }
      told.set(item.id, state);
    }
  };
  update();
  return { node, update, leave() {} };
}

/**
 * @param {Uploads} uploads
 * @param {string} id
 */
function row(uploads, id) {
  const title = el("p", { class: "kern-title", id: `upload-${id}` });
  const state = el("p", { class: "kern-body kern-body--small", testid: `upload-state-${id}` });
  const reason = el("p", { class: "kern-body upload__reason" });
  const bar = /** @type {HTMLProgressElement} */ (el("progress", { class: "upload__bar", attributes: { max: "1", "aria-labelledby": `upload-${id}` } }));
  const problem = el("div");
  const camera = picker(uploads, id, "upload.photo", { accept: "image/*", capture: "environment" });
  const file = picker(uploads, id, "upload.file", { accept: ACCEPT, multiple: "" });
  const cancel = button("tertiary", "upload.cancel", { testid: `upload-cancel-${id}` });
  cancel.addEventListener("click", () => uploads.cancel(id));
  const choose = el("div", { class: "upload__choose" }, camera, file, cancel);
  const node = el("li", { class: "upload stack stack--small" }, title, state, reason, bar, problem, choose);
  let code = "";
  return {
    node,
    /** @param {UploadView} item */
    update(item) {
      say(title, (words) => item.title[words.language]);
      const sending = uploads.sending?.upload === id ? uploads.sending : null;
      const waiting = uploads.waiting(id);
      const now = sending && sending.sent < sending.size ? "sending" : waiting > 0 ? "reading" : (item.state ?? "wanted");
      say(state, now === "wanted" && item.required ? "upload.state.required" : [`upload.state.${now}`, { n: String(item.parts ?? 0) }]);
      state.dataset["state"] = now;
      reason.textContent = item.reason ?? "";
      show(reason, Boolean(item.reason));
      bar.value = sending ? sending.sent / Math.max(1, sending.size) : 0;
      show(bar, now === "sending");
      const wrong = uploads.refused.get(id) ?? item.code ?? "";
      if (wrong !== code) {
        code = wrong;
        problem.replaceChildren(...(wrong ? [alert("warning", `error.${wrong}`)] : []));
      }
      show(choose, item.state !== "accepted");
      show(cancel, waiting > 0 || (item.parts ?? 0) > 0);
    },
  };
}

/**
 * A button that opens the camera or the files: the input lies within its label, so that a finger hits the whole of it.
 * @param {Uploads} uploads
 * @param {string} id
 * @param {string} phrase
 * @param {Record<string, string>} attributes
 */
function picker(uploads, id, phrase, attributes) {
  const input = /** @type {HTMLInputElement} */ (el("input", { class: "upload__input", testid: `${phrase.replace(".", "-")}-${id}`, attributes: { type: "file", "aria-describedby": `upload-${id}`, ...attributes } }));
  input.addEventListener("change", () => {
    uploads.add(id, [...(input.files ?? [])]);
    input.value = "";
  });
  return el("label", { class: "kern-btn kern-btn--secondary upload__pick" }, el("span", { class: "kern-label", say: phrase }), input);
}
