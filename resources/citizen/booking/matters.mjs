// Several matters in one appointment, as the page counts them: how long, how much, what to have ready, what still fits.

import { LONGEST_MINUTES, MOST_MATTERS } from "../contract.mjs";

/** @import {MatterView, Text} from "../contract.mjs" */
/** @import {I18n} from "../i18n.mjs" */

/** @typedef {"simple" | "advanced" | "none"} Level */

const LEVELS = /** @type {const} */ (["none", "simple", "advanced"]);
const JOINT = { de: "de-DE", en: "en-GB" };

/** @param {MatterView[]} matters @returns {number} */
export function minutes(matters) {
  return matters.reduce((sum, matter) => sum + matter.duration_minutes, 0);
}

/** @param {MatterView[]} matters @returns {number} cents */
export function fees(matters) {
  return matters.reduce((sum, matter) => sum + (matter.fee_cents ?? 0), 0);
}

/** @param {MatterView[]} matters @returns {Text[]} everything once */
export function bring(matters) {
  const texts = matters.flatMap((matter) => matter.bring ?? []);
  return texts.filter((text, at) => texts.findIndex((other) => other.de === text.de && other.en === text.en) === at);
}

/** @param {MatterView[]} matters @returns {Level} the strictest */
export function level(matters) {
  const found = matters.map((matter) => LEVELS.indexOf(matter.signature ?? "simple"));
  return LEVELS[Math.max(...found)] ?? "simple";
}

/** @param {MatterView[]} matters @param {I18n} words @returns {string} "A, B und C" */
export function titles(matters, words) {
  return new Intl.ListFormat(JOINT[words.language]).format(matters.map((matter) => words.text(matter.title)));
}

/**
 * @param {MatterView[]} chosen
 * @param {MatterView} [another]
 * @returns {"" | "many" | "long"} why this one cannot be added (without one: why none can), or ""
 */
export function cannotAdd(chosen, another) {
  if (chosen.length >= MOST_MATTERS) {
    return "many";
  }
  return another && minutes([...chosen, another]) > LONGEST_MINUTES ? "long" : "";
}

/**
 * What the address names, as far as it can be done together; the rest is left out.
 * @param {MatterView[]} bookable
 * @param {readonly string[]} ids
 * @returns {MatterView[]} in the order of the ids
 */
export function together(bookable, ids) {
  /** @type {MatterView[]} */
  const found = [];
  for (const id of new Set(ids)) {
    const matter = bookable.find((one) => one.id === id);
    if (matter && !cannotAdd(found, matter)) {
      found.push(matter);
    }
  }
  return found;
}
