// What will happen, and the consent to it.

import { bullets, button, el, heading, paragraph, tick } from "../ui/dom.mjs";
import { changeButtons } from "./appointment.mjs";
import { appointmentFacts } from "./booked.mjs";

/** @import {Change} from "../booking/change.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {View} from "../ui/shell.mjs" */

/**
 * @param {Session} session
 * @param {Change} change
 * @returns {View}
 */
export function consentView(session, change) {
  const { appointment } = session;
  if (!appointment) {
    return { node: el("div") };
  }
  const { given_names, family_name, changeable } = appointment;
  const agree = tick({ id: "consent", testid: "consent", phrase: "consent.tick" });
  agree.input.addEventListener("change", () => agree.setError(null));
  const go = () => {
    if (agree.input.checked) {
      void session.check();
    } else {
      agree.setError("consent.missing");
      agree.input.focus();
    }
  };
  return {
    node: el(
      "div",
      { class: "stack" },
      heading(1, "consent.title"),
      paragraph(["consent.hello", { name: `${given_names} ${family_name}` }], "kern-body--large"),
      appointmentFacts(appointment),
      el(
        "section",
        { class: "stack stack--small" },
        heading(2, "consent.how.title", "small"),
        bullets(["consent.how.check", "consent.how.wait", "consent.how.call", "consent.how.papers"]),
      ),
      el(
        "section",
        { class: "stack stack--small" },
        heading(2, "consent.privacy.title", "small"),
        paragraph("consent.privacy.peer"),
        paragraph("consent.privacy.card"),
        el(
          "details",
          { class: "more" },
          el("summary", { say: "consent.privacy.more" }),
          el("div", { class: "stack stack--small" }, paragraph("consent.privacy.stored"), paragraph("consent.privacy.rights")),
        ),
      ),
      agree.node,
      button("primary", "consent.next", { testid: "check-start", click: go }),
      changeable && changeButtons(change, true).node,
    ),
  };
}
