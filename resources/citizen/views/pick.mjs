// Booking, the first steps: which Bürgeramt, which matter, what to have ready.

import { LONGEST_MINUTES, MOST_MATTERS } from "../contract.mjs";
import { bring, cannotAdd, fees, level, minutes, titles } from "../booking/matters.mjs";
import { alert, bullets, button, el, facts, heading, icon, paragraph } from "../ui/dom.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {MatterView} from "../contract.mjs" */
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

/** @param {MatterView} matter @param {() => void} click */
function matterChoice(matter, click) {
  return choice({
    testid: `matter-${matter.id}`,
    title: (words) => words.text(matter.title),
    more: (words) => words.text(matter.summary),
    aside: (words) => `${words.t("book.minutes", { count: matter.duration_minutes })} · ${fee(words, matter.fee_cents ?? 0)}`,
    click,
  });
}

/** @param {BookingFlow} flow @returns {View} */
export function matterView(flow) {
  const choices = flow.bookable.map((matter) => matterChoice(matter, () => flow.chooseMatter(matter)));
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

/**
 * One more for the same appointment.
 * @param {BookingFlow} flow
 * @returns {View}
 */
export function moreView(flow) {
  const { chosen: already, others } = flow;
  const fitting = others.filter((matter) => !cannotAdd(already, matter));
  const tooLong = others.filter((matter) => cannotAdd(already, matter) === "long");
  return {
    node: el(
      "div",
      { class: "stack" },
      stepLine(flow, "more"),
      heading(1, "book.more.title"),
      paragraph((words) => words.t("book.more.lead", { already: titles(already, words), minutes: minutes(already) })),
      fitting.length > 0 && el("ul", { class: "choices" }, ...fitting.map((matter) => matterChoice(matter, () => flow.addMatter(matter)))),
      tooLong.length > 0 &&
        el(
          "section",
          { class: "stack stack--small", testid: "too-long" },
          heading(2, "book.more.long", "small"),
          paragraph(["book.more.long.hint", { longest: LONGEST_MINUTES }]),
          bullets(tooLong.map((matter) => (words) => `${words.text(matter.title)} (${words.t("book.minutes", { count: matter.duration_minutes })})`)),
        ),
      button("secondary", "book.more.none", { testid: "no-more", click: () => flow.toBring() }),
    ),
  };
}

/** @param {BookingFlow} flow @returns {View} */
export function bringView(flow) {
  const matters = flow.chosen;
  const [only] = matters;
  if (!only) {
    return { node: el("div") };
  }
  const single = matters.length === 1;
  const ready = bring(matters).map((text) => /** @type {Phrase} */ ((words) => words.text(text)));
  return {
    node: el(
      "div",
      { class: "stack" },
      stepLine(flow, "bring"),
      heading(1, (words) => (single ? words.text(only.title) : words.t("book.bring.several", { number: matters.length }))),
      single ? paragraph((words) => words.text(only.summary), "kern-body--large") : chosenList(flow),
      facts(
        ["book.bring.duration", ["book.minutes", { count: minutes(matters) }]],
        ["book.bring.fee", (words) => fee(words, fees(matters))],
        ["book.bring.signature", `level.${level(matters)}.short`],
      ),
      another(flow),
      heading(2, "book.bring.title"),
      ready.length > 0 ? bullets(ready) : paragraph("book.bring.nothing"),
      alert("info", "book.bring.device.title", paragraph("book.bring.device")),
      button("primary", "book.bring.next", { testid: "next", click: () => void flow.toSlots() }),
    ),
  };
}

/** @param {BookingFlow} flow @returns {HTMLElement} each with the way to leave it out again */
function chosenList(flow) {
  const line = (/** @type {MatterView} */ matter) =>
    el(
      "li",
      { class: "chosen-matter" },
      el(
        "span",
        { class: "choice__words" },
        el("span", { class: "chosen-matter__title", say: (words) => words.text(matter.title) }),
        el("span", { class: "choice__aside", say: ["book.minutes", { count: matter.duration_minutes }] }),
      ),
      button("tertiary", "book.bring.drop", {
        testid: `drop-${matter.id}`,
        label: (words) => words.t("book.bring.drop.label", { matter: words.text(matter.title) }),
        click: () => flow.dropMatter(matter),
      }),
    );
  return el("ul", { class: "chosen-matters", testid: "chosen" }, ...flow.chosen.map(line));
}

/** @param {BookingFlow} flow @returns {HTMLElement | null} the way to one more, or why there is none */
function another(flow) {
  if (cannotAdd(flow.chosen) === "many") {
    return paragraph(["book.bring.most", { most: MOST_MATTERS }], "kern-body--muted");
  }
  if (flow.others.length === 0) {
    return null;
  }
  return button("secondary", "book.bring.more", { testid: "more", icon: "add", click: () => flow.toMore() });
}
