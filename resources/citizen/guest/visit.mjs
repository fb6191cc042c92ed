// An invited guest's visit as the page lives it: from the link to the end. It knows no DOM; views watch it.

import { ApiProblem, MAY_PASS } from "../api.mjs";
import { Chat } from "../call/chat.mjs";
import { Code } from "../call/code.mjs";
import { Ice } from "../call/ice.mjs";
import { Notes } from "../call/notes.mjs";
import { Store } from "../store.mjs";
import { Side } from "./side.mjs";

/** @import {DataToGuest, GuestOther, GuestStanding, GuestVisitView, LiveError, LiveToGuest} from "../contract.mjs" */
/** @import {Api} from "../api.mjs" */
/** @import {Live} from "../live.mjs" */
/** @import {Media} from "../call/media.mjs" */
/** @import {Memory} from "../memory.mjs" */
/** @import {MakeLink} from "./side.mjs" */

/** @typedef {"opening" | "refused" | "door" | "check" | "waiting" | "call" | "ended"} GuestPlace */
/** @typedef {"left" | "over" | "removed"} GuestEnd */
/** What this tab knows over a reload. @typedef {{checked: boolean, name: string}} RememberedGuest */

/**
 * @typedef {object} VisitParts
 * @property {string} token
 * @property {Api} api
 * @property {(handlers: {onMessage: (message: LiveToGuest) => void, onConnection: (up: boolean) => void}) => Live<LiveToGuest>} makeLive
 * @property {(...parts: [...Parameters<MakeLink>, Ice]) => ReturnType<MakeLink>} makeLink
 * @property {Media} media
 * @property {Memory<RememberedGuest>} memory
 * @property {() => void} ring
 */

export class Visit extends Store {
  /** @type {GuestPlace} */
  view = "opening";
  /** @type {GuestVisitView | null} */
  visit = null;
  /** @type {{code: string, final: boolean} | null} */
  problem = null;
  liveUp = false;
  /** @type {GuestEnd} */
  end = "left";
  name = "";
  code = new Code();
  /** There are none before a guest's call; the thread of the chat begins with them elsewhere. */
  notes = new Notes(() => false);

