// The security code: eight digits that both people read to each other.

import { button, el, paragraph, say, sayAttribute } from "../ui/dom.mjs";

/** @import {Session} from "../call/session.mjs" */

/**
 * A small, calm part of the call. A screen reader says the digits one by one.
 * @param {Pick<Session, "code" | "codeDiffers">} session
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function codePart(session) {
  const digits = el("output", { class: "code__digits", testid: "code" });
  const what = el("p", { class: "kern-body kern-body--small" });
  const differs = button("tertiary", "code.differs", { testid: "code-differs", click: () => session.codeDiffers() });
  const node = el(
    "details",
    { class: "code more", testid: "code-part" },
    el("summary", { class: "kern-label", say: "code.title" }),
    el("div", { class: "stack stack--small" }, paragraph("code.why", "kern-body--small"), digits, what, differs),
  );
  let shown = "";
  const update = () => {
    const { code } = session;
    node.hidden = code.state === "checking";
    digits.textContent = code.digits;
    sayAttribute(digits, "aria-label", (words) => `${words.t("code.title")}: ${[...code.digits.replace(" ", "")].join(" ")}`);
    say(what, `code.state.${code.state}`);
    node.dataset["state"] = code.state;
    if (code.state === "changed" && shown !== "changed") {
      node.open = true; // Once; whoever closes it has read it.
    }
    shown = code.state;
  };
  update();
  return { node, update };
}
