// The booking page, put together.

import { Api } from "./api.mjs";
import { BookingFlow } from "./booking/flow.mjs";
import { Memory, storage } from "./memory.mjs";
import { alert, button, el, heading, paragraph } from "./ui/dom.mjs";
import { Shell } from "./ui/shell.mjs";
import { words } from "./ui/words.mjs";
import { bookedView } from "./views/booked.mjs";
import { detailsView } from "./views/details.mjs";
import { bringView, matterView, officeView } from "./views/pick.mjs";
import { slotsView } from "./views/slots.mjs";

/** @import {Place, Step} from "./booking/flow.mjs" */
/** @import {View} from "./ui/shell.mjs" */

/** @returns {Place} */
function placeFromAddress() {
  const { office, matter, step } = Object.fromEntries(new URLSearchParams(location.search));
  return { office, matter, step };
}

/** @param {Place} place @returns {string} */
function address(place) {
  const parts = Object.entries(place).filter(([, value]) => value);
  return `${location.pathname}?${new URLSearchParams(Object.fromEntries(parts))}`;
}

const shell = new Shell();
await shell.start();

const flow = new BookingFlow({
  api: new Api(),
  memory: new Memory(storage("sessionStorage"), "booking"),
  language: () => words.language,
  onPlace: (place) => history.pushState({ ours: true }, "", address(place)),
});

/** @type {Record<Step, () => View>} */
const views = {
  office: () => officeView(flow),
  matter: () => matterView(flow),
  bring: () => bringView(flow),
  slot: () => slotsView(flow, (code) => shell.announce((language) => language.problem(code))),
  details: () => detailsView(flow, (phrase, urgent) => shell.announce(phrase, urgent)),
  done: () => bookedView(flow),
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
  const now = `${wanted} ${flow.office?.id} ${flow.matter?.id}`;
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
