// A session whose service, desk, devices and memory are played.
import { Api } from "../../resources/citizen/api.mjs";
import { Company } from "../../resources/citizen/call/company.mjs";
import { Link } from "../../resources/citizen/call/link.mjs";
import { Media } from "../../resources/citizen/call/media.mjs";
import { Session } from "../../resources/citizen/call/session.mjs";
import { Live } from "../../resources/citizen/live.mjs";
import { Memory } from "../../resources/citizen/memory.mjs";

/** @import {AppointmentView} from "../../resources/citizen/contract.mjs" */

/** @type {AppointmentView} */
export const APPOINTMENT = {
  id: "a1",
  reference: "VB-1",
  office: { id: "city", name: "Bürgeramt City", address: "Beispielstraße 1" },
  matters: [{ id: "m", title: { de: "Ummeldung", en: "Move" }, summary: { de: "…", en: "…" }, duration_minutes: 15 }],
  start: "2026-11-24T08:10:00Z",
  end: "2026-11-24T08:25:00Z",
  state: "confirmed",
  given_names: "Erika",
  family_name: "Mustermann",
  language: "de",
};

/** A storage as the browser's, but empty and ours. @returns {Storage} */
export function storage() {
  /** @type {Map<string, string>} */
  const map = new Map();
  return /** @type {Storage} */ (
    /** @type {unknown} */ ({
      getItem: (/** @type {string} */ key) => map.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => map.set(key, value),
      removeItem: (/** @type {string} */ key) => map.delete(key),
    })
  );
}

/** A camera or microphone. @param {string} kind @returns {MediaStreamTrack} */
export function track(kind) {
  return /** @type {MediaStreamTrack} */ (
    /** @type {unknown} */ ({ kind, enabled: true, readyState: "live", onended: null, stop() {}, getSettings: () => ({}) })
  );
}

/**
 * `getUserMedia` that grants everything, or throws what `refuse` says.
 * @param {(wanted: MediaStreamConstraints) => string | null} [refuse] the error's name
 * @returns {MediaDevices}
 */
export function devices(refuse = () => null) {
  return /** @type {MediaDevices} */ (
    /** @type {unknown} */ ({
      async getUserMedia(/** @type {MediaStreamConstraints} */ wanted) {
        const name = refuse(wanted);
        if (name) {
          throw Object.assign(new Error(name), { name });
        }
        return {
          getVideoTracks: () => (wanted.video ? [track("video")] : []),
          getAudioTracks: () => (wanted.audio ? [track("audio")] : []),
        };
      },
      enumerateDevices: async () => [],
    })
  );
}