  /** @param {VisitParts} parts */
  constructor(parts) {
    super();
    this.parts = parts;
    this.ice = new Ice(() => parts.api.guestIce(parts.token));
    this.chat = new Chat((message) => this.desk.link.send(message));
    this.live = parts.makeLive({
      onMessage: (message) => this.hear(message),
      onConnection: (liveUp) => this.#set({ liveUp }),
    });
    this.desk = this.#side("desk", {
      heard: (message) => this.#fromDesk(message),
      opened: () => this.chat.opened(),
      secured: (digits, seen) => this.code.agreed(digits, seen),
    });
    this.citizen = this.#side("citizen", {});
    [this.desk, this.citizen, this.chat, this.code].forEach((store) => store.subscribe(() => this.changed()));
    parts.media.subscribe(() => this.#mediaChanged());
  }

  /** @param {GuestOther} other @param {Partial<ConstructorParameters<typeof Side>[0]>} more */
  #side(other, more) {
    return new Side({
      makeLink: (events, known) => this.parts.makeLink(events, known, this.ice),
      media: this.parts.media,
      signal: (signal) => {
        if (this.visit) {
          this.live.send({ type: "guest.signal", appointment: this.visit.appointment, guest: this.visit.id, other, ...signal });
        }
      },
      unanswered: () => this.live.doubt(),
      ...more,
    });
  }

  get media() {
    return this.parts.media;
  }

  get phone() {
    return this.visit?.office.phone ?? "";
  }

  /** The chat's own word about the line to the desk. */
  get connection() {
    return this.desk.state === "up" ? /** @type {const} */ ("up") : /** @type {const} */ ("lost");
  }

  /** Look up what the link opens. */
  async open() {
    if (!this.parts.token) {
      this.#refuse("link_missing", true);
      return;
    }
    this.#set({ view: "opening", problem: null });
    try {
      this.visit = await this.parts.api.visit(this.parts.token);
    } catch (problem) {
      const code = problem instanceof ApiProblem ? problem.code : "unexpected";
      this.#refuse(code, !MAY_PASS.has(code));
      return;
    }
    const { checked = false, name = "" } = this.parts.memory.get();
    this.name = name || this.visit.name;
    if (this.visit.over) {
      this.#finish("over");
    } else if (checked) {
      await this.resume();
    } else {
      this.#set({ view: "door" });
    }
  }

  /** Agreed and named; now the devices. @param {string} name */
  async check(name = this.name) {
    this.name = name;
    this.#set({ view: "check" });
    await this.media.open();
  }

  /** To the door, from the device check. */
  enter() {
    this.parts.memory.add({ checked: true, name: this.name });
    this.#set({ view: "waiting", problem: null });
    this.liveUp && this.#ready();
    this.live.start();
  }

  /** Back to the door, after a reload or after leaving. */
  async resume() {
    this.#set({ view: "waiting", problem: null });
    await this.media.open();
    this.live.start();
  }

  /** Leave on purpose; the link leads back. */
  hangUp() {
    this.desk.link.send({ type: "page.goodbye" });
    this.live.send({ type: "leave" });
    this.#finish("left");
  }

  /** The page is going away: let go of everything, say nothing. */
  close() {
    this.#part();
    this.live.stop();
    this.media.close();
  }

  /** The two read different digits: somebody sits in between. */
  codeDiffers() {
    this.desk.link.send({ type: "code.compared", same: false });
    this.desk.link.refuse();
  }

  /** @param {LiveToGuest} message */
  hear(message) {
    switch (message.type) {
      case "guest.welcome":
        this.visit = message.visit;
        this.#ready();
        break;
      case "guest.standing":
        this.#stand(message);
        break;
      case "guest.signal":
        void this[message.other].link.hear(message);
        break;
      case "error":
        this.#refused(message);
        break;
    }
  }

  #ready() {
    this.live.send({ type: "guest.ready", name: this.name, devices: this.media.found, consent: true });
  }

  /** @param {GuestStanding} standing */
  #stand({ visit, ice_servers: servers = [] }) {
    const before = this.visit;
    this.visit = visit;
    if (visit.over) {
      this.#finish("over");
    } else if (visit.state === "removed" || visit.state === "refused") {
      this.#finish("removed");
    } else if (visit.running) {
      this.ice.given(servers);
      if (this.view !== "call") {
        this.#set({ view: "call", problem: null });
        this.parts.ring();
      }
      this.desk.connect();
      this.citizen.connect();
      before?.desk_present || this.desk.hurry();
      before?.citizen_present || this.citizen.hurry();
      this.changed();
    } else {
      this.#part();
      this.#set({ view: "waiting" });
    }
  }

  /** @param {LiveError} error */
  #refused({ code, final = false }) {
    if (final) {
      this.#refuse(code, true);
    } else if (code !== "wrong_state") {
      // A signal that crossed with the end of the call is nothing to read about.
      this.#set({ problem: { code, final } });
    }
  }

  /** @param {DataToGuest} message */
  #fromDesk(message) {
    if (message.type === "chat") {
      this.chat.hear(message, this.visit?.clerk ?? "");
    } else if (message.type === "chat.received") {
      this.chat.received(message);
    } else if (message.type === "caption") {
      this.chat.caption(message);
    } else if (message.type === "goodbye" && message.finished) {
      this.#finish("over");
    } else if (message.type === "code.compared") {
      message.same ? this.code.confirmed() : this.desk.link.refuse();
    }
  }

  #mediaChanged() {
    if (this.view === "call") {
      this.desk.useTracks();
      this.citizen.useTracks();
    }
    this.changed();
  }

  /** Both connections end; the place at the door stays. */
  #part() {
    this.desk.close();
    this.citizen.close();
    this.chat.close();
    this.ice.stop();
    this.code.forget();
  }

  /** @param {string} code @param {boolean} final */
  #refuse(code, final) {
    this.close();
    this.#set({ view: "refused", problem: { code, final } });
  }

  /** @param {GuestEnd} end */
  #finish(end) {
    if (end !== "left") {
      this.parts.memory.forget();
    }
    this.close();
    this.#set({ view: "ended", end, problem: null });
  }

  /** @param {Partial<Pick<Visit, "view" | "problem" | "liveUp" | "end">>} change */
  #set(change) {
    Object.assign(this, change);
    this.changed();
  }
}
