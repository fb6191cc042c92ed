// The waiting list behind its link: the offer with its time, or that one still waits.

import { MAY_PASS } from "../api.mjs";
import { titles } from "../booking/matters.mjs";
import { alert, bullets, button, el, facts, heading, paragraph, say, setBusy } from "../ui/dom.mjs";
import { countdown } from "./appointment.mjs";
import { appointmentFacts } from "./booked.mjs";
import { toBooking } from "./ended.mjs";

/** @import {Offer} from "../booking/offer.mjs" */
/** @import {I18n, Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const TICK_MS = 1_000;

/** @param {Offer} offer */
function problemLine(offer) {
  const node = el("div", { attributes: { "aria-live": "polite" } });
  let told = "";
  const update = () => {
    const code = offer.problem ?? "";
    if (code !== told) {
      told = code;
      node.replaceChildren(...(code ? [alert("warning", (words) => words.problem(code))] : []));
    }
  };
  update();
  return { node, update };
}

/** @param {Offer} offer @param {(words: I18n) => string} when @returns {HTMLElement} */
function wishFacts(offer, when) {
  const { listed } = offer;
  return facts(
    [offer.step === "offered" ? "book.done.when" : "list.period", when],
    ["book.done.what", (words) => (listed ? titles(listed.matters, words) : "")],
    ["book.done.where", () => listed?.office.name ?? ""],
  );
}

/** @param {Offer} offer @returns {View} */
export function offeredView(offer) {
  const start = offer.listed?.offer?.start ?? "";
  const left = el("p", { class: "kern-body kern-body--large", testid: "offer-left" });
  const yes = button("primary", "offer.yes", { testid: "accept", click: () => void offer.accept() });
  const no = button("secondary", "offer.no", { testid: "refuse", click: () => void offer.refuse() });
  const problem = problemLine(offer);
  const tick = () => {
    const ms = offer.heldFor;
    say(left, ms > 0 ? (words) => words.t("offer.offered.lead", { left: words.say(countdown(ms)) }) : "offer.run_out");
    yes.hidden = no.hidden = ms === 0;
  };
  const update = () => {
    problem.update();
    setBusy(yes, offer.busy);
    setBusy(no, offer.busy);
    tick();
  };
  update();
  const timer = setInterval(tick, TICK_MS);
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "offer.offered.title"),
      wishFacts(offer, (words) => `${words.day(start)}, ${words.t("common.clock", { time: words.time(start) })}`),
      left,
      problem.node,
      el("div", { class: "kern-btn-wrapper" }, yes, no),
      paragraph("offer.no.hint"),
      button("tertiary", "offer.off", { testid: "off", click: () => offer.leaving(true) }),
    ),
    update,
    leave: () => clearInterval(timer),
  };
}

/** @param {Offer} offer @returns {View} */
export function listWaitingView(offer) {
  const problem = problemLine(offer);
  const { listed } = offer;
  return {
    node: el(
      "div",
      { class: "stack", testid: "list-waiting" },
      heading(1, "offer.waiting.title"),
      offer.refused && alert("success", "offer.refused"),
      paragraph("offer.waiting.lead", "kern-body--large"),
      wishFacts(offer, (words) => (listed ? words.days(listed.first, listed.last) : "")),
      bullets(["list.done.held", "list.done.off"]),
      problem.node,
      button("secondary", "offer.off", { testid: "off", click: () => offer.leaving(true) }),
    ),
    update: problem.update,
  };
}

/** @param {Offer} offer @returns {View} */
export function offView(offer) {
  const yes = button("primary", "offer.off.yes", { testid: "off-yes", click: () => void offer.leave() });
  const problem = problemLine(offer);
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "offer.off.title"),
      paragraph("offer.off.lead"),
      problem.node,
      el("div", { class: "kern-btn-wrapper" }, yes, button("secondary", "offer.off.no", { testid: "off-no", click: () => offer.leaving(false) })),
    ),
    update: () => {
      setBusy(yes, offer.busy);
      problem.update();
    },
  };
}

/**
 * It is over, one way or the other.
 * @param {Offer} offer
 * @returns {View}
 */
export function offerEndedView(offer) {
  const { step, booked, listed } = offer;
  const title = `offer.${step}.title`;
  return {
    node: el(
      "div",
      { class: "stack", testid: "offer-ended" },
      heading(1, title),
      paragraph(step === "booked" && !booked ? "offer.booked.elsewhere" : `offer.${step}.lead`, "kern-body--large"),
      booked ? appointmentFacts(booked) : listed && wishFacts(offer, (words) => words.days(listed.first, listed.last)),
      step !== "booked" && el("div", { class: "kern-btn-wrapper" }, toBooking("refused.book")),
    ),
  };
}

/** @param {Offer} offer @returns {View} */
export function offerRefusedView(offer) {
  const code = offer.problem ?? "unexpected";
  /** @type {Phrase} */
  const hint = code === "link_missing" ? "offer.link_missing" : (words) => (words.has(`refused.${code}`) && code !== "unavailable" ? words.t(`refused.${code}`) : words.t("refused.hint"));
  return {
    node: el(
      "div",
      { class: "stack", testid: "refused" },
      heading(1, "refused.title"),
      alert("warning", (words) => words.problem(code), paragraph(hint)),
      el("div", { class: "kern-btn-wrapper" }, MAY_PASS.has(code) && button("primary", "common.retry", { testid: "retry", click: () => void offer.open() }), toBooking("refused.book")),
    ),
  };
}
