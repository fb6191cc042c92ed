import assert from "node:assert/strict";
import { test } from "node:test";

import { localVoice } from "../../resources/citizen/card/aloud.mjs";
import { NOTHING } from "../../resources/citizen/card/assess.mjs";
import { HINTS, hintPhrase, lampTo } from "../../resources/citizen/card/hints.mjs";
import { reportTrial } from "../../resources/citizen/card/report.mjs";
import { Trial, gradesOf } from "../../resources/citizen/card/trial.mjs";
import { Memory } from "../../resources/citizen/memory.mjs";
import { Store } from "../../resources/citizen/store.mjs";
import { storage } from "./played.mjs";

/** @import {Assessment} from "../../resources/citizen/card/assess.mjs" */

const CAMERA = { width: 1280, height: 720 };
/** @type {Assessment} */
const GOOD = {
  ...NOTHING,
  quad: [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]],
  side: "mrz",
  kind: "td1",
  size: 0.7,
  sharpness: 0.9,
  good: true,
};
/** @type {Assessment} */
const FRONT = { ...GOOD, side: "other", kind: null };

/** Looks every 100 ms. @param {Trial} trial @param {Assessment} seen @param {number} from @param {number} to */
function looks(trial, seen, from, to) {
  for (let now = from; now <= to; now += 100) {
    trial.look(seen, now, CAMERA);
  }
}

/** @returns {{trial: Trial, said: string[]}} */
function begun() {
  /** @type {string[]} */
  const said = [];
  const trial = new Trial((word) => said.push(word));
  trial.begin(0);
  return { trial, said };
}

test("both sides, each good for a second, in whatever order", () => {
  for (const [first, second, wanted] of /** @type {const} */ ([[GOOD, FRONT, "other"], [FRONT, GOOD, "mrz"]])) {
    const { trial, said } = begun();
    looks(trial, first, 0, 900);
    assert.equal(trial.wanted, "any");
    looks(trial, first, 1_000, 1_000);
    assert.equal(trial.wanted, wanted);
    assert.equal(trial.done, false);
    looks(trial, second, 3_000, 4_000);
    assert.equal(trial.done, true);
    assert.deepEqual(said, ["start", "other", "done"]);
    assert.deepEqual(trial.record, { overall: "good", size: "good", sharpness: "good", glare: "good", light: "good", posture: "good", width: 1280, height: 720, lines_seen: true, front_seen: true });
  }
});

test("a passport has one side", () => {
  const { trial } = begun();
  looks(trial, { ...GOOD, kind: "td3" }, 0, 1_000);
  assert.equal(trial.done, true);
  assert.equal(trial.record?.overall, "good");
});

test("a moment that is not good begins the second anew, a single look does not", () => {
  const { trial } = begun();
  looks(trial, GOOD, 0, 800);
  looks(trial, NOTHING, 900, 900);
  looks(trial, GOOD, 1_000, 1_000);
  assert.equal(trial.sides.mrz, true);
  trial.begin(0);
  looks(trial, GOOD, 0, 800);
  looks(trial, NOTHING, 900, 1_300);
  looks(trial, GOOD, 1_400, 2_000);
  assert.equal(trial.sides.mrz, false);
});

test("a hint is shown after two looks and said at most every two seconds, the same one rarely", () => {
  const { trial, said } = begun();
  const far = { ...GOOD, good: false, hint: /** @type {const} */ ("closer") };
  const glare = { ...GOOD, good: false, hint: /** @type {const} */ ("glare") };
  looks(trial, far, 0, 0);
  assert.equal(trial.hint, null);
  looks(trial, far, 100, 1_900);
  assert.equal(trial.hint, "closer");
  assert.deepEqual(said, ["start"]);
  looks(trial, far, 2_000, 3_900);
  looks(trial, glare, 4_000, 5_900);
  looks(trial, glare, 6_000, 10_900);
  assert.deepEqual(said, ["start", "closer", "glare"]);
  looks(trial, glare, 11_000, 12_000);
  assert.deepEqual(said, ["start", "closer", "glare", "glare"]);
});

