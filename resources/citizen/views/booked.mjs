// Booking is done: what was booked, what comes next.

import { alert, bullets, button, el, facts, heading, paragraph } from "../ui/dom.mjs";

/** @import {Phrase} from "../i18n.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/** @param {BookingFlow} flow @returns {View} */
export function bookedView(flow) {
  const { booked } = flow;
  if (!booked) {
    return { node: el("div") };
  }
  const { appointment, email } = booked;
  const { matter, office, start } = appointment;
  const bring = (matter.bring ?? []).map((text) => /** @type {Phrase} */ ((words) => words.text(text)));
  return {
    node: el(
      "div",
      { class: "stack", testid: "booked" },
      heading(1, "book.done.title"),
      alert("success", ["book.done.mail", { email }], paragraph("book.done.mail.hint")),
      facts(
        ["book.done.when", (words) => `${words.day(start)}, ${words.t("common.clock", { time: words.time(start) })}`],
        ["book.done.what", (words) => words.text(matter.title)],
        ["book.done.where", () => office.name],
        ["book.done.reference", () => appointment.reference],
      ),
      bring.length > 0 && el("section", { class: "stack stack--small" }, heading(2, "book.bring.title", "small"), bullets(bring)),
      el("section", { class: "stack stack--small" }, heading(2, "book.done.next", "small"), bullets(["book.done.next.mail", "book.done.next.early", "book.done.next.device"])),
      button("secondary", "book.done.again", { testid: "again", click: () => flow.again() }),
    ),
  };
}
