// A paper to be looked through: one page at a time, larger or smaller, and the answer whether it is right.

import { alert, button, el, field, heading, icon, paragraph, relabel, say, show } from "../ui/dom.mjs";
import { PdfPages } from "../ui/pdf.mjs";

/** @import {Papers, Shown} from "../call/papers.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** @typedef {{sha256: string, pages: PdfPages | null, shown: Shown, failed: boolean}} Open */

const ZOOMS = [1, 1.25, 1.5, 2, 3];

/**
 * @param {Papers} papers
 * @param {(phrase: Phrase) => void} announce
 * @returns {{node: HTMLElement, update: () => void, leave: () => void}}
 */
export function documentPanel(papers, announce) {
  const title = heading(2, "document.title");
  const pages = pageView(papers, announce);
  const answer = answerPart(papers, () => pages.goToUnseen());
  const status = el("div");
  const pile = el("div", { class: "pile", label: "document.pile", attributes: { role: "group" } });
  const node = el("section", { class: "panel stack", testid: "document", attributes: { "aria-labelledby": "document-title" } }, title, pile, paragraph("document.lead"), status, pages.node, answer.node);
  title.id = "document-title";
  let on = "";

  const update = () => {
    const top = papers.top;
    show(node, top !== null);
    if (!top) {
      on = "";
      return;
    }
    say(title, [top.answer?.agreed ? "document.title.done" : "document.title", { title: top.show.title }]);
    const state = `${top.show.id} ${top.show.sha256}`;
    if (state !== on) {
      on = state;
      answer.clear();
      announce(["document.arrived", { title: top.show.title }]);
      takeFocus(title);
    }
    drawPile(pile, papers);
    const broken = papers.broken === top.show.id || pages.failed();
    status.replaceChildren(...(broken ? [alert("warning", "paper.broken", paragraph("paper.broken.hint"))] : !top.bytes ? [paragraph("document.coming", "kern-body--muted")] : []));
    pages.update(top);
    answer.update(top);
  };
  update();
  return { node, update, leave: () => pages.close() };
}

/**
 * Several papers: which of them lies on top, what was said of each, and the way to the others.
 * @param {HTMLElement} pile
 * @param {Papers} papers
 */
function drawPile(pile, papers) {
  const { all } = papers;
  show(pile, all.length > 1);
  const state = JSON.stringify(all.map(({ show: { id }, answer }) => [id, answer?.agreed, id === papers.current]));
  if (all.length < 2 || pile.dataset["state"] === state) {
    return;
  }
  pile.dataset["state"] = state;
  pile.replaceChildren(
    ...all.map(({ show: { id, title }, answer }, at) => {
      const said = answer ? (answer.agreed ? "document.pile.agreed" : "document.pile.disagreed") : "document.pile.open";
      return el(
        "button",
        { class: "choice", testid: `paper-${at + 1}`, attributes: { type: "button", "aria-pressed": String(id === papers.current) }, click: () => papers.look(id) },
        el(
          "span",
          { class: "choice__words" },
          el("span", { class: "choice__title", say: () => `${at + 1}. ${title}` }),
          el("span", { class: "choice__aside", say: said }),
        ),
        answer && icon(answer.agreed ? "success" : "info"),
      );
    }),
  );
}

/**
 * Bring the person there, unless they are just writing something.
 * @param {HTMLElement} target
 */
export function takeFocus(target) {
  const now = document.activeElement;
  const writing = now instanceof HTMLTextAreaElement || (now instanceof HTMLInputElement && now.type === "text");
  if (!writing) {
    // After the panel has been made visible.
    requestAnimationFrame(() => {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start" });
    });
  }
}

/**
 * @param {Papers} papers
 * @param {(phrase: Phrase) => void} announce
 */
