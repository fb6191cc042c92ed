// The appointment as the page lives it: from the link to the goodbye. It knows no DOM; views watch it.

import { ApiProblem, MAY_PASS } from "../api.mjs";
import { ENDED } from "../contract.mjs";
import { deviceOf } from "../memory.mjs";
import { Store } from "../store.mjs";
import { Code } from "./code.mjs";
import { Conversation } from "./conversation.mjs";
import { Door } from "./door.mjs";
import { Ice } from "./ice.mjs";
import { Link } from "./link.mjs";
import { Notes } from "./notes.mjs";
import { Outage } from "./outage.mjs";

/** @import {AppointmentView, Called, DataFromDesk, LiveError, LiveToCitizen, Note, Position, Signal} from "../contract.mjs" */
/** @import {Api} from "../api.mjs" */
/** @import {Company} from "./company.mjs" */
/** @import {Language} from "../i18n.mjs" */
/** @import {Live} from "../live.mjs" */
/** @import {Memory} from "../memory.mjs" */
/** @import {Connection, LinkEvents} from "./link.mjs" */
/** @import {Media} from "./media.mjs" */

/** @typedef {"opening" | "refused" | "confirm" | "appointment" | "move" | "cancel" | "moved" | "consent" | "check" | "waiting" | "call" | "ended"} View */
/** @typedef {"finished" | "later" | "hung_up" | "left" | "missed" | "cancelled" | "rescheduled" | "expired"} End */
/**
 * What this tab knows over a reload: that the person consented and passed the device check, and a name for the tab, so
 * that the desk sees when the person comes back on another device.
 * @typedef {{checked: boolean, device: string}} Remembered
 */
/** @typedef {{onMessage: (message: LiveToCitizen) => void, onConnection: (up: boolean) => void}} LiveHandlers */

/** The waiting room was not open yet: so long until it is asked again. */
const TOO_EARLY_MS = 20_000;

/**
 * @typedef {object} Parts
 * @property {string} token
 * @property {Api} api
 * @property {(handlers: LiveHandlers) => Live} makeLive
 * @property {(events: LinkEvents, ice: Ice) => Link} makeLink
 * @property {(session: Session) => Company} makeCompany
 * @property {Media} media
 * @property {Memory<Remembered>} memory
 * @property {() => Promise<Uint8Array<ArrayBuffer>>} takeStill
 * @property {() => Language} language
 * @property {() => void} ring
 */

export class Session extends Store {
  /** @type {View} */
  view = "opening";
  /** @type {AppointmentView | null} */
  appointment = null;
  /** @type {{code: string, final: boolean} | null} what the service refused */
  problem = null;
  /** @type {Position | null} */
  position = null;
  liveUp = false;
  deskPresent = true;
  /** @type {Connection} */
  connection = "connecting";
  clerk = "";
  /** @type {End} */
  end = "finished";
  /** @type {MediaStreamTrack | null} */
  clerkVideo = null;
  /** @type {MediaStreamTrack | null} */
  clerkAudio = null;
  outage = new Outage(() => this.changed());
  code = new Code();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #asking;

