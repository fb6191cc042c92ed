// Booking is done: what was booked, what comes next. Where the town wants it so, the mail has to be opened first.

import { bring, titles } from "../booking/matters.mjs";
import { alert, bullets, button, el, facts, heading, paragraph } from "../ui/dom.mjs";

/** @import {AppointmentView} from "../contract.mjs" */
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
  const { matters, confirm_by: confirmBy } = appointment;
  const ready = bring(matters).map((text) => /** @type {Phrase} */ ((words) => words.text(text)));
  const open = appointment.state === "reserved" && Boolean(confirmBy);
  const mail = open
    ? alert("warning", ["book.open.mail", { email }], paragraph((words) => words.t("book.open.until", { day: words.day(confirmBy ?? ""), time: words.time(confirmBy ?? "") })), paragraph("book.open.hint"))
    : alert("success", ["book.done.mail", { email }], paragraph("book.done.mail.hint"));
  /** @type {Phrase[]} */
  const next = ["book.done.next.mail", "book.done.next.early", "book.done.next.change", "book.done.next.device"];
  return {
    node: el(
      "div",
      { class: "stack", testid: "booked" },
      heading(1, open ? "book.open.title" : "book.done.title"),
      mail,
      appointmentFacts(appointment),
      ready.length > 0 && el("section", { class: "stack stack--small" }, heading(2, "book.bring.title", "small"), bullets(ready)),
      el("section", { class: "stack stack--small" }, heading(2, "book.done.next", "small"), bullets(open ? ["book.open.next", ...next] : next)),
      button("secondary", "book.done.again", { testid: "again", click: () => flow.again() }),
    ),
  };
}

/** @param {AppointmentView} appointment @returns {HTMLElement} when, what, where, which */
export function appointmentFacts({ start, matters, office, reference }) {
  return facts(
    ["book.done.when", (words) => `${words.day(start)}, ${words.t("common.clock", { time: words.time(start) })}`],
    ["book.done.what", (words) => titles(matters, words)],
    ["book.done.where", () => office.name],
    ["book.done.reference", () => reference],
  );
}
