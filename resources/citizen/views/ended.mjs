// After the call (or instead of it): what happened, and what to do next.

import { alert, button, el, facts, heading, paragraph } from "../ui/dom.mjs";
import { downloads } from "./finish.mjs";
import { phoneLine } from "./phone.mjs";

/** @import {Phrase} from "../i18n.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const MAY_RETURN = new Set(["hung_up", "left", "later"]);
const MAY_BOOK = new Set(["missed", "cancelled", "expired"]);

/** @param {Session} session @returns {View} */
export function endedView(session) {
  const { end, appointment } = session;
  const list = downloads(session.papers);
  const back = button("primary", "ended.back", { testid: "rejoin", click: () => void session.resume() });
  return {
    node: el(
      "div",
      { class: "stack", testid: "ended" },
      heading(1, `ended.${end}.title`),
      paragraph(`ended.${end}.what`, "kern-body--large"),
      list.node,
      el("section", { class: "stack stack--small" }, heading(2, "ended.next", "small"), paragraph(`ended.${end}.next`)),
      appointment && facts(["book.done.reference", () => appointment.reference], ["book.done.where", () => `${appointment.office.name}, ${appointment.office.address}`]),
      end !== "finished" && phoneLine(session.phone, "phone.stuck"),
      MAY_RETURN.has(end) && el("div", { class: "kern-btn-wrapper" }, back),
      MAY_BOOK.has(end) && el("div", { class: "kern-btn-wrapper" }, toBooking("ended.book")),
    ),
    update: list.update,
    leave: list.leave,
  };
}

/** @param {Phrase} phrase @returns {HTMLAnchorElement} */
export function toBooking(phrase) {
  return el("a", { class: "kern-btn kern-btn--secondary", attributes: { href: "/" } }, el("span", { class: "kern-label", say: phrase }));
}

/**
 * The link does not open anything, or the service said no.
 * @param {Session} session
 * @returns {View}
 */
export function refusedView(session) {
  const code = session.problem?.code ?? "unexpected";
  // Opened elsewhere, or an old page: the link is right, and this device may have it back.
  const mayRetry = !session.problem?.final || code === "other_device" || code === "outdated";
  const again = button("primary", code === "other_device" ? "refused.here" : "common.retry", { testid: "retry", click: () => (code === "outdated" ? location.reload() : void session.open()) });
  const title = `refused.${code}.title`;
  const moved = code === "link_moved"; // Nothing went wrong, and nothing has to be booked anew.
  return {
    node: el(
      "div",
      { class: "stack", testid: "refused" },
      heading(1, (words) => words.t(words.has(title) ? title : "refused.title")),
      alert(moved ? "info" : "warning", (words) => words.problem(code), paragraph((words) => (words.has(`refused.${code}`) ? words.t(`refused.${code}`) : words.t("refused.hint"))), code !== "other_device" && phoneLine(session.phone)),
      el("div", { class: "kern-btn-wrapper" }, mayRetry && again, !moved && toBooking("refused.book")),
    ),
  };
}