  /** @param {Parts} parts */
  constructor(parts) {
    super();
    this.parts = parts;
    this.door = new Door(this, { show: (view) => this.#set({ view, problem: null }), ended: (end) => this.#finish(end) });
    this.conversation = new Conversation({ ...parts, link: () => this.link, device: deviceOf(parts.memory), goodbye: (finished) => this.#finish(finished ? "finished" : "later") });
    this.notes = new Notes((note) => this.live.send({ type: "note.send", appointment: this.appointment?.id ?? "", ...note }));
    this.live = parts.makeLive({ onMessage: (message) => this.hear(message), onConnection: (up) => this.#live(up) });
    this.ice = new Ice(() => parts.api.ice(parts.token));
    this.link = parts.makeLink(
      {
        signal: (signal) => this.#signal(signal),
        connection: (connection) => this.#connection(connection),
        opened: () => this.conversation.opened(),
        message: (message) => this.data(message),
        blob: (begin, bytes) => this.papers.blob(begin, bytes),
        damaged: (id) => this.papers.damaged(id),
        track: (track) => this.#set(track.kind === "video" ? { clerkVideo: track } : { clerkAudio: track }),
        level: (level) => this.conversation.judged(level),
        unanswered: () => this.live.doubt(),
        secured: (digits, seen) => this.code.agreed(digits, seen),
        refused: () => this.#refuse("not_secret", false),
      },
      this.ice,
    );
    this.company = parts.makeCompany(this);
    [this.code, this.conversation, this.notes, this.company].forEach((store) => store.subscribe(() => this.changed()));
    parts.media.subscribe(() => this.#mediaChanged());
  }

  get media() {
    return this.parts.media;
  }

  get papers() {
    return this.conversation.papers;
  }

  get chat() {
    return this.conversation.chat;
  }

  /** The office's number, for when nothing else works; empty: it has none. */
  get phone() {
    return this.appointment?.office.phone ?? "";
  }

  /** Look up what the link opens. */
  async open() {
    if (!this.parts.token) {
      this.#refuse("link_missing", true);
      return;
    }
    this.#set({ view: "opening", problem: null });
    try {
      this.appointment = await this.parts.api.appointment(this.parts.token);
    } catch (problem) {
      const code = problem instanceof ApiProblem ? problem.code : "unexpected";
      this.#refuse(code, !MAY_PASS.has(code));
      return;
    }
    await this.door.arrive(this.appointment, this.parts.memory.get().checked ?? false);
  }

  /** Consent is given; now the devices. */
  async check() {
    this.#set({ view: "check" });
    await this.media.open();
  }

  /** Into the waiting room, from the device check. */
  enter() {
    this.parts.memory.add({ checked: true });
    this.#set({ view: "waiting", problem: null });
    if (this.liveUp) {
      this.#ready(); // Already queueing; only the devices are different now.
    }
    this.live.start();
  }

  /** Back to where the person was: a reload, or after hanging up. The devices were checked before. */
  async resume() {
    this.link.close();
    this.#set({ view: "waiting", problem: null, position: null });
    await this.media.open();
    this.live.start();
  }

  /** Leave on purpose, before being called. */
  leave() {
    this.live.send({ type: "leave" });
    this.#finish("left");
  }

  /** Hang up on purpose. */
  hangUp() {
    this.link.send({ type: "page.goodbye" });
    this.#finish("hung_up");
  }

  /** The page is going away: let go of everything, say nothing. */
  close() {
    this.#calm();
    this.door.close();
    this.link.close();
    this.media.close();
  }

  /** No timer of the call goes on, and nobody is waited for. */
  #calm() {
    clearTimeout(this.#asking);
    this.outage.is(false);
    this.chat.close();
    this.company.close();
    this.ice.stop();
    this.code.forget();
    this.live.stop();
  }

  /**
   * From the service.
   * @param {LiveToCitizen} message
   */
  hear(message) {
    switch (message.type) {
      case "welcome":
        this.appointment = message.appointment;
        this.#welcomed(message.appointment);
        break;
      case "position":
        this.#set({ position: message, problem: null });
        break;
      case "called":
        this.#called(message);
        break;
      case "signal":
        void this.link.hear(message);
        break;
      case "presence":
        this.#presence(message.present);
        break;
      case "state":
        this.#state(message.state);
        break;
      case "note":
        this.#note(message);
        break;
      case "error":
        this.#refused(message);
        break;
      case "guests":
      case "guest.signal":
        this.company.hear(message);
    }
  }

  /** @param {boolean} liveUp */
  #live(liveUp) {
    liveUp || this.notes.cutOff();
    this.#set({ liveUp });
  }

  /** @param {Note} note */
  #note(note) {
    if (this.notes.hear(note) && note.sender === "clerk" && this.view === "waiting") {
      this.parts.ring();
    }
  }

  /** @param {AppointmentView} appointment */
  #welcomed(appointment) {
    if (ENDED.includes(appointment.state)) {
      this.#finish(/** @type {End} */ (appointment.state));
      return;
    }
    this.#ready();
    this.changed();
  }

  #ready() {
    this.live.send({ type: "ready", devices: this.media.found, consent: true });
  }

  /** @param {Called} called */
  #called({ clerk, ice_servers }) {
    const first = this.view !== "call";
    this.#set({ view: "call", clerk, deskPresent: true, problem: null });
    if (first) {
      this.parts.ring();
    }
    this.ice.given(ice_servers ?? []);
    // A connection that stands is kept: the service was away, or our socket. A dead one is noticed by its silence.
    if (first || !this.link.connected) {
      this.link.connect();
    }
  }

  /** @param {boolean} present */
  #presence(present) {
    this.#set({ deskPresent: present });
    // Also when nobody had noticed that the desk was away: what was offered to its dead line is lost.
    if (present && this.view === "call") {
      this.link.hurry();
    }
  }

  /** @param {AppointmentView["state"]} state */
  #state(state) {
    if (this.appointment) {
      this.appointment = { ...this.appointment, state };
    }
    if (ENDED.includes(state)) {
      if (this.view !== "ended") {
        this.#finish(/** @type {End} */ (state));
      }
    } else if (state === "waiting" && this.view === "call") {
      this.link.close();
      this.company.close();
      this.conversation.startOver();
      this.#set({ view: "waiting" });
    } else {
      this.changed();
    }
  }

