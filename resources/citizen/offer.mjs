// The page behind the link to the waiting list, put together.

import { Api } from "./api.mjs";
import { Offer } from "./booking/offer.mjs";
import { backway } from "./ui/backway.mjs";
import { el, heading, paragraph } from "./ui/dom.mjs";
import { Shell } from "./ui/shell.mjs";
import { languageWasChosen, words } from "./ui/words.mjs";
import { listWaitingView, offView, offerEndedView, offerRefusedView, offeredView } from "./views/offer.mjs";

/** @import {OfferStep} from "./booking/offer.mjs" */
/** @import {View} from "./ui/shell.mjs" */

const shell = new Shell();
await shell.start();

const offer = new Offer({ api: new Api(), token: location.hash.slice(1) });

/** @type {Record<OfferStep, () => View>} */
const views = {
  opening: () => ({ node: el("div", { class: "stack" }, heading(1, "offer.title"), paragraph("common.loading")) }),
  refused: () => offerRefusedView(offer),
  waiting: () => listWaitingView(offer),
  offered: () => offeredView(offer),
  off: () => offView(offer),
  booked: () => offerEndedView(offer),
  withdrawn: () => offerEndedView(offer),
  run_out: () => offerEndedView(offer),
};

const wayOut = backway(
  () => offer.step === "off",
  () => offer.leaving(false),
);

let shown = "";
let spoken = false;
offer.subscribe(() => {
  if (offer.listed && !spoken) {
    spoken = true;
    if (!languageWasChosen() && offer.listed.language !== words.language) {
      void shell.setLanguage(offer.listed.language, false);
    }
  }
  const now = `${offer.step} ${offer.listed?.offer?.start} ${offer.step === "refused" ? offer.problem : ""}`;
  if (now === shown) {
    shell.update();
    return;
  }
  shown = now;
  wayOut();
  const { step } = offer;
  shell.show(step, views[step](), step === "opening" || step === "refused" ? "offer.title" : `offer.${step}.title`);
});

globalThis.addEventListener("hashchange", () => location.reload());
globalThis.addEventListener("pageshow", (event) => event.persisted && location.reload());
globalThis.addEventListener("pagehide", () => offer.close());

await offer.open();
