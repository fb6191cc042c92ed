// Who else is in the citizen's call: the invitation to agree to, the guest's picture and sound, and the way to say no.

import { Store } from "../store.mjs";

/** @import {GuestConsent, GuestSignal, Guests, GuestView} from "../contract.mjs" */
/** @import {Answerer, PlainSignal} from "./answerer.mjs" */
/** @import {Conversation} from "./conversation.mjs" */

export class Company extends Store {
  /** @type {GuestView[]} */
  guests = [];
  /** Answered here and not heard back yet. @type {Map<string, boolean>} */
  #answered = new Map();
  /** @type {Map<string, Answerer>} */
  #answerers = new Map();

  /**
   * @param {object} parts
   * @param {(message: GuestConsent | GuestSignal) => boolean} parts.send
   * @param {() => string} parts.appointment its id
   * @param {Conversation} parts.conversation with the desk: it tells when a card is being shown
   * @param {(signal: (signal: PlainSignal) => void, changed: () => void) => Answerer} parts.makeAnswerer
   */
  constructor(parts) {
    super();
    this.parts = parts;
    parts.conversation.subscribe(() => this.#look());
  }

  /** @returns {GuestView | null} who waits for the person's yes */
  get asking() {
    return this.guests.find((guest) => guest.state === "asked" && !this.#answered.has(guest.id)) ?? null;
  }

  /** @returns {GuestView[]} who is in the call, or on the way into it */
  get inside() {
    return this.guests.filter((guest) => guest.state === "admitted");
  }

  /** @returns {GuestView[]} agreed to, and not let in yet */
  get expected() {
    return this.guests.filter((guest) => guest.state === "agreed" || (guest.state === "asked" && this.#answered.has(guest.id)));
  }

  /** Whether guests may have the picture: not before the desk has said where we stand, and never beside a card. */
  get picture() {
    const { staged, stage } = this.parts.conversation;
    return staged && stage !== "identify";
  }

  /** @param {string} id @returns {Answerer | null} */
  connection(id) {
    return this.#answerers.get(id) ?? null;
  }

  /** @param {string} id @param {boolean} agreed also later: a no sends the guest away */
  answer(id, agreed) {
    if (this.parts.send({ type: "guest.consent", guest: id, agreed })) {
      this.#answered.set(id, agreed);
      if (!agreed) {
        // At once, whatever the service takes for it.
        this.#drop(id);
        this.guests = this.guests.filter((guest) => guest.id !== id);
      }
      this.changed();
    }
  }

  /** @param {Guests | GuestSignal} message */
  hear(message) {
    if (message.type === "guests") {
      this.guests = message.guests.filter((guest) => this.#answered.get(guest.id) !== false);
      const inside = new Set(this.inside.map((guest) => guest.id));
      for (const id of [...this.#answerers.keys()]) {
        inside.has(id) || this.#drop(id);
      }
      this.changed();
    } else if (message.other === "citizen" && this.inside.some((guest) => guest.id === message.guest)) {
      void this.#answerer(message.guest).hear(message);
    }
  }

  /** Our own camera or microphone is another one, or was muted. */
  useTracks() {
    for (const answerer of this.#answerers.values()) {
      void answerer.useTracks();
    }
  }

  /** The call is over. */
  close() {
    for (const id of [...this.#answerers.keys()]) {
      this.#drop(id);
    }
    this.guests = [];
    this.#answered.clear();
  }

  /** @param {string} id */
  #answerer(id) {
    const there = this.#answerers.get(id);
    if (there) {
      return there;
    }
    const made = this.parts.makeAnswerer(
      (signal) => this.parts.send({ type: "guest.signal", appointment: this.parts.appointment(), guest: id, other: "citizen", ...signal }),
      () => this.changed(),
    );
    made.show(this.picture);
    this.#answerers.set(id, made);
    return made;
  }

  /** @param {string} id */
  #drop(id) {
    this.#answerers.get(id)?.close();
    this.#answerers.delete(id);
  }

  #look() {
    for (const answerer of this.#answerers.values()) {
      answerer.show(this.picture);
    }
  }
}
