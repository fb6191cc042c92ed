// The page behind an invited guest's link, put together.

import { Api } from "./api.mjs";
import { backoff } from "./backoff.mjs";
import { Alarm } from "./call/alarm.mjs";
import { ownCertificates } from "./call/certificates.mjs";
import { socketOpens, testLine } from "./call/line.mjs";
import { Link } from "./call/link.mjs";
import { Media } from "./call/media.mjs";
import { Peer } from "./call/peer.mjs";
import { LIVE_TO_GUEST } from "./contract.mjs";
import { Visit } from "./guest/visit.mjs";
import { sha256 } from "./ids.mjs";
import { Live, liveAddress } from "./live.mjs";
import { Memory, storage } from "./memory.mjs";
import { el, heading, paragraph } from "./ui/dom.mjs";
import { Shell } from "./ui/shell.mjs";
import { languageWasChosen, words } from "./ui/words.mjs";
import { devicesView } from "./views/devices.mjs";
import { doorView, doorWaitView, guestCallView, guestEndedView, guestRefusedView } from "./views/guest.mjs";

/** @import {Phrase} from "./i18n.mjs" */
/** @import {GuestPlace} from "./guest/visit.mjs" */
/** @import {View} from "./ui/shell.mjs" */

// What is said to citizens about waiting room and ID card is not meant for a guest.
words.role = "guest";
const shell = new Shell();
await shell.start();

const token = location.hash.slice(1);
const alarm = new Alarm();
const media = new Media();
const api = new Api();
const certificates = await ownCertificates();
const address = liveAddress(location, "guest");
/** @type {GuestPlace | ""} */
let shown = "";
const nameInMemory = `gast-${(await sha256(new TextEncoder().encode(token))).slice(0, 16)}`;
const inCall = () => shown === "call";

const visit = new Visit({
  token,
  api,
  media,
  memory: new Memory(storage("sessionStorage"), nameInMemory),
  makeLive: (handlers) =>
    new Live({
      address,
      token,
      ...handlers,
      known: LIVE_TO_GUEST,
      wait: (attempt) => backoff(attempt, inCall() ? { first: 250, most: 600 } : {}),
      patience: (attempt) => (inCall() ? (attempt === 0 ? 1_500 : 4_000) : 10_000),
      reach: (attempt) => api.reached(inCall() && attempt % 3 !== 0 ? 1_500 : 4_000),
    }),
  makeLink: (events, known, ice) =>
    new Link({
      events,
      known,
      cameraOn: () => media.cameraOn,
      makePeer: (peerEvents, preference) =>
        new Peer({ servers: ice.take(), audio: media.audio, video: media.video, events: peerEvents, certificates, preference }),
    }),
  ring: () => alarm.ring(),
});

/** @param {Phrase} phrase @param {boolean} [urgent] */
const announce = (phrase, urgent) => shell.announce(phrase, urgent);

/** @type {Record<GuestPlace, () => View>} */
const views = {
  opening: () => ({ node: el("div", { class: "stack" }, heading(1, "guest.opening"), paragraph("common.loading")) }),
  refused: () => guestRefusedView(visit),
  door: () => doorView(visit),
  check: () => devicesView(visit, alarm, announce, () => testLine({ ice: () => api.guestIce(token), socket: () => socketOpens(address) })),
  waiting: () => doorWaitView(visit, announce),
  call: () => guestCallView(visit, announce),
  ended: () => guestEndedView(visit),
};

let spoken = false;
visit.subscribe(() => {
  const language = visit.visit?.language;
  if (language && !spoken) {
    spoken = true;
    if (!languageWasChosen() && language !== words.language) {
      void shell.setLanguage(language, false);
    }
  }
  if (visit.view === shown) {
    shell.update();
    return;
  }
  shown = visit.view;
  shell.show(shown, views[shown](), `guest.window.${shown}`);
});

globalThis.addEventListener("online", () => visit.live.renew());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    visit.live.hurry();
    visit.live.doubt();
  }
});
globalThis.addEventListener("hashchange", () => location.reload());
globalThis.addEventListener("pageshow", (event) => event.persisted && location.reload());
globalThis.addEventListener("pagehide", () => visit.close());

await visit.open();
