// The page behind the link in the mail, put together.

import { Api } from "./api.mjs";
import { backoff } from "./backoff.mjs";
import { Change } from "./booking/change.mjs";
import { Alarm } from "./call/alarm.mjs";
import { Answerer } from "./call/answerer.mjs";
import { ownCertificates } from "./call/certificates.mjs";
import { Company } from "./call/company.mjs";
import { socketOpens, testLine } from "./call/line.mjs";
import { Link } from "./call/link.mjs";
import { Media } from "./call/media.mjs";
import { Peer } from "./call/peer.mjs";
import { Session } from "./call/session.mjs";
import { takeStill } from "./call/still.mjs";
import { reportTrial } from "./card/report.mjs";
import { Trial } from "./card/trial.mjs";
import { sha256 } from "./ids.mjs";
import { Live, liveAddress } from "./live.mjs";
import { Memory, storage } from "./memory.mjs";
import { backway } from "./ui/backway.mjs";
import { el, heading, paragraph } from "./ui/dom.mjs";
import { preparePdf } from "./ui/pdf.mjs";
import { Shell } from "./ui/shell.mjs";
import { languageWasChosen, words } from "./ui/words.mjs";
import { appointmentView, cancelView, confirmView, moveView, movedView } from "./views/appointment.mjs";
import { callView } from "./views/call.mjs";
import { consentView } from "./views/consent.mjs";
import { devicesView } from "./views/devices.mjs";
import { endedView, refusedView } from "./views/ended.mjs";
import { trialPanel } from "./views/trial.mjs";
import { waitingView } from "./views/waiting.mjs";

/** @import {View as ViewName} from "./call/session.mjs" */
/** @import {Remembered} from "./booking/flow.mjs" */
/** @import {Phrase} from "./i18n.mjs" */
/** @import {View} from "./ui/shell.mjs" */

const shell = new Shell();
await shell.start();

const token = location.hash.slice(1);
const alarm = new Alarm();
const media = new Media();
/** @type {HTMLVideoElement | null} */
let ownVideo = null;
/** @type {ViewName | ""} */
let shown = "";

/** A name for this appointment in the tab's memory that does not give the token away. */
const nameInMemory = `termin-${(await sha256(new TextEncoder().encode(token))).slice(0, 16)}`;

/** In a call somebody waits for the signals: do not be patient then. */
const inCall = () => shown === "call";
/** @param {number} attempt */
const pause = (attempt) => backoff(attempt, inCall() ? { first: 250, most: 600 } : {});
/** @param {number} attempt */
const patience = (attempt) => (inCall() ? (attempt === 0 ? 1_500 : 4_000) : 10_000);
/**
 * A lost first packet is sent again after seconds only, by a new try at once; on a slow line a try needs longer.
 * @param {number} attempt
 */
const reach = (attempt) => api.reached(inCall() && attempt % 3 !== 0 ? 1_500 : 4_000);

const certificates = await ownCertificates();
const api = new Api();
const session = new Session({
  token,
  api,
  media,
  memory: new Memory(storage("sessionStorage"), nameInMemory),
  makeLive: (handlers) => new Live({ address: liveAddress(location), token, ...handlers, wait: pause, patience, reach }),
  makeLink: (events, ice) =>
    new Link({
      events,
      cameraOn: () => media.cameraOn,
      makePeer: (peerEvents, preference) =>
        new Peer({ servers: ice.take(), audio: media.audio, video: media.video, events: peerEvents, certificates, preference }),
    }),
  makeCompany: (own) =>
    new Company({
      send: (message) => own.live.send(message),
      appointment: () => own.appointment?.id ?? "",
      conversation: own.conversation,
      makeAnswerer: (signal, changed) =>
        new Answerer({ servers: () => own.ice.take(), tracks: () => ({ audio: media.audio, video: media.video }), certificates, signal, changed }),
    }),
  takeStill: () => takeStill(ownVideo, media.video),
  language: () => words.language,
  ring: () => alarm.ring(),
});

const trial = new Trial();
reportTrial(session, trial, new Memory(storage("sessionStorage"), `${nameInMemory}-karte`));

/** What the booking page in this tab remembers: it must not go on saying that this is booked. @param {string} id */
const outdated = (id) => {
  /** @type {Memory<Remembered>} */
  const booking = new Memory(storage("sessionStorage"), "booking");
  if (booking.get().booked?.appointment.id === id) {
    booking.add({ booked: undefined });
  }
};
const change = new Change({ api, token, subject: session.door, outdated });

/** @param {Phrase} phrase @param {boolean} [urgent] */
const announce = (phrase, urgent) => shell.announce(phrase, urgent);

/** @returns {View} */
function openingView() {
  return { node: el("div", { class: "stack" }, heading(1, "opening.title"), paragraph("common.loading")) };
}

/** @returns {View} */
function inCallView() {
  const view = callView(session, announce);
  ownVideo = view.ownVideo;
  return view;
}

/** @type {Record<ViewName, () => View>} */
const views = {
  opening: openingView,
  refused: () => refusedView(session),
  confirm: () => confirmView(session, change),
  appointment: () => appointmentView(session, change),
  move: () => moveView(session, change, announce),
  cancel: () => cancelView(session, change),
  moved: () => movedView(change),
  consent: () => consentView(session, change),
  check: () => devicesView(session, alarm, announce, () => testLine({ ice: () => api.ice(token), socket: () => socketOpens(liveAddress(location)) }), trialPanel(session, trial, announce)),
  waiting: () => waitingView(session, announce, trialPanel(session, trial, announce)),
  call: inCallView,
  ended: () => endedView(session),
};

/** A phone must not fall asleep while the person waits for the clerk. */
const awake = {
  /** @type {WakeLockSentinel | null} */
  lock: null,
  async keep(/** @type {boolean} */ wanted) {
    try {
      if (wanted && !this.lock && document.visibilityState === "visible") {
        this.lock = await navigator.wakeLock.request("screen");
        this.lock.addEventListener("release", () => (this.lock = null));
      } else if (!wanted) {
        await this.lock?.release();
      }
    } catch {
      // Not every browser can, and none must.
    }
  },
};

const wayOut = backway(
  () => session.view === "move" || session.view === "cancel",
  () => change.back(),
);

let spoken = false;
session.subscribe(() => {
  if (session.appointment && !spoken) {
    spoken = true;
    if (!languageWasChosen() && session.appointment.language !== words.language) {
      void shell.setLanguage(session.appointment.language, false);
    }
  }
  const { view } = session;
  if (view === shown) {
    shell.update();
    return;
  }
  const called = view === "call";
  shown = view;
  wayOut();
  shell.show(view, views[view](), called ? "call.called.title" : `${view}.window`);
  if (called) {
    announce("call.called", true);
    preparePdf().catch(() => {});
    setTimeout(() => shown === "call" && shell.title("call.window"), 15_000);
  }
  void awake.keep(view === "waiting" || view === "call");
});

change.subscribe(() => shell.update());
globalThis.addEventListener("online", () => session.live.renew());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    session.live.hurry();
    session.live.doubt();
    void awake.keep(session.view === "waiting" || session.view === "call");
  }
});
// Another link pasted into the same tab, or the page taken out of the browser's drawer: begin from the start.
globalThis.addEventListener("hashchange", () => location.reload());
globalThis.addEventListener("pageshow", (event) => event.persisted && location.reload());
globalThis.addEventListener("pagehide", () => session.close());

await session.open();
