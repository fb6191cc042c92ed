// One write and its repeats: the same key and the same proof of work until the service has answered.

import { newId } from "../ids.mjs";

export class Attempt {
  /** @type {{about: string, key: string, captcha: string | null} | null} */
  #now = null;

  /** @param {() => Promise<string | null>} captcha solves one; null: none is wanted */
  constructor(captcha) {
    this.captcha = captcha;
  }

  /**
   * @param {string} about what is tried; something else is a new try
   * @returns {Promise<{key: string, proof: {captcha?: string}}>}
   */
  async of(about) {
    if (this.#now?.about !== about) {
      this.#now = { about, key: newId(), captcha: await this.captcha() };
    }
    const { key, captcha } = this.#now;
    return { key, proof: captcha ? { captcha } : {} };
  }

  /**
   * The service has said something; the next try is a new one.
   * @param {string | null} problem
   */
  answered(problem) {
    if (problem !== "unavailable") {
      this.#now = null;
    }
  }
}
