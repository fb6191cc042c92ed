// Builds elements. All text goes through textContent, so that nothing that somebody typed becomes markup;
// what was said in one language is said again in the other when the person switches.

import { words } from "./words.mjs";

/** @import {Phrase} from "../i18n.mjs" */

/** @type {WeakMap<Element, Phrase>} */
const said = new WeakMap();
/** @type {WeakMap<Element, Record<string, Phrase>>} */
const saidAttributes = new WeakMap();
const MARK = "data-said";

/**
 * Give the element this sentence as its text, in whatever language is on.
 * @template {Element} E
 * @param {E} element
 * @param {Phrase} phrase
 * @returns {E}
 */
export function say(element, phrase) {
  const text = words.say(phrase);
  said.set(element, phrase);
  element.setAttribute(MARK, "");
  if (element.textContent !== text) {
    element.textContent = text;
  }
  return element;
}

/**
 * The same for an attribute (`aria-label`, `placeholder`).
 * @template {Element} E
 * @param {E} element
 * @param {string} attribute
 * @param {Phrase} phrase
 * @returns {E}
 */
export function sayAttribute(element, attribute, phrase) {
  saidAttributes.set(element, { ...saidAttributes.get(element), [attribute]: phrase });
  element.setAttribute(MARK, "");
  element.setAttribute(attribute, words.say(phrase));
  return element;
}

/** After a switch of the language: say everything again. What the person typed stays. */
export function sayAgain() {
  document.documentElement.lang = words.language;
  for (const element of document.querySelectorAll(`[${MARK}]`)) {
    const phrase = said.get(element);
    if (phrase !== undefined) {
      element.textContent = words.say(phrase);
    }
    for (const [attribute, text] of Object.entries(saidAttributes.get(element) ?? {})) {
      element.setAttribute(attribute, words.say(text));
    }
  }
}

