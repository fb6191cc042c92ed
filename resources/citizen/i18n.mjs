// The page's languages: one flat catalogue per language, the same keys in both (a test compares them).

/** @import {Text} from "./contract.mjs" */

/** @typedef {"de" | "en"} Language */
/** @typedef {Record<string, string | number>} Params */
/** @typedef {string | [key: string, params: Params] | ((words: I18n) => string)} Phrase */

export const LANGUAGES = /** @type {const} */ (["de", "en"]);
const ZONE = "Europe/Berlin";

/**
 * Which language to begin with.
 * @param {...(string | null | undefined)} wishes in order: the person's choice, the booking's, the browser's …
 * @returns {Language}
 */
export function firstLanguage(...wishes) {
  for (const wish of wishes) {
    const short = wish?.slice(0, 2).toLowerCase();
    if (short === "de" || short === "en") {
      return short;
    }
  }
  return "de";
}

export class I18n {
  /** @type {Language} */
  language = "de";
  /** For whom the page is: of a sentence `key` that has a `role.key` beside it the latter is taken. */
  role = "";
  /** @type {Partial<Record<Language, Record<string, string>>>} */
  #catalogues;

  /** @param {Partial<Record<Language, Record<string, string>>>} [catalogues] */
  constructor(catalogues = {}) {
    this.#catalogues = catalogues;
  }

  /**
   * Make a language ready.
   * @param {Language} language
   * @param {(language: Language) => Promise<Record<string, string>>} fetchCatalogue
   */
  async use(language, fetchCatalogue) {
    this.#catalogues[language] ??= await fetchCatalogue(language);
    this.language = language;
  }

  /** @param {string} key @returns {boolean} */
  has(key) {
    return this.#find(key, {}) !== undefined;
  }

  /**
   * A sentence. With a `count` the catalogue's `key.one` or `key.other` is taken.
   * @param {string} key
   * @param {Params} [params]
   * @returns {string}
   */
  t(key, params = {}) {
    const sentence = this.#find(key, params) ?? key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
  }

  /**
   * The sentence of a problem's code; for an unknown code the general one.
   * @param {string} code
   * @returns {string}
   */
  problem(code) {
    const key = `error.${code}`;
    return this.has(key) ? this.t(key) : this.t("error.unexpected");
  }

  /** @param {Phrase} phrase @returns {string} */
  say(phrase) {
    if (typeof phrase === "function") {
      return phrase(this);
    }
    return typeof phrase === "string" ? this.t(phrase) : this.t(...phrase);
  }

  /** @param {Text} text @returns {string} */
  text(text) {
    return text[this.language];
  }

  /** @param {string | Date} moment @returns {string} e.g. "Montag, 24. November 2026" */
  day(moment) {
    return this.as(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  }

  /** @param {string | Date} moment @returns {string} e.g. "09:10" on a clock in Germany */
  time(moment) {
    return this.as(moment, { hour: "2-digit", minute: "2-digit" });
  }

  /** @param {string} first YYYY-MM-DD @param {string} last YYYY-MM-DD @returns {string} e.g. "23. November – 20. Dezember 2026" */
  days(first, last) {
    const [from, to] = [first, last].map((day) => new Date(`${day}T12:00:00Z`));
    return this.#clock({ day: "numeric", month: "long", year: "numeric" }).formatRange(/** @type {Date} */ (from), /** @type {Date} */ (to));
  }

  /**
   * @param {string | Date} moment
   * @param {Intl.DateTimeFormatOptions} options
   * @returns {string} on a clock in Germany
   */
  as(moment, options) {
    return this.#clock(options).format(new Date(moment));
  }

  /** @param {Intl.DateTimeFormatOptions} options */
  #clock(options) {
    return new Intl.DateTimeFormat(this.language === "de" ? "de-DE" : "en-GB", { timeZone: ZONE, ...options });
  }

  /**
   * @param {string} key
   * @param {Params} params
   * @returns {string | undefined}
   */
  #find(key, params) {
    const own = this.role ? this.#look(`${this.role}.${key}`, params) : undefined;
    return own ?? this.#look(key, params);
  }

  /**
   * @param {string} key
   * @param {Params} params
   * @returns {string | undefined}
   */
  #look(key, params) {
    const catalogue = this.#catalogues[this.language] ?? {};
    if (typeof params["count"] === "number") {
      const form = new Intl.PluralRules(this.language).select(params["count"]);
      return catalogue[`${key}.${form}`] ?? catalogue[`${key}.other`] ?? catalogue[key];
    }
    return catalogue[key];
  }
}