  /** @param {LiveError} error */
  #refused({ code, final = false, note }) {
    if (note) {
      this.notes.failed(note, code);
      return;
    }
    if (final && this.view !== "ended") {
      this.#refuse(code, true);
      return;
    }
    if (code === "wrong_state" && this.view !== "waiting") {
      return; // A signal that crossed with the clerk's hanging up; nobody has to read about it.
    }
    if (code === "too_early") {
      clearTimeout(this.#asking);
      this.#asking = setTimeout(() => this.liveUp && this.view === "waiting" && this.#ready(), TOO_EARLY_MS);
    }
    this.#set({ problem: { code, final } });
  }

  /**
   * From the desk.
   * @param {DataFromDesk} message
   */
  data(message) {
    if (message.type === "desk.hello") {
      this.clerk = message.clerk;
    } else if (message.type === "code.compared") {
      message.same ? this.code.confirmed() : this.#refuse("not_secret", false);
      return;
    }
    this.conversation.hear(message);
  }

  #mediaChanged() {
    if (this.link.connected && this.view === "call") {
      void this.link.useTracks({ audio: this.media.audio, video: this.media.video }).catch(() => {});
      this.conversation.tellMedia();
    }
    this.company.useTracks();
    this.changed();
  }

  /** The person reads another code than the clerk: somebody sits in between. */
  codeDiffers() {
    this.link.send({ type: "code.compared", same: false });
    this.link.refuse();
  }

  /** @param {Connection} connection */
  #connection(connection) {
    this.outage.is(connection !== "up");
    if (connection === "lost" && connection !== this.connection) {
      this.live.doubt(); // Maybe nothing at all goes through any more.
    }
    if (connection !== this.connection) {
      this.#set({ connection });
    }
  }

  /** @param {Omit<Signal, "appointment" | "type">} signal */
  #signal(signal) {
    if (this.appointment) {
      this.live.send({ type: "signal", appointment: this.appointment.id, ...signal });
    }
  }

  /**
   * @param {string} code
   * @param {boolean} final
   */
  #refuse(code, final) {
    this.#calm();
    this.link.close();
    this.media.close();
    this.#set({ view: "refused", problem: { code, final } });
  }

  /** @param {End} end */
  #finish(end) {
    const again = end === "hung_up" || end === "left" || end === "later";
    if (!again) {
      this.parts.memory.forget();
    }
    this.#calm();
    this.#set({ view: "ended", end, problem: null });
    this.media.close();
    // Do not cut off a finished paper that is still arriving.
    this.link.closeSoon(() => [...this.papers.finished.values()].every((finished) => finished.blob));
  }

  /** @param {Partial<Pick<Session, "view" | "problem" | "position" | "liveUp" | "deskPresent" | "connection" | "clerk" | "end" | "clerkVideo" | "clerkAudio">>} change */
  #set(change) {
    Object.assign(this, change);
    this.changed();
  }
}
