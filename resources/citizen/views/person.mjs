// The form that asks who comes: for a booking and for the waiting list. Errors stand on top with a way to each field,
// and at the field.

import { FIELDS } from "../booking/details.mjs";
import { alert, button, el, field, paragraph, setBusy, tick } from "../ui/dom.mjs";

/** @import {Draft, Field} from "../booking/details.mjs" */
/** @import {BookingFlow} from "../booking/flow.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** @typedef {{node: HTMLElement, input: HTMLInputElement | HTMLTextAreaElement, setError: (phrase: Phrase | null) => void}} Input */

/**
 * @param {BookingFlow} flow
 * @param {object} wishes
 * @param {Phrase} wishes.send
 * @param {() => void} wishes.submit
 * @param {Partial<Record<Field, Input>>} [wishes.before] further fields, above the person's
 * @param {(code: string) => Node | null} [wishes.problem] draws a problem in its own way; null: as usual
 */
export function personForm(flow, { send, submit, before = {}, problem = () => null }) {
  const own = fields();
  for (const name of FIELDS) {
    connect(flow, name, own[name].input);
  }
  /** @type {Partial<Record<Field, Input>>} */
  const inputs = { ...before, ...own };
  const names = /** @type {Field[]} */ (Object.keys(inputs));
  const summary = el("div", { attributes: { tabindex: "-1" }, testid: "errors" });
  const go = button("primary", send, { testid: "book", attributes: { type: "submit" } });
  const form = el(
    "form",
    { class: "stack", attributes: { novalidate: true } },
    ...names.filter((name) => name !== "consent").map((name) => inputs[name]?.node),
    privacy(),
    own.consent.node,
    go,
  );
  let pressed = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pressed = true;
    submit();
  });
  let drawn = "";
  const update = () => {
    setBusy(go, flow.busy);
    if (flow.busy) {
      return;
    }
    for (const name of names) {
      const code = flow.errors[name];
      inputs[name]?.setError(code ? `field.${name}.${code}` : null);
    }
    const now = JSON.stringify([flow.errors, flow.problem, flow.alternatives]);
    if (now !== drawn) {
      drawn = now;
      summary.replaceChildren(...problems(flow, names, inputs, problem));
    }
    if (pressed && summary.childElementCount > 0) {
      summary.focus();
    }
    pressed = false;
  };
  return { node: el("div", { class: "stack" }, summary, form), update };
}

/** @returns {Record<keyof Draft, Input>} */
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
 * @param {keyof Draft} name
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
 * @param {Field[]} names
 * @param {Partial<Record<Field, Input>>} inputs
 * @param {(code: string) => Node | null} draw
 * @returns {Node[]}
 */
function problems(flow, names, inputs, draw) {
  const wrong = names.filter((name) => flow.errors[name]);
  if (wrong.length > 0) {
    const links = wrong.map((name) => {
      const input = inputs[name]?.input;
      const link = el("a", { class: "kern-link", say: `field.${name}.${flow.errors[name]}`, attributes: { href: `#${input?.id}` } });
      link.addEventListener("click", (event) => {
        event.preventDefault(); // The address bar holds the step; only the focus is to move.
        input?.focus();
      });
      return el("li", {}, link);
    });
    return [alert("danger", ["book.details.errors", { count: wrong.length }], el("ul", { class: "kern-list" }, ...links))];
  }
  const { problem } = flow;
  return problem ? [draw(problem) ?? alert("warning", (words) => words.problem(problem), paragraph("book.details.kept"))] : [];
}

function privacy() {
  return el(
    "details",
    { class: "more" },
    el("summary", { say: "privacy.booking.title" }),
    el("div", { class: "stack stack--small" }, paragraph("privacy.booking.what"), paragraph("privacy.booking.why"), paragraph("privacy.booking.rights")),
  );
}
