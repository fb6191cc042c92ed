// The one I18n of this page, and who loads its catalogues.

import { I18n, firstLanguage } from "../i18n.mjs";
import { storage } from "../memory.mjs";

/** @import {Language} from "../i18n.mjs" */

const CHOSEN = "language";

export const words = new I18n();

/** @param {Language} language @returns {Promise<Record<string, string>>} */
async function fetchCatalogue(language) {
  const response = await fetch(`/i18n/page.${language}.json`);
  if (!response.ok) {
    throw new Error(`catalogue ${language}: ${response.status}`);
  }
  return response.json();
}

/** Begin with the language that the person chose before, else the browser's. */
export async function loadWords() {
  const chosen = storage("localStorage")?.getItem(CHOSEN);
  await words.use(firstLanguage(chosen, ...navigator.languages), fetchCatalogue);
}

/** @returns {boolean} whether the person has pressed the switch at some time */
export function languageWasChosen() {
  return Boolean(storage("localStorage")?.getItem(CHOSEN));
}

/**
 * @param {Language} language
 * @param {boolean} [remember] the person wants it so
 */
export async function useLanguage(language, remember = true) {
  await words.use(language, fetchCatalogue);
  if (remember) {
    try {
      storage("localStorage")?.setItem(CHOSEN, language);
    } catch {
      // Not remembered; it holds for this page.
    }
  }
}
