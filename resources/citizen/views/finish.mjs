// The finished papers, to be kept at once.

import { alert, el, heading, icon, paragraph, show } from "../ui/dom.mjs";

/** @import {Papers} from "../call/papers.mjs" */

/**
 * @param {Papers} papers
 * @returns {{node: HTMLElement, update: () => void, leave: () => void}}
 */
export function downloads(papers) {
  const list = el("ul", { class: "downloads" });
  const node = el("section", { class: "stack stack--small" }, heading(2, "finish.title"), paragraph("finish.lead"), list);
  /** @type {Map<string, string>} id → object address */
  const addresses = new Map();
  let drawn = "";

  const update = () => {
    const entries = [...papers.finished.values()];
    const state = entries.map(({ paper, blob }) => `${paper.id}${paper.sha256}${blob !== null}`).join();
    show(node, entries.length > 0);
    if (state === drawn) {
      return;
    }
    drawn = state;
    list.replaceChildren(
      ...entries.map(({ paper, blob }, index) => {
        if (blob && !addresses.has(paper.id)) {
          addresses.set(paper.id, URL.createObjectURL(blob));
        }
        return entry(paper, addresses.get(paper.id), index + 1, papers.broken === paper.id);
      }),
    );
  };
  update();
  return {
    node,
    update,
    leave() {
      for (const address of addresses.values()) {
        URL.revokeObjectURL(address);
      }
    },
  };
}

/**
 * @param {import("../contract.mjs").FinishedPaper} paper
 * @param {string | undefined} address undefined: still on its way
 * @param {number} number
 * @param {boolean} broken
 */
function entry(paper, address, number, broken) {
  const id = `download-${number}-title`;
  const link =
    address !== undefined &&
    el(
      "a",
      {
        class: "kern-btn kern-btn--primary",
        testid: `download-${number}`,
        attributes: { href: address, download: paper.file_name, "aria-describedby": id },
      },
      icon("download"),
      el("span", { class: "kern-label", say: "finish.download" }),
    );
  return el(
    "li",
    { class: "download" },
    el("div", {}, el("p", { class: "kern-title", id, text: paper.title }), paragraph(`level.${paper.level}.signed`, "kern-body--small")),
    broken ? alert("warning", "paper.broken") : (link || paragraph("finish.coming", "kern-body--muted")),
  );
}
