// Tells the office how the trial of the card went: grades and the camera's size, never a picture. Again after every new
// connection, as the service forgets it with the old one.

/** @import {CardTrial} from "../contract.mjs" */
/** @import {Session} from "../call/session.mjs" */
/** @import {Memory} from "../memory.mjs" */
/** @import {Trial} from "./trial.mjs" */

/**
 * @param {Session} session
 * @param {Trial} trial
 * @param {Memory<{trial: CardTrial}>} memory of this tab, for a reload
 */
export function reportTrial(session, trial, memory) {
  /** @type {CardTrial | null} */
  let sent = null;
  let kept = trial.record = memory.get().trial ?? null;
  const tell = () => {
    const { record } = trial;
    if (session.view === "ended" || session.view === "refused") {
      memory.forget();
      return;
    }
    if (record && record !== kept) {
      kept = record;
      memory.add({ trial: record });
    }
    if (!session.liveUp) {
      sent = null;
    } else if (record && record !== sent && session.live.send({ type: "card.tried", trial: record })) {
      sent = record;
    }
  };
  session.subscribe(tell);
  trial.subscribe(tell);
}
