// Booking: who comes, and how long the place is still held.

import { el, heading, say, show } from "../ui/dom.mjs";
import { personForm } from "./person.mjs";
import { slotProblem } from "./slots.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const LOOK_MS = 5_000;

/**
 * @param {BookingFlow} flow
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {View}
 */
export function detailsView(flow, announce) {
  const form = personForm(flow, {
    send: "book.details.send",
    submit: () => void flow.book(),
    // Somebody was faster while the hold had run out: other times right here, and nothing typed is lost.
    problem: (code) => (flow.alternatives.length > 0 ? slotProblem(code, flow.alternatives, (start) => void flow.take(start)) : null),
  });
  const held = holdLine(flow, announce);
  const update = () => {
    held.update();
    form.update();
  };
  update();
  const timer = setInterval(held.update, LOOK_MS);
  return {
    node: el("div", { class: "stack" }, stepLine(flow, "details"), heading(1, "book.details.title"), chosen(flow), held.node, form.node),
    update,
    leave: () => clearInterval(timer),
  };
}

/**
 * How long the place is still held.
 * @param {BookingFlow} flow
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 */
function holdLine(flow, announce) {
  const node = el("div", { class: "hold", testid: "hold" });
  const day = el("p", { class: "kern-body kern-body--bold" });
  const left = el("p", { class: "kern-body" });
  node.append(day, left);
  let warned = "";
  const update = () => {
    const { hold } = flow;
    show(node, hold !== null);
    if (!hold) {
      return;
    }
    say(day, (words) => `${words.day(hold.start)}, ${words.t("common.clock", { time: words.time(hold.start) })}`);
    const minutes = Math.ceil(flow.heldFor / 60_000);
    /** @type {Phrase} */
    const phrase = minutes > 0 ? ["book.details.held", { count: minutes }] : "book.details.ran_out";
    say(left, phrase);
    const warning = minutes > 2 ? "" : `${hold.start} ${minutes > 0}`;
    if (warning && warning !== warned) {
      announce(phrase);
    }
    warned = warning;
  };
  return { node, update };
}