/**
 * @typedef {object} Wishes
 * @property {string} [class]
 * @property {Phrase} [say] its text
 * @property {string} [text] a name or number that is the same in every language
 * @property {string} [id]
 * @property {string} [testid]
 * @property {Phrase} [label] its accessible name
 * @property {(event: Event) => void} [click]
 * @property {Record<string, string | boolean | number>} [attributes]
 */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Wishes} [wishes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, wishes = {}, ...children) {
  const element = document.createElement(tag);
  if (wishes.class) element.className = wishes.class;
  if (wishes.id) element.id = wishes.id;
  if (wishes.testid) element.dataset["testid"] = wishes.testid;
  if (wishes.text !== undefined) element.textContent = wishes.text;
  if (wishes.say !== undefined) say(element, wishes.say);
  if (wishes.label !== undefined) sayAttribute(element, "aria-label", wishes.label);
  if (wishes.click) element.addEventListener("click", wishes.click);
  for (const [name, value] of Object.entries(wishes.attributes ?? {})) {
    if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @param {Element} element @param {boolean} visible */
export function show(element, visible) {
  /** @type {HTMLElement} */ (element).hidden = !visible;
}

/**
 * An icon: one of KERN's own, or one of ours (see style.css). Never the only carrier of a meaning.
 * @param {string} name
 * @returns {HTMLSpanElement}
 */
export function icon(name) {
  return el("span", { class: `kern-icon kern-icon--${name}`, attributes: { "aria-hidden": "true" } });
}

/**
 * @param {"primary" | "secondary" | "tertiary"} kind
 * @param {Phrase} phrase
 * @param {Wishes & {icon?: string}} [wishes]
 * @returns {HTMLButtonElement}
 */
export function button(kind, phrase, { icon: name, ...wishes } = {}) {
  const element = el(
    "button",
    { ...wishes, class: `kern-btn kern-btn--${kind} ${wishes.class ?? ""}`.trim(), attributes: { type: "button", ...wishes.attributes } },
    name ? icon(name) : null,
    el("span", { class: "kern-label", say: phrase }),
  );
  return element;
}

/**
 * Say that a button works, without taking the focus from it.
 * @param {HTMLButtonElement} element
 * @param {boolean} busy
 */
export function setBusy(element, busy) {
  element.setAttribute("aria-disabled", String(busy));
  element.classList.toggle("is-busy", busy);
}

/** @param {HTMLButtonElement} element @param {Phrase} phrase */
export function relabel(element, phrase) {
  const label = element.querySelector(".kern-label");
  if (label) {
    say(label, phrase);
  }
}

/**
 * @param {"info" | "success" | "warning" | "danger"} kind
 * @param {Phrase} title
 * @param {...(Node | null | false)} body
 * @returns {HTMLDivElement}
 */
export function alert(kind, title, ...body) {
  const inner = body.filter((part) => part);
  return el(
    "div",
    { class: `kern-alert kern-alert--${kind}` },
    el("div", { class: "kern-alert__header" }, icon(kind), el("span", { class: "kern-title", say: title })),
    inner.length > 0 && el("div", { class: "kern-alert__body" }, ...inner),
  );
}

/**
 * @param {Phrase} phrase
 * @param {string} [more] further classes
 * @returns {HTMLParagraphElement}
 */
export function paragraph(phrase, more = "") {
  return el("p", { class: `kern-body ${more}`.trim(), say: phrase });
}

/**
 * @param {1 | 2 | 3} level
 * @param {Phrase} phrase
 * @param {string} [size] KERN's size, when it differs from the level's usual
 * @returns {HTMLHeadingElement}
 */
export function heading(level, phrase, size) {
  const usual = { 1: "large", 2: "medium", 3: "small" }[level];
  const tag = /** @type {"h1" | "h2" | "h3"} */ (`h${level}`);
  return el(tag, { class: `kern-heading-${size ?? usual}`, say: phrase, attributes: { tabindex: "-1" } });
}

/**
 * Rows of a name and a value.
 * @param {...[key: Phrase, value: Phrase | Node]} rows
 * @returns {HTMLDListElement}
 */
export function facts(...rows) {
  return el(
    "dl",
    { class: "kern-description-list" },
    ...rows.map(([key, value]) =>
      el(
        "div",
        { class: "kern-description-list-item" },
        el("dt", { class: "kern-description-list-item__key", say: key }),
        value instanceof Node
          ? el("dd", { class: "kern-description-list-item__value" }, value)
          : el("dd", { class: "kern-description-list-item__value", say: value }),
      ),
    ),
  );
}

/**
 * @param {Phrase[]} phrases
 * @returns {HTMLUListElement}
 */
export function bullets(phrases) {
  return el(
    "ul",
    { class: "kern-list kern-list--bullet" },
    ...phrases.map((phrase) => el("li", { say: phrase })),
  );
}

/**
 * A tick box with its sentence.
 * @param {object} wishes
 * @param {string} wishes.id
 * @param {string} wishes.testid
 * @param {Phrase} wishes.phrase
 * @returns {{node: HTMLDivElement, input: HTMLInputElement, setError: (phrase: Phrase | null) => void}}
 */
export function tick({ id, testid, phrase }) {
  const input = el("input", { id, testid, class: "kern-form-check__checkbox", attributes: { type: "checkbox" } });
  const error = errorLine(`${id}-error`);
  const node = el(
    "div",
    { class: "kern-form-check" },
    input,
    el("label", { class: "kern-label", say: phrase, attributes: { for: id } }),
    error,
  );
  return { node, input, setError: (sentence) => mark(node, input, error, sentence, "kern-form-check") };
}

/**
 * A text field with its label, hint and place for an error.
 * @param {object} wishes
 * @param {string} wishes.id
 * @param {string} wishes.testid
 * @param {Phrase} wishes.phrase
 * @param {Phrase} [wishes.hint]
 * @param {boolean} [wishes.optional]
 * @param {boolean} [wishes.multiline]
 * @param {Record<string, string | number>} [wishes.attributes]
 * @returns {{node: HTMLDivElement, input: HTMLInputElement | HTMLTextAreaElement, setError: (phrase: Phrase | null) => void}}
 */
export function field({ id, testid, phrase, hint, optional, multiline, attributes }) {
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const input = el(multiline ? "textarea" : "input", {
    id,
    testid,
    class: "kern-form-input__input",
    attributes: { ...attributes, "aria-describedby": described },
  });
  const error = errorLine(`${id}-error`);
  const node = el(
    "div",
    { class: "kern-form-input" },
    el(
      "label",
      { class: "kern-label", attributes: { for: id } },
      el("span", { say: phrase }),
      optional && el("span", { class: "kern-label__optional", say: "form.optional" }),
    ),
    hint && el("div", { class: "kern-hint", id: `${id}-hint`, say: hint }),
    input,
    error,
  );
  return { node, input, setError: (sentence) => mark(node, input, error, sentence, "kern-form-input") };
}

/** @param {string} id @returns {HTMLParagraphElement} */
function errorLine(id) {
  return el("p", { id, class: "kern-error", attributes: { hidden: true } });
}

/**
 * @param {HTMLElement} node
 * @param {HTMLElement} input
 * @param {HTMLElement} line
 * @param {Phrase | null} sentence
 * @param {string} block KERN's class of the whole
 */
function mark(node, input, line, sentence, block) {
  line.replaceChildren(...(sentence === null ? [] : [icon("danger"), el("span", { class: "kern-body", say: sentence })]));
  show(line, sentence !== null);
  input.setAttribute("aria-invalid", String(sentence !== null));
  node.classList.toggle(`${block}--error`, sentence !== null);
  for (const name of input.classList) {
    if (name.includes("__") && !name.includes("--")) {
      input.classList.toggle(`${name}--error`, sentence !== null);
    }
  }
}
