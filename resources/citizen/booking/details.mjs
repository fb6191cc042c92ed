// What the person types: read kindly, checked by the contract's own rules before anything is sent.

import { BOOKING_RULES } from "../contract.mjs";

/** @import {BookingRequest} from "../contract.mjs" */
/** @import {Language} from "../i18n.mjs" */

/** @typedef {{given_names: string, family_name: string, birth_date: string, email: string, mobile: string, consent: boolean}} Draft */
/** @typedef {{first: string, last: string}} Period days, YYYY-MM-DD */
/** @typedef {keyof Draft | keyof Period} Field */
/** @typedef {Partial<Record<Field, string>>} Errors a code per field, see the catalogue's `field.<field>.<code>` */

export const FIELDS = /** @type {const} */ (["given_names", "family_name", "birth_date", "email", "mobile", "consent"]);
export const PERIOD = /** @type {const} */ (["first", "last"]);

/** @returns {Draft} */
export function emptyDraft() {
  return { given_names: "", family_name: "", birth_date: "", email: "", mobile: "", consent: false };
}

/**
 * A date as people write it in Germany, or as machines do.
 * @param {string} typed "12.08.1964", "12 8 1964", "12081964", "1964-08-12"
 * @returns {string | null} YYYY-MM-DD; null for what is no day
 */
export function readDate(typed) {
  const text = typed.trim();
  const german = /^(\d{1,2})[.,/\s-]+(\d{1,2})[.,/\s-]+(\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const machine = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = machine
    ? [machine[1], machine[2], machine[3]]
    : [german?.[3], german?.[2], german?.[1]];
  if (!year || !month || !day) {
    return null;
  }
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const moment = new Date(`${iso}T00:00:00Z`);
  // JavaScript would turn 31 February into March; such a day does not exist.
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== iso ? null : iso;
}

/**
 * @param {Draft} draft
 * @param {string} today YYYY-MM-DD
 * @returns {Errors} empty: all is well
 */
export function check(draft, today) {
  /** @type {Errors} */
  const errors = {};
  for (const name of /** @type {const} */ (["given_names", "family_name"])) {
    const value = draft[name].trim();
    if (!value) {
      errors[name] = "missing";
    } else if (!fits(name, value)) {
      errors[name] = "wrong";
    }
  }
  const born = readDate(draft.birth_date);
  if (!draft.birth_date.trim()) {
    errors.birth_date = "missing";
  } else if (!born) {
    errors.birth_date = "wrong";
  } else if (born > today || born < "1900-01-01") {
    errors.birth_date = "unlikely";
  }
  const email = draft.email.trim();
  if (!email) {
    errors.email = "missing";
  } else if (!/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email)) {
    errors.email = "wrong";
  }
  if (draft.mobile.trim() && !fits("mobile", draft.mobile.trim())) {
    errors.mobile = "wrong";
  }
  if (!draft.consent) {
    errors.consent = "missing";
  }
  return errors;
}

/**
 * @param {Period} period
 * @param {string} today YYYY-MM-DD
 * @param {string} end the last day that can be booked
 * @returns {Errors} empty: all is well
 */
export function checkPeriod({ first, last }, today, end) {
  /** @type {Errors} */
  const errors = {};
  if (readDate(first) !== first) {
    errors.first = "missing";
  } else if (first < today) {
    errors.first = "past";
  }
  if (readDate(last) !== last) {
    errors.last = "missing";
  } else if (!errors.first && last < first) {
    errors.last = "before";
  } else if (last > end) {
    errors.last = "far";
  }
  return errors;
}

/**
 * @param {string} name
 * @param {string} value
 */
function fits(name, value) {
  const rule = BOOKING_RULES[name] ?? {};
  return value.length <= (rule.maxLength ?? Infinity) && new RegExp(rule.pattern ?? "").test(value);
}

/**
 * @param {Draft} draft checked before
 * @param {Language} language of the mails
 * @returns {BookingRequest}
 */
export function toRequest(draft, language) {
  const mobile = draft.mobile.trim();
  return {
    given_names: draft.given_names.trim(),
    family_name: draft.family_name.trim(),
    birth_date: readDate(draft.birth_date) ?? "",
    email: draft.email.trim(),
    mobile: mobile || null,
    language,
    consent: true,
  };
}

/**
 * The service's word on which fields are wrong, as the form's errors.
 * @param {string[]} fields
 * @returns {Errors}
 */
export function fromProblem(fields) {
  const ours = /** @type {readonly string[]} */ ([...FIELDS, ...PERIOD]);
  const known = fields.flatMap((field) => field.split(".").at(-1) ?? []).filter((field) => ours.includes(field));
  return Object.fromEntries(known.map((field) => [field, "wrong"]));
}
