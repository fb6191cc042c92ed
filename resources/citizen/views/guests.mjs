// A third person in the citizen's call: the question beforehand, the picture, and at any time who is there.

import { button, el, heading, paragraph, say, show } from "../ui/dom.mjs";
import { tile } from "./tile.mjs";

/** @import {GuestView} from "../contract.mjs" */
/** @import {Phrase} from "../i18n.mjs" */
/** @import {Session} from "../call/session.mjs" */

/** @param {GuestView} guest @returns {Phrase} name and role */
export function whoIs(guest) {
  return (words) => `${guest.name}, ${words.t(`guest.role.${guest.role}`)}`;
}

/** @param {Session} session */
export function guestPicture(session) {
  const picture = tile("guest-video", "face--guest");
  return {
    node: picture.node,
    update() {
      const { company } = session;
      const [guest] = company.inside;
      document.body.classList.toggle("has-guest", guest !== undefined);
      show(picture.node, guest !== undefined);
      if (!guest) {
        picture.update({ video: null, audio: null, name: "", label: "", cover: "" });
        return;
      }
      const connection = company.connection(guest.id);
      picture.update({
        video: connection?.video ?? null,
        audio: connection?.audio ?? null,
        name: () => guest.name,
        label: ["guest.picture", { name: guest.name }],
        cover: coverOf(guest, connection?.bond ?? "connecting", connection?.cameraOn ?? true),
      });
    },
  };
}

/** @param {GuestView} guest @param {string} bond @param {boolean} cameraOn @returns {Phrase | ""} */
function coverOf(guest, bond, cameraOn) {
  if (bond === "refused") return "guest.not_secret";
  if (!guest.present) return ["guest.gone", { name: guest.name }];
  if (bond !== "up") return bond === "lost" ? "connection.lost" : "connection.connecting";
  return cameraOn ? "" : ["guest.camera_off", { name: guest.name }];
}

/**
 * @param {Session} session
 * @param {(phrase: Phrase, urgent?: boolean) => void} announce
 */
export function guestPanel(session, announce) {
  const { company } = session;
  const ask = el("div");
  const there = el("div");
  const node = el("div", { class: "stack stack--small" }, ask, there);
  let asked = "";
  let drawn = "";
  return {
    node,
    update() {
      const question = company.asking;
      if ((question?.id ?? "") !== asked) {
        asked = question?.id ?? "";
        ask.replaceChildren(...(question ? [questionOf(question, (agreed) => company.answer(question.id, agreed))] : []));
        if (question) {
          announce(["guest.ask.title", { name: question.name }], true);
          ask.scrollIntoView({ block: "nearest" });
        }
      }
      const rows = [...company.inside, ...company.expected];
      const state = JSON.stringify([rows, company.picture]);
      if (state !== drawn) {
        const before = drawn;
        drawn = state;
        there.replaceChildren(...rows.map((guest) => row(guest, company.picture, () => company.answer(guest.id, false))));
        tellWho(rows, before, announce);
      }
      show(node, question !== null || rows.length > 0);
    },
  };
}

/** @param {GuestView[]} rows @param {string} before @param {(phrase: Phrase) => void} announce */
function tellWho(rows, before, announce) {
  const [guest] = rows;
  if (guest?.state === "admitted") {
    announce([guest.present ? "guest.in" : "guest.gone", { name: guest.name }]);
  } else if (!guest && before) {
    announce("guest.out");
  }
}

/** @param {GuestView} guest @param {(agreed: boolean) => void} answer */
function questionOf(guest, answer) {
  return el(
    "section",
    { class: "panel question stack stack--small", testid: "guest-question" },
    heading(2, ["guest.ask.title", { name: guest.name }], "small"),
    paragraph((words) => words.t("guest.ask.who", { name: guest.name, role: words.t(`guest.role.${guest.role}`) })),
    paragraph("guest.ask.what"),
    el(
      "div",
      { class: "check__question" },
      button("primary", "guest.ask.yes", { testid: "guest-yes", click: () => answer(true) }),
      button("secondary", "guest.ask.no", { testid: "guest-no", click: () => answer(false) }),
    ),
  );
}

/** @param {GuestView} guest @param {boolean} picture @param {() => void} out */
function row(guest, picture, out) {
  const inside = guest.state === "admitted";
  const state = !inside ? "guest.expected" : guest.present ? "guest.in" : "guest.gone";
  const other = guest.said_name && guest.said_name !== guest.name;
  return el(
    "section",
    { class: "company stack stack--small", testid: "guest-row" },
    el("p", { class: "kern-body" }, el("b", { say: whoIs(guest) })),
    paragraph([state, { name: guest.name }], "kern-body--small"),
    other && paragraph(["guest.says", { name: guest.said_name ?? "" }], "kern-body--small"),
    inside && !picture && say(el("p", { class: "kern-body kern-body--small company__card", testid: "guest-paused" }), "guest.paused"),
    button("tertiary", inside ? ["guest.send_out", { name: guest.name }] : "guest.withdraw", { testid: "guest-out", click: out }),
  );
}
