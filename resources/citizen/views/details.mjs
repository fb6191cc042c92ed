// Booking: who comes. Errors stand on top with a way to each field, and at the field.

import { FIELDS } from "../booking/details.mjs";
import { alert, button, el, field, heading, paragraph, say, setBusy, show, tick } from "../ui/dom.mjs";
import { chosen, stepLine } from "./steps.mjs";

/** @import {Draft, Field} from "../booking/details.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {View} from "../ui/shell.mjs" */

const LOOK_MS = 5_000;

/**
 * @param {BookingFlow} flow
 * @param {(phrase: import("../i18n.mjs").Phrase, urgent?: boolean) => void} announce
 * @returns {View}
 */
export function detailsView(flow, announce) {
  const inputs = fields();
  for (const name of FIELDS) {
    connect(flow, name, inputs[name].input);
  }
  const summary = el("div", { attributes: { tabindex: "-1" }, testid: "errors" });
  const send = button("primary", "book.details.send", { testid: "book", attributes: { type: "submit" } });
  const form = el(
    "form",
    { class: "stack", attributes: { novalidate: true } },
    ...FIELDS.filter((name) => name !== "consent").map((name) => inputs[name].node),
    privacy(),
    inputs.consent.node,
    send,
  );
  let pressed = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pressed = true;
    void flow.book();
  });

  const held = holdLine(flow, announce);
  const update = () => {
    setBusy(send, flow.busy);
    held.update();
    if (flow.busy) {
      return;
    }
    for (const name of FIELDS) {
      const code = flow.errors[name];
      inputs[name].setError(code ? `field.${name}.${code}` : null);
    }
    summary.replaceChildren(...problems(flow, inputs));
    if (pressed && summary.childElementCount > 0) {
      summary.focus();
    }
    pressed = false;
  };
  update();
  const timer = setInterval(held.update, LOOK_MS);
  return {
    node: el("div", { class: "stack" }, stepLine(flow, "details"), heading(1, "book.details.title"), chosen(flow), held.node, summary, form),
    update,
    leave: () => clearInterval(timer),
  };
}

/** @returns {Record<Field, ReturnType<typeof field>>} */
function fields() {
  const usual = { type: "text", autocapitalize: "words", maxlength: 120 };
  const make = (/** @type {string} */ name, /** @type {string} */ testid, /** @type {object} */ more) =>
    field({ id: testid, testid, phrase: `field.${name}`, ...more });
  return {
    given_names: make("given_names", "given-names", {
      hint: "field.given_names.hint",
      attributes: { ...usual, autocomplete: "given-name" },
    }),
    family_name: make("family_name", "family-name", { attributes: { ...usual, autocomplete: "family-name" } }),
    birth_date: make("birth_date", "birth-date", {
      hint: "field.birth_date.hint",
      attributes: { type: "text", inputmode: "numeric", autocomplete: "bday", maxlength: 14 },
    }),
    email: make("email", "email", {
      hint: "field.email.hint",
      attributes: { type: "email", autocomplete: "email", autocapitalize: "none", spellcheck: "false", maxlength: 254 },
    }),
    mobile: make("mobile", "mobile", {
      optional: true,
      hint: "field.mobile.hint",
      attributes: { type: "tel", autocomplete: "tel", maxlength: 30 },
    }),
    consent: tick({ id: "consent", testid: "consent", phrase: "field.consent" }),
  };
}

/**
 * @param {BookingFlow} flow
 * @param {Field} name
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 */
function connect(flow, name, input) {
  if (input instanceof HTMLInputElement && input.type === "checkbox") {
    input.checked = Boolean(flow.draft[name]);
    input.addEventListener("change", () => flow.write({ [name]: input.checked }));
  } else {
    input.value = String(flow.draft[name]);
    input.addEventListener("input", () => flow.write(/** @type {Partial<Draft>} */ ({ [name]: input.value })));
  }
}

/**
 * @param {BookingFlow} flow
 * @param {Record<Field, {input: HTMLElement}>} inputs
 * @returns {Node[]}
 */
function problems(flow, inputs) {
  const wrong = FIELDS.filter((name) => flow.errors[name]);
  if (wrong.length > 0) {
    const links = wrong.map((name) => {
      const link = el("a", { class: "kern-link", say: `field.${name}.${flow.errors[name]}`, attributes: { href: `#${inputs[name].input.id}` } });
      link.addEventListener("click", (event) => {
        event.preventDefault(); // The address bar holds the step; only the focus is to move.
        inputs[name].input.focus();
      });
      return el("li", {}, link);
    });
    return [alert("danger", ["book.details.errors", { count: wrong.length }], el("ul", { class: "kern-list" }, ...links))];
  }
  const { problem } = flow;
  return problem ? [alert("warning", (words) => words.problem(problem), paragraph("book.details.kept"))] : [];
}

function privacy() {
  return el(
    "details",
    { class: "more" },
    el("summary", { say: "privacy.booking.title" }),
    el("div", { class: "stack stack--small" }, paragraph("privacy.booking.what"), paragraph("privacy.booking.why"), paragraph("privacy.booking.rights")),
  );
}

/**
 * How long the place is still held.
 * @param {BookingFlow} flow
 * @param {(phrase: import("../i18n.mjs").Phrase, urgent?: boolean) => void} announce
 */
function holdLine(flow, announce) {
  const node = el("div", { class: "hold", testid: "hold" });
  const day = el("p", { class: "kern-body kern-body--bold" });
  const left = el("p", { class: "kern-body" });
  node.append(day, left);
  let warned = false;
  const update = () => {
    const { hold } = flow;
    show(node, hold !== null);
    if (!hold) {
      return;
    }
    say(day, (words) => `${words.day(hold.start)}, ${words.t("common.clock", { time: words.time(hold.start) })}`);
    const minutes = Math.ceil(flow.heldFor / 60_000);
    const phrase = minutes > 0 ? /** @type {[string, object]} */ (["book.details.held", { count: minutes }]) : "book.details.ran_out";
    say(left, /** @type {import("../i18n.mjs").Phrase} */ (phrase));
    if (minutes <= 2 && !warned) {
      warned = true;
      announce(/** @type {import("../i18n.mjs").Phrase} */ (phrase));
    }
  };
  return { node, update };
}
