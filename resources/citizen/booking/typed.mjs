// What is typed into a form about a person, kept over a reload, and what is wrong with it.

import { Store } from "../store.mjs";
import { check, emptyDraft } from "./details.mjs";

/** @import {Memory} from "../memory.mjs" */
/** @import {Draft, Errors, Field} from "./details.mjs" */

export class Typed extends Store {
  draft = emptyDraft();
  /** @type {Errors} */
  errors = {};
  /** @type {string | null} code of what went wrong */
  problem = null;

  /**
   * @param {Memory<{draft: Draft}>} kept
   * @param {() => string} today
   */
  constructor(kept, today) {
    super();
    this.kept = kept;
    this.today = today;
    this.draft = { ...emptyDraft(), ...kept.get().draft };
  }

  /** @param {Partial<Draft>} change what is being typed */
  write(change) {
    Object.assign(this.draft, change);
    this.kept.add({ draft: this.draft });
    // An error goes away as soon as it is mended; none comes while somebody is still typing.
    this.mend(check(this.draft, this.today()), Object.keys(change));
  }

  /**
   * @param {Errors} now what is wrong at present
   * @param {string[]} changed what was typed into
   */
  mend(now, changed) {
    const mended = /** @type {Field[]} */ (changed).filter((name) => this.errors[name] && !now[name]);
    if (mended.length > 0) {
      this.errors = Object.fromEntries(Object.entries(this.errors).filter(([name]) => !mended.includes(/** @type {Field} */ (name))));
      this.changed();
    }
  }

  /**
   * Show what is wrong with the form, if anything is.
   * @param {Errors} errors
   * @returns {boolean} whether it can be sent
   */
  allRight(errors) {
    this.errors = errors;
    this.problem = null;
    const right = Object.keys(errors).length === 0;
    if (!right) {
      this.changed();
    }
    return right;
  }
}
