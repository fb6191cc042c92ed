// The frame around every view: language, light and dark, where the focus goes, what is said aloud.

import { storage } from "../memory.mjs";
import { el, relabel, say, sayAgain, sayAttribute } from "./dom.mjs";
import { loadWords, useLanguage, words } from "./words.mjs";

/** @import {Phrase} from "../i18n.mjs" */

/**
 * @typedef {object} View
 * @property {Node} node
 * @property {() => void} [update] the model changed
 * @property {() => void} [leave] let go of timers and devices
 */

const THEME = "theme";

export class Shell {
  /** @type {View | null} */
  #view = null;
  /** @type {Phrase} */
  #title = "app.name";
  /** @type {(() => void)[]} */
  #onLanguage = [];

  constructor() {
    this.main = /** @type {HTMLElement} */ (document.getElementById("main"));
    this.polite = el("div", { class: "kern-sr-only", attributes: { role: "status", "aria-live": "polite" } });
    this.urgent = el("div", { class: "kern-sr-only", attributes: { role: "alert" } });
    document.body.append(this.polite, this.urgent);
  }

  /** Load the words and fill the header. */
  async start() {
    applyTheme(storage("localStorage")?.getItem(THEME) ?? null);
    await loadWords();
    for (const element of document.querySelectorAll("[data-t]")) {
      say(element, element.getAttribute("data-t") ?? "");
    }
    for (const element of document.querySelectorAll("[data-t-label]")) {
      sayAttribute(element, "aria-label", element.getAttribute("data-t-label") ?? "");
    }
    document.documentElement.lang = words.language;
    this.#switches();
  }

  /**
   * Show a view and take the person there.
   * @param {string} name stands as `data-view` on the body
   * @param {View} view
   * @param {Phrase} title of the window
   */
  show(name, view, title) {
    this.#view?.leave?.();
    const first = this.#view === null;
    this.#view = view;
    document.body.dataset["view"] = name;
    this.main.replaceChildren(view.node);
    this.title(title);
    // At once: gliding there would show the middle of the new view for half a second.
    globalThis.scrollTo({ top: 0, behavior: "instant" });
    if (!first) {
      this.main.querySelector("h1")?.focus();
    }
  }

  update() {
    this.#view?.update?.();
  }

  /** @param {Phrase} phrase */
  title(phrase) {
    this.#title = phrase;
    document.title = `${words.say(phrase)} – ${words.t("app.name")}`;
  }

  /**
   * Say it to people who listen instead of looking.
   * @param {Phrase} phrase
   * @param {boolean} [urgent]
   */
  announce(phrase, urgent = false) {
    const line = urgent ? this.urgent : this.polite;
    line.textContent = "";
    // A change within the same moment would not be noticed by a screen reader.
    setTimeout(() => {
      line.textContent = words.say(phrase);
    }, 50);
  }

  /** @param {() => void} listener hears when the language was switched */
  onLanguage(listener) {
    this.#onLanguage.push(listener);
  }

  /** @param {import("../i18n.mjs").Language} language @param {boolean} [remember] */
  async setLanguage(language, remember = true) {
    await useLanguage(language, remember);
    sayAgain();
    this.title(this.#title);
    for (const listener of this.#onLanguage) {
      listener();
    }
  }

  #switches() {
    const language = /** @type {HTMLButtonElement} */ (document.querySelector("[data-testid=language]"));
    const theme = /** @type {HTMLButtonElement} */ (document.querySelector("[data-testid=theme]"));
    const name = () => {
      const other = words.language === "de" ? "en" : "de";
      relabel(language, other === "en" ? () => "English" : () => "Deutsch");
      language.lang = other;
    };
    name();
    language.addEventListener("click", async () => {
      await this.setLanguage(words.language === "de" ? "en" : "de");
      name();
    });
    this.onLanguage(name);
    theme.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      applyTheme(next);
      try {
        storage("localStorage")?.setItem(THEME, next);
      } catch {
        // Not remembered; it holds for this page.
      }
    });
  }
}

/** @returns {boolean} */
function isDark() {
  const chosen = document.documentElement.dataset["kernTheme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** @param {string | null} theme null: as the device wishes */
function applyTheme(theme) {
  if (theme === "dark" || theme === "light") {
    document.documentElement.dataset["kernTheme"] = theme;
  }
}
