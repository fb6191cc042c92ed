// What the person has to do while the clerk checks the card: one thing at a time, in words, with what can be answered here.

import { Aloud } from "../card/aloud.mjs";
import { hintPhrase } from "../card/hints.mjs";
import { button, el, field, heading, paragraph, relabel, say, show } from "../ui/dom.mjs";
import { words } from "../ui/words.mjs";

/** @import {IdentityAsk} from "../contract.mjs" */
/** @import {Identity} from "../call/identity.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** A hint that stands so long is said to a screen reader as well; a flickering one would never let it finish. */
const STEADY_MS = 1_200;

/**
 * @param {IdentityAsk} ask
 * @returns {Phrase}
 */
export function askPhrase(ask) {
  if (ask.kind === "feature" && ask.words) {
    const { words } = ask;
    return (say) => say.text(words);
  }
  if (ask.kind === "read" || ask.kind === "front") {
    return `identify.${ask.kind}.text`;
  }
  return ask.detail ? `identify.${ask.kind}.${ask.detail}` : `identify.${ask.kind}.text`;
}

/**
 * @param {Identity} identity
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 * @returns {{node: HTMLElement, update: () => void, leave: () => void}}
 */
export function identifyPanel(identity, announce) {
  const title = heading(2, "identify.consent");
  title.id = "identify-title";
  const text = el("p", { class: "kern-body identify__text", testid: "identify-text" });
  const yes = button("primary", "identify.consent.yes", { testid: "identify-yes", click: () => identity.answer(true) });
  const no = button("secondary", "identify.consent.no", { testid: "identify-no", click: () => identity.answer(false) });
  const consent = el("div", { class: "stack stack--small" }, paragraph("identify.consent.law"), el("div", { class: "kern-btn-wrapper" }, yes, no));
  const serial = serialPart(identity);
  // Both hands hold the card; but in a call a second voice disturbs, so it is asked for.
  const aloud = new Aloud();
  aloud.on = false;
  const voice = button("tertiary", "identify.aloud.start", {
    testid: "identify-aloud",
    click: () => {
      aloud.on = !aloud.on;
      aloud.prepare();
      aloud.on || aloud.quiet();
      relabel(voice, aloud.on ? "identify.aloud.stop" : "identify.aloud.start");
    },
  });
  const done = paragraph("identify.answered", "identify__done");
  const node = el("section", { class: "panel stack stack--small", testid: "identify", attributes: { "aria-labelledby": "identify-title" } }, title, text, consent, serial.node, done, voice);
  let drawn = "";
  let hinted = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let steady;

  const sayHint = () => {
    const { capture } = identity;
    const now = capture?.good ? "good" : (capture?.hint ?? "");
    if (now === hinted) {
      return;
    }
    hinted = now;
    clearTimeout(steady);
    if (now) {
      /** @type {Phrase} */
      const phrase = capture?.hint && !capture.good ? hintPhrase(capture.hint, { wanted: capture.wanted ?? null }) : "identify.good";
      const word = capture?.good ? "done" : (capture?.hint ?? "done");
      steady = setTimeout(() => {
        announce(phrase);
        aloud.say(word, words.say(phrase), words.language);
      }, STEADY_MS);
    }
  };

  return {
    node,
    update() {
      const { ask, answered } = identity;
      sayHint();
      show(node, ask !== null);
      // What is asked stands alone: the stage's own sentence would push it off a phone's screen.
      document.body.classList.toggle("is-asked", ask !== null);
      const state = ask ? `${ask.id} ${answered}` : "";
      if (state === drawn) {
        return;
      }
      const another = !drawn.startsWith(`${ask?.id} `);
      drawn = state;
      if (!ask) {
        return;
      }
      say(title, `identify.${ask.kind}`);
      say(text, askPhrase(ask));
      show(voice, ask.kind === "read" || ask.kind === "front" || ask.kind === "feature");
      show(consent, ask.kind === "consent" && !answered);
      serial.show(ask.kind === "serial", another);
      show(done, answered !== "");
      say(done, answered === "typed" ? "identify.typed" : answered === "no" ? "identify.refused" : "identify.answered");
      if (another) {
        announce(askPhrase(ask));
      }
    },
    leave() {
      clearTimeout(steady);
      aloud.close();
      document.body.classList.remove("is-asked");
    },
  };
}

/** @param {Identity} identity */
function serialPart(identity) {
  const number = field({
    id: "identify-serial",
    testid: "identify-serial",
    phrase: "identify.serial.label",
    hint: "identify.serial.hint",
    attributes: { type: "text", maxlength: 24, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", enterkeyhint: "done" },
  });
  const input = /** @type {HTMLInputElement} */ (number.input);
  const send = button("primary", "identify.serial.send", { testid: "identify-serial-send", attributes: { type: "submit" } });
  const node = el("form", { class: "stack stack--small" }, number.node, el("div", { class: "kern-btn-wrapper" }, send));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    identity.serial(input.value);
  });
  return {
    node,
    /** @param {boolean} wanted @param {boolean} another */
    show(wanted, another) {
      show(node, wanted);
      if (another || !wanted) {
        input.value = "";
      }
    },
  };
}
