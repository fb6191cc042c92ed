// The waiting list: everything is full, tell me when a place becomes free.

import { PERIOD } from "../booking/details.mjs";
import { titles } from "../booking/matters.mjs";
import { alert, bullets, button, el, facts, field, heading, paragraph } from "../ui/dom.mjs";
import { personForm } from "./person.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {Period} from "../booking/details.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {Input} from "./person.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/** @param {BookingFlow} flow @returns {View} */
export function listView(flow) {
  const form = personForm(flow, { send: "list.send", submit: () => void flow.list(), before: periodFields(flow) });
  form.update();
  return {
    node: el("div", { class: "stack" }, stepLine(flow, "list"), heading(1, "book.list.title"), chosen(flow), paragraph("list.lead"), form.node),
    update: form.update,
  };
}

/** @param {BookingFlow} flow @returns {Record<keyof Period, Input>} */
function periodFields(flow) {
  const { listing, calendar } = flow;
  const [first, last] = PERIOD.map((name) => {
    const made = field({ id: name, testid: name, phrase: `field.${name}`, attributes: { type: "date", min: calendar.today, max: calendar.end } });
    made.input.value = listing.period[name];
    made.input.addEventListener("input", () => listing.write({ [name]: made.input.value }));
    return made;
  });
  return { first: /** @type {Input} */ (first), last: /** @type {Input} */ (last) };
}

/** @param {BookingFlow} flow @returns {View} */
export function listedView(flow) {
  const { done } = flow.listing;
  if (!done) {
    return { node: el("div") };
  }
  const { view, email } = done;
  return {
    node: el(
      "div",
      { class: "stack", testid: "listed" },
      heading(1, "book.listed.title"),
      alert("success", ["list.done.mail", { email }], paragraph("list.done.mail.hint")),
      facts(
        ["book.done.what", (words) => titles(view.matters, words)],
        ["book.done.where", () => view.office.name],
        ["list.period", (words) => words.days(view.first, view.last)],
      ),
      el("section", { class: "stack stack--small" }, heading(2, "book.done.next", "small"), bullets(["list.done.offer", "list.done.held", "list.done.off"])),
      button("secondary", "book.done.again", { testid: "again", click: () => flow.again() }),
    ),
  };
}
