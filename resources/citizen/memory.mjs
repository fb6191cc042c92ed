// What this tab remembers over a reload. Never the citizen's token, and nothing after the tab is closed.

import { newId } from "./ids.mjs";

/**
 * @template {object} T
 */
export class Memory {
  /**
   * @param {Storage | null} storage null: nothing can be remembered (some private modes)
   * @param {string} name
   */
  constructor(storage, name) {
    this.storage = storage;
    this.name = name;
  }

  /** @returns {Partial<T>} */
  get() {
    try {
      return JSON.parse(this.storage?.getItem(this.name) ?? "{}");
    } catch {
      return {};
    }
  }

  /** @param {Partial<T>} more is added to what is there; `undefined` takes a part away */
  add(more) {
    try {
      this.storage?.setItem(this.name, JSON.stringify({ ...this.get(), ...more }));
    } catch {
      // A full or forbidden storage costs only the comfort of a reload.
    }
  }

  forget() {
    this.storage?.removeItem(this.name);
  }
}

/**
 * A name for this tab, drawn once: the desk sees by it when the person comes back on another device.
 * @param {Memory<{device: string}>} memory
 * @returns {string}
 */
export function deviceOf(memory) {
  const device = memory.get().device ?? newId();
  memory.add({ device });
  return device;
}

/** @param {"sessionStorage" | "localStorage"} kind @returns {Storage | null} */
export function storage(kind) {
  try {
    return globalThis[kind];
  } catch {
    return null;
  }
}
