// How long to wait before trying again: doubling, with chance in it so that a thousand pages do not come back at once.

/**
 * @param {number} attempt 0 for the first wait
 * @param {{first?: number, most?: number, random?: () => number}} [options] milliseconds
 * @returns {number} milliseconds
 */
export function backoff(attempt, { first = 500, most = 10_000, random = Math.random } = {}) {
  const full = Math.min(most, first * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random());
}

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
