// How long a connection that is being built may take, and how long to wait before the next try.

/** So long an offer waits for its answer, and an answer for the connection, attempt by attempt; the last one holds on. */
const PATIENCE_MS = [3_000, 3_000, 4_000, 6_000, 8_000];
/** For the very first connection, when the desk has to open its devices. */
const FIRST_PATIENCE_MS = 8_000;
/** Before the attempts: at once, then after a second; a way that opens in between must not wait longer. */
const PAUSES_MS = [0, 1_000, 1_000, 1_500];
/** Whatever happens, an offer has so long to be answered, and an answered one so long to become a connection. */
const FRESH_MS = 300;
const ANSWERED_MS = 2_000;

/** @template T @param {readonly T[]} list @param {number} index @returns {T} the last one for everything beyond */
function nth(list, index) {
  return /** @type {T} */ (list[Math.min(index, list.length - 1)]);
}

/** @param {number} attempt @param {boolean} stood whether there was a connection before @returns {number} milliseconds */
export function patience(attempt, stood) {
  return stood ? nth(PATIENCE_MS, attempt) : FIRST_PATIENCE_MS;
}

/** @param {number} attempt @returns {number} milliseconds */
export function pause(attempt) {
  return nth(PAUSES_MS, attempt);
}

/** @param {number} age milliseconds @param {boolean} answered @returns {boolean} whether it must not be replaced yet */
export function hasTime(age, answered) {
  return age <= (answered ? ANSWERED_MS : FRESH_MS);
}
