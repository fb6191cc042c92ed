// The booking page, put together.

import { Api } from "./api.mjs";
import { Proof } from "./booking/captcha.mjs";
import { BookingFlow } from "./booking/flow.mjs";
import { placeFromQuery, placeToQuery } from "./booking/place.mjs";
import { Memory, storage } from "./memory.mjs";
import { alert, button, el, heading, paragraph } from "./ui/dom.mjs";
import { Shell } from "./ui/shell.mjs";
import { words } from "./ui/words.mjs";
import { bookedView } from "./views/booked.mjs";
import { detailsView } from "./views/details.mjs";
import { listView, listedView } from "./views/list.mjs";
import { bringView, matterView, moreView, officeView } from "./views/pick.mjs";
import { slotsView } from "./views/slots.mjs";

/** @import {Step} from "./booking/flow.mjs" */
/** @import {Place} from "./booking/place.mjs" */
/** @import {Phrase} from "./i18n.mjs" */
/** @import {View} from "./ui/shell.mjs" */

const placeFromAddress = () => placeFromQuery(location.search);

/** @param {Place} place @returns {string} */
function address(place) {
  return `${location.pathname}${placeToQuery(place)}`;
}

const shell = new Shell();
await shell.start();

const api = new Api();
const flow = new BookingFlow({
  api,
  memory: new Memory(storage("sessionStorage"), "booking"),
  proof: new Proof({ api }),
  language: () => words.language,
  onPlace: (place, replace) =>
    replace ? history.replaceState(history.state, "", address(place)) : history.pushState({ ours: true }, "", address(place)),
});

/** @param {Phrase} phrase @param {boolean} [urgent] */
const announce = (phrase, urgent) => shell.announce(phrase, urgent);

/** @type {Record<Step, () => View>} */
const views = {
  office: () => officeView(flow),
  matter: () => matterView(flow),
  more: () => moreView(flow),
  bring: () => bringView(flow),
  slot: () => slotsView(flow, announce),
  details: () => detailsView(flow, announce),
  done: () => bookedView(flow),
  list: () => listView(flow),
  listed: () => listedView(flow),
};

/** @returns {View} the service cannot be reached at all */
function unreachable() {
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "book.unreachable"),
      alert("warning", (language) => language.problem(flow.problem ?? "unavailable"), paragraph("book.unreachable.hint")),
      button("primary", "common.retry", { testid: "retry", click: () => void flow.start(placeFromAddress()) }),
    ),
  };
}

let shown = "";
flow.subscribe(() => {
  const wanted = flow.ready ? flow.step : flow.problem ? "problem" : "";
  const now = `${wanted} ${flow.office?.id} ${flow.chosenIds.join()}`;
  if (wanted && now !== shown) {
    shown = now;
    const view = flow.ready ? views[flow.step]() : unreachable();
    shell.show(wanted, view, wanted === "problem" ? "book.unreachable" : `book.${wanted}.title`);
  } else {
    shell.update();
  }
});
globalThis.addEventListener("popstate", () => void flow.go(placeFromAddress()));
await flow.start(placeFromAddress());
