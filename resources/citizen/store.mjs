// A value that others watch. Models extend it; views subscribe.

export class Store {
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * Hear of every change.
   * @param {() => void} listener
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tell everybody that something is different now. */
  changed() {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}