function pageView(papers, announce) {
  const sheet = el("div", { class: "sheet" });
  const scroller = el("div", { class: "sheet-scroller", label: "document.sheet", attributes: { tabindex: "0", role: "region" } }, sheet);
  const where = el("p", { class: "kern-body where" });
  const before = button("secondary", "document.before", { testid: "document-before", icon: "chevron-left", click: () => turn(-1) });
  const after = button("secondary", "document.after", { testid: "document-after", icon: "chevron-right", click: () => turn(1) });
  const smaller = button("tertiary", "document.smaller", { testid: "zoom-out", icon: "zoom-out", click: () => resize(-1) });
  const larger = button("tertiary", "document.larger", { testid: "zoom-in", icon: "zoom-in", click: () => resize(1) });
  const paging = el("div", { class: "paging" }, before, where, after);
  /** @type {Open | null} */
  let open = null;
  let page = 1;
  let zoom = 0;
  let width = 0;

  /** @param {number} by */
  const turn = (by) => {
    const next = page + by;
    if (open?.pages && next >= 1 && next <= open.pages.count) {
      page = next;
      scroller.scrollTo(0, 0);
      announce(["document.where", { page, pages: open.pages.count }]);
      void draw();
    }
  };
  /** @param {number} by */
  const resize = (by) => {
    const next = Math.min(ZOOMS.length - 1, Math.max(0, zoom + by));
    if (next !== zoom) {
      zoom = next;
      void draw();
    }
  };
  const draw = async () => {
    const now = open;
    width = scroller.clientWidth;
    if (!now?.pages || width === 0) {
      return;
    }
    const { count } = now.pages;
    say(where, ["document.where", { page, pages: count }]);
    before.setAttribute("aria-disabled", String(page === 1));
    after.setAttribute("aria-disabled", String(page === count));
    smaller.setAttribute("aria-disabled", String(zoom === 0));
    larger.setAttribute("aria-disabled", String(zoom === ZOOMS.length - 1));
    show(before, count > 1);
    show(after, count > 1);
    try {
      const done = await now.pages.draw(sheet, page, Math.floor(width * (ZOOMS[zoom] ?? 1)));
      if (done && now === open) {
        papers.displayed(now.shown.show.id, page);
      }
    } catch {
      fail(now);
    }
  };
  /** @param {Open} what */
  const fail = (what) => {
    what.failed = true;
    papers.changed();
  };
  const observer = new ResizeObserver(() => {
    if (Math.abs(scroller.clientWidth - width) > 1) {
      void draw();
    }
  });
  observer.observe(scroller);
  const close = () => {
    open?.pages?.close();
    open = null;
    sheet.replaceChildren();
  };

  return {
    node: el("div", { class: "stack stack--small" }, paging, scroller, el("div", { class: "kern-btn-wrapper zooming" }, smaller, larger)),
    failed: () => Boolean(open?.failed),
    /** Show a page that the person has not seen yet. */
    goToUnseen() {
      const count = open?.pages?.count ?? 0;
      const unseen = Array.from({ length: count }, (_, index) => index + 1).find((number) => !open?.shown.seen.has(number));
      turn((unseen ?? page) - page);
      scroller.focus();
    },
    close() {
      observer.disconnect();
      close();
    },
    /** @param {Shown} shown */
    update(shown) {
      if (!shown.bytes || open?.shown === shown) {
        return;
      }
      if (open?.sha256 === shown.show.sha256) {
        open.shown = shown; // Taken away and shown again unchanged: it is still drawn.
        papers.displayed(shown.show.id, page);
        return;
      }
      close();
      page = 1;
      zoom = 0;
      /** @type {Open} */
      const now = { sha256: shown.show.sha256, pages: null, shown, failed: false };
      open = now;
      PdfPages.open(shown.bytes).then(
        (pages) => {
          if (open === now) {
            now.pages = pages;
            void draw();
          } else {
            pages.close();
          }
        },
        () => fail(now),
      );
    },
  };
}

/**
 * @param {Papers} papers
 * @param {() => void} showUnseen
 */
function answerPart(papers, showUnseen) {
  const remark = field({ id: "remark", testid: "remark", phrase: "document.remark", hint: "document.remark.hint", optional: true, multiline: true, attributes: { maxlength: 2000, rows: 3 } });
  const unseen = el("div");
  const send = (/** @type {boolean} */ agreed) => {
    const top = papers.top;
    if (!top) {
      return;
    }
    const words = remark.input.value.trim();
    unseen.replaceChildren();
    if (agreed && top.seen.size < top.show.pages) {
      unseen.replaceChildren(alert("warning", ["document.unseen", { count: top.show.pages - top.seen.size }]));
      showUnseen();
    } else if (!agreed && !words) {
      remark.setError("document.remark.missing");
      remark.input.focus();
    } else {
      remark.setError(null);
      papers.answer(top.show.id, agreed, words);
    }
  };
  const agree = button("primary", "document.agree", { testid: "document-agree", click: () => send(true) });
  const disagree = button("secondary", "document.disagree", { testid: "document-disagree", click: () => send(false) });
  const question = el("div", { class: "stack" }, heading(3, "document.question"), remark.node, unseen, el("div", { class: "kern-btn-wrapper" }, agree, disagree));
  const change = button("tertiary", "document.change", { testid: "document-change", click: () => papers.top && papers.reconsider(papers.top.show.id) });
  const done = el("div", { class: "stack stack--small" });
  let told = "";
  return {
    node: el("div", {}, question, done),
    /** Another paper: what was written belonged to the one before. */
    clear() {
      remark.input.value = "";
      remark.setError(null);
      unseen.replaceChildren();
    },
    /** @param {Shown} shown */
    update(shown) {
      const { answer } = shown;
      show(question, answer === null);
      show(done, answer !== null);
      const state = answer ? `${answer.agreed}${answer.sentOn}` : "";
      if (state !== told) {
        const first = told === "";
        told = state;
        const sent = answer && answer.sentOn >= 0;
        done.replaceChildren(
          ...(answer ? [alert(answer.agreed ? "success" : "info", answer.agreed ? "document.agreed" : "document.disagreed", paragraph(sent ? "document.answered.next" : "document.answered.later")), change] : []),
        );
        if (answer && first) {
          change.focus();
        }
      }
      relabel(change, "document.change");
    },
  };
}