test("what stays wrong gets more words, and the camera is told honestly", () => {
  const { trial } = begun();
  looks(trial, NOTHING, 100, 7_000);
  assert.equal(trial.advice, null);
  looks(trial, NOTHING, 7_100, 7_300);
  assert.equal(trial.advice, "none");
  const soft = { ...GOOD, good: false, sharpness: 0.2, hint: /** @type {const} */ ("hold_still") };
  looks(trial, soft, 8_000, 15_200);
  assert.equal(trial.advice, "blurred");
  looks(trial, GOOD, 15_300, 15_300);
  assert.equal(trial.advice, null);
  for (let now = 16_000; now < 24_000; now += 100) {
    trial.look(soft, now, { width: 320, height: 240 });
  }
  assert.equal(trial.advice, "camera");
  looks(trial, { ...NOTHING, hint: "too_dark" }, 30_000, 37_200);
  assert.equal(trial.advice, "dark");
});

test("without success the best look is told, fair at most; without a card nothing", () => {
  const { trial } = begun();
  const record = () => trial.record;
  looks(trial, NOTHING, 0, 2_000);
  trial.end();
  assert.equal(record(), null);
  trial.begin(0);
  looks(trial, { ...GOOD, good: false, glare: 0.2, hint: "glare" }, 0, 500);
  looks(trial, { ...GOOD, good: false, size: 0.3, glare: 0.2, hint: "closer" }, 600, 900);
  trial.end();
  assert.equal(record()?.overall, "poor");
  assert.equal(record()?.glare, "poor");
  assert.equal(record()?.size, "good");
  trial.begin(0);
  looks(trial, GOOD, 0, 500);
  trial.end();
  assert.equal(record()?.overall, "fair");
  assert.equal(record()?.lines_seen, false);
});

test("grades go by the same limits as the hints", () => {
  assert.deepEqual(gradesOf({ ...GOOD, size: 0.4, sharpness: 0.45, glare: 0.01, darkness: 0.5, tilt: 20 }), { size: "fair", sharpness: "fair", glare: "fair", light: "fair", posture: "fair" });
  assert.deepEqual(gradesOf({ ...GOOD, size: 0.2, sharpness: null, glare: 0.1, darkness: 0.9, tilt: 40 }), { size: "poor", sharpness: "poor", glare: "poor", light: "poor", posture: "poor" });
});

test("the lamp goes where the person sees it: a camera that faces them swaps the sides", () => {
  assert.equal(lampTo("left", true), "left");
  assert.equal(lampTo("left", false), "right");
  assert.equal(lampTo("top", false), "top");
  assert.equal(hintPhrase("glare", { glare: "left", away: true }), "card.hint.glare.left");
  assert.equal(hintPhrase("glare", { glare: "middle" }), "card.hint.glare");
  assert.equal(hintPhrase("wrong_side", { wanted: "mrz" }), "card.hint.wrong_side.mrz");
  assert.deepEqual(HINTS.map((hint) => hintPhrase(hint)), HINTS.map((hint) => `card.hint.${hint}`));
});

test("only a voice of this device speaks, in the page's language", () => {
  const voice = (/** @type {string} */ lang, /** @type {boolean} */ localService, isDefault = false) => /** @type {SpeechSynthesisVoice} */ ({ lang, localService, default: isDefault, name: lang, voiceURI: lang });
  assert.equal(localVoice([voice("de-DE", false), voice("en-GB", true)], "de"), null);
  assert.equal(localVoice([voice("de-AT", true), voice("de-DE", true, true)], "de")?.lang, "de-DE");
  assert.equal(localVoice([], "en"), null);
});

test("the office is told once for every connection, and the tab remembers it until the end", () => {
  const session = Object.assign(new Store(), { view: "waiting", liveUp: false, sent: /** @type {any[]} */ ([]), live: { send: (/** @type {any} */ message) => session.sent.push(message) > 0 } });
  const { trial } = begun();
  /** @type {Memory<any>} */
  const memory = new Memory(storage(), "card");
  reportTrial(/** @type {any} */ (session), trial, memory);
  looks(trial, { ...GOOD, kind: "td3" }, 0, 1_000);
  assert.deepEqual(session.sent, []);
  session.liveUp = true;
  session.changed();
  session.changed();
  assert.deepEqual(session.sent, [{ type: "card.tried", trial: trial.record }]);
  session.liveUp = false;
  session.changed();
  session.liveUp = true;
  session.changed();
  assert.equal(session.sent.length, 2);
  const reloaded = new Trial();
  reportTrial(/** @type {any} */ (session), reloaded, memory);
  assert.deepEqual(reloaded.record, trial.record);
  session.view = "ended";
  session.changed();
  assert.deepEqual(memory.get(), {});
});
