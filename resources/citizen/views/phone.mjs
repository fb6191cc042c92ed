// The office's number: the last way when no other one works.

import { el } from "../ui/dom.mjs";

/**
 * @param {string} number empty: the office has none
 * @param {import("../i18n.mjs").Phrase} [phrase] what stands before it
 * @returns {HTMLParagraphElement | null}
 */
export function phoneLine(number, phrase = "phone.call") {
  if (!number) {
    return null;
  }
  const link = el("a", { class: "phone", text: number, testid: "phone", attributes: { href: `tel:${number.replaceAll(" ", "")}` } });
  return el("p", { class: "kern-body" }, el("span", { say: phrase }), " ", link);
}
