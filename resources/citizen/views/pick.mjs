// Booking, the first steps: which Bürgeramt, which matter, what to have ready.

import { alert, bullets, button, el, facts, heading, icon, paragraph } from "../ui/dom.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {Phrase} from "../i18n.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/**
 * One of several things to press.
 * @param {object} wishes
 * @param {string} wishes.testid
 * @param {Phrase} wishes.title
 * @param {Phrase} wishes.more
 * @param {Phrase} [wishes.aside]
 * @param {() => void} wishes.click
 */
function choice({ testid, title, more, aside, click }) {
  return el(
    "li",
    {},
    el(
      "button",
      { class: "choice", testid, click, attributes: { type: "button" } },
      el(
        "span",
        { class: "choice__words" },
        el("span", { class: "choice__title", say: title }),
        el("span", { class: "choice__more", say: more }),
        aside && el("span", { class: "choice__aside", say: aside }),
      ),
      icon("arrow-forward"),
    ),
  );
}

/** @param {BookingFlow} flow @returns {View} */
export function officeView(flow) {
  const choices = flow.offices.map((office) =>
    choice({
      testid: `office-${office.id}`,
      title: () => office.name,
      more: () => office.address,
      click: () => flow.chooseOffice(office),
    }),
  );
  return {
    node: el(
      "div",
      { class: "stack" },
      stepLine(flow, "office"),
      heading(1, "book.office.title"),
      paragraph("book.office.lead"),
      el("ul", { class: "choices" }, ...choices),
      el(
        "section",
        { class: "stack stack--small" },
        heading(2, "book.how.title", "small"),
        bullets(["book.how.device", "book.how.private", "book.how.signature"]),
      ),
    ),
  };
}

/** @param {BookingFlow} flow @returns {View} */
export function matterView(flow) {
  const choices = flow.bookable.map((matter) =>
    choice({
      testid: `matter-${matter.id}`,
      title: (words) => words.text(matter.title),
      more: (words) => words.text(matter.summary),
      aside: (words) => `${words.t("book.minutes", { count: matter.duration_minutes })} · ${fee(words, matter.fee_cents ?? 0)}`,
      click: () => flow.chooseMatter(matter),
    }),
  );
  const counter = flow.matters.filter((matter) => matter.counter_only);
  return {
    node: el(
      "div",
      { class: "stack" },
      stepLine(flow, "matter"),
      heading(1, "book.matter.title"),
      chosen(flow),
      el("ul", { class: "choices" }, ...choices),
      counter.length > 0 &&
        el(
          "section",
          { class: "stack stack--small" },
          heading(2, "book.matter.counter", "small"),
          bullets(counter.map((matter) => (words) => words.text(matter.title))),
        ),
    ),
  };
}

/**
 * @param {import("../i18n.mjs").I18n} words
 * @param {number} cents
 */
function fee(words, cents) {
  if (cents === 0) {
    return words.t("book.free");
  }
  const locale = words.language === "de" ? "de-DE" : "en-GB";
  return new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" }).format(cents / 100);
}

/** @param {BookingFlow} flow @returns {View} */
export function bringView(flow) {
  const { matter } = flow;
  if (!matter) {
    return { node: el("div") };
  }
  const bring = (matter.bring ?? []).map((text) => /** @type {Phrase} */ ((words) => words.text(text)));
  const level = matter.signature ?? "simple";
  return {
    node: el(
      "div",
      { class: "stack" },
      stepLine(flow, "bring"),
      heading(1, (words) => words.text(matter.title)),
      paragraph((words) => words.text(matter.summary), "kern-body--large"),
      facts(
        ["book.bring.duration", ["book.minutes", { count: matter.duration_minutes }]],
        ["book.bring.fee", (words) => fee(words, matter.fee_cents ?? 0)],
        ["book.bring.signature", `level.${level}.short`],
      ),
      heading(2, "book.bring.title"),
      bring.length > 0 ? bullets(bring) : paragraph("book.bring.nothing"),
      alert("info", "book.bring.device.title", paragraph("book.bring.device")),
      button("primary", "book.bring.next", { testid: "next", click: () => void flow.toSlots() }),
    ),
  };
}
