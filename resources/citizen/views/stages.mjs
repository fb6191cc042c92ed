// Where in the conversation both are: the same stages that the clerk sees, and what the person has to do in this one.

import { el, paragraph, say } from "../ui/dom.mjs";

/** @import {Session} from "../call/session.mjs" */
/** @import {Stage} from "../contract.mjs" */
/** @import {Phrase} from "../i18n.mjs" */

/** @type {Stage[]} */
const USUAL = ["greet", "identify", "work", "review", "sign", "finish"];

/**
 * @param {Session} session
 * @param {(phrase: Phrase) => void} announce
 */
export function stageBar(session, announce) {
  const now = el("h1", { class: "kern-heading-medium stage-now", attributes: { tabindex: "-1" } });
  const count = el("p", { class: "kern-body kern-body--small kern-body--muted" });
  const list = el("ol", { class: "stage-bar" });
  const hint = paragraph("stage.greet.hint", "stage-hint");
  let drawn = "";
  return {
    node: el("div", { class: "stack stack--small" }, count, list, now, hint),
    update() {
      const stages = session.conversation.desk?.stages ?? USUAL;
      const state = `${stages.join()} ${session.conversation.stage}`;
      if (state === drawn) {
        return;
      }
      const first = drawn === "";
      drawn = state;
      const at = stages.indexOf(session.conversation.stage);
      document.body.dataset["stage"] = session.conversation.stage;
      say(now, `stage.${session.conversation.stage}`);
      say(count, ["stage.count", { step: at + 1, total: stages.length }]);
      say(hint, `stage.${session.conversation.stage}.hint`);
      list.replaceChildren(...stages.map((stage, index) => entry(stage, index, at)));
      if (!first) {
        const { stage } = session.conversation;
        announce((words) => `${words.t("stage.now", { stage: words.t(`stage.${stage}`) })} ${words.t(`stage.${stage}.hint`)}`);
      }
    },
  };
}

/**
 * @param {Stage} stage
 * @param {number} index
 * @param {number} at
 */
function entry(stage, index, at) {
  const state = index < at ? "done" : index === at ? "now" : "later";
  return el(
    "li",
    { class: `stage-bar__entry stage-bar__entry--${state}`, attributes: index === at ? { "aria-current": "step" } : {} },
    el("span", { class: "stage-bar__name", say: `stage.${stage}.short` }),
    state === "done" && el("span", { class: "kern-sr-only", say: "stage.done" }),
  );
}