/** A web socket that the test holds the other end of. */
export class PlayedSocket {
  /** @type {any[]} */
  sent = [];
  /** @type {(() => void) | null} */
  onopen = null;
  /** @type {((event: {data: string}) => void) | null} */
  onmessage = null;
  /** @type {(() => void) | null} */
  onclose = null;
  closed = false;

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  /** @param {object} message */
  say(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

/** A peer whose channel the test opens. */
export class PlayedPeer {
  /** @type {any[]} */
  sent = [];
  connected = false;
  closed = false;
  connection = { connectionState: "new" };

  /** @param {import("../../resources/citizen/call/peer.mjs").PeerEvents} events */
  constructor(events) {
    this.events = events;
    /** @type {any} */
    this.channel = { readyState: "connecting", bufferedAmount: 0, send: (/** @type {unknown} */ data) => this.#take(data) };
  }

  /** @param {unknown} data */
  #take(data) {
    const message = typeof data === "string" ? JSON.parse(data) : data;
    if (message.type === "secure.commit") {
      const nonce = { type: "secure.nonce", nonce: "02".repeat(32), seen: this.deskSees ?? message.seen };
      this.events.data(JSON.stringify(nonce));
    } else if (String(message.type).startsWith("secure.")) {
      this.secure.push(message.type);
    } else {
      this.sent.push(message);
    }
  }

  /** @type {string[]} what was said about the agreement after the commitment */
  secure = [];
  /** @type {{page: string, desk: string} | null} the desk's view of the certificates; null: the same as the page's */
  deskSees = null;
  /** Picture and sound are sent. */
  sending = false;

  async seen() {
    return { page: "aa".repeat(32), desk: "dd".repeat(32) };
  }

  async start() {
    this.sending = true;
  }

  async mute() {
    this.sending = false;
  }

  async offer() {
    this.events.signal({ session: "s", kind: "offer", sdp: "v=0" });
  }

  async hear() {}
  async useTracks() {}
  async prefer() {}
  answered = false;
  async stats() {
    return new Map();
  }

  /** The channel opens, and both ends agree. */
  async open() {
    this.connected = true;
    this.connection.connectionState = "connected";
    this.channel.readyState = "open";
    this.events.opened(this.channel);
    while (this.secure.length === 0 && !this.closed) {
      await settle();
    }
    await settle();
  }

  close() {
    this.connected = false;
    this.closed = true;
    this.channel.readyState = "closed";
  }
}

/** The citizen's end of the connection to a guest. */
export class PlayedAnswerer {
  bond = "connecting";
  shown = false;
  closed = false;
  tracks = 0;
  /** @type {object[]} */
  heard = [];

  /** @param {(signal: any) => void} signal @param {() => void} changed */
  constructor(signal, changed) {
    this.signal = signal;
    this.changed = changed;
  }

  /** @param {object} signal */
  async hear(signal) {
    this.heard.push(signal);
    this.signal({ session: "s1", kind: "answer", sdp: "v=0" });
  }

  /** @param {boolean} shown */
  show(shown) {
    this.shown = shown;
  }

  async useTracks() {
    this.tracks += 1;
  }

  close() {
    this.closed = true;
  }
}

/**
 * @param {{appointment?: Partial<AppointmentView>, media?: Media, store?: Storage, answer?: (url: string) => Response, deskSees?: {page: string, desk: string} | null}} [wishes]
 */
export async function played({ appointment = {}, media = new Media(devices()), store = storage(), answer, deskSees = null } = {}) {
  const view = { ...APPOINTMENT, ...appointment };
  /** @type {PlayedSocket[]} */
  const sockets = [];
  /** @type {PlayedPeer[]} */
  const peers = [];
  /** @type {PlayedAnswerer[]} */
  const answerers = [];
  let rung = 0;
  const session = new Session({
    token: "t".repeat(32),
    api: new Api({
      fetch: /** @type {typeof fetch} */ (async (url) => answer?.(String(url)) ?? new Response(JSON.stringify(view))),
      pause: async () => {},
    }),
    media,
    memory: new Memory(store, "termin"),
    makeLive: (handlers) =>
      new Live({
        address: "ws://x",
        token: "t".repeat(32),
        ...handlers,
        open: () => {
          const socket = new PlayedSocket();
          sockets.push(socket);
          return /** @type {WebSocket} */ (/** @type {unknown} */ (socket));
        },
        wait: () => 0,
      }),
    makeLink: (events) =>
      new Link({
        events,
        makePeer: (peerEvents) => {
          const peer = new PlayedPeer(peerEvents);
          peer.deskSees = deskSees;
          peers.push(peer);
          return /** @type {any} */ (peer);
        },
        wait: () => 0,
      }),
    makeCompany: (own) =>
      new Company({
        send: (message) => own.live.send(message),
        appointment: () => view.id,
        conversation: own.conversation,
        makeAnswerer: (signal, changed) => {
          const answerer = new PlayedAnswerer(signal, changed);
          answerers.push(answerer);
          return /** @type {any} */ (answerer);
        },
      }),
    takeStill: async () => new Uint8Array([1, 2, 3]),
    language: () => "de",
    ring: () => (rung += 1),
  });
  return { session, sockets, peers, answerers, view, rung: () => rung };
}

/** Let everything that is due happen. */
export function settle() {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
