import assert from "node:assert/strict";
import { test } from "node:test";

import { loudness } from "../../resources/citizen/call/level.mjs";
import { Media, browserOf, problemOf } from "../../resources/citizen/call/media.mjs";
import { devices } from "./played.mjs";

test("both refused at once: both say so, and nothing is asked a second time", async () => {
  let asked = 0;
  const media = new Media(
    devices(() => {
      asked += 1;
      return "NotAllowedError";
    }),
  );
  await media.open();
  assert.deepEqual(media.problems, { camera: "denied", microphone: "denied" });
  assert.equal(asked, 1);
  assert.deepEqual(media.found, { camera: false, microphone: false });
});

test("one is in use elsewhere: the other still opens", async () => {
  const media = new Media(devices((wanted) => (wanted.video ? "NotReadableError" : null)));
  await media.open();
  assert.deepEqual(media.problems, { camera: "busy", microphone: null });
  assert.deepEqual(media.found, { camera: false, microphone: true });
});

test("a page without a secure context has no devices and says so", async () => {
  const media = new Media(undefined);
  media.devices = undefined;
  await media.open();
  assert.deepEqual(media.problems, { camera: "insecure", microphone: "insecure" });
});

test("an unplugged camera is noticed", async () => {
  const media = new Media(devices());
  await media.open();
  media.video?.onended?.(new Event("ended"));
  assert.equal(media.video, null);
  assert.equal(media.problems.camera, "gone");
});

test("the browser's words become ours", () => {
  const named = (/** @type {string} */ name) => Object.assign(new Error(), { name });
  assert.equal(problemOf(named("NotFoundError")), "missing");
  assert.equal(problemOf(named("SomethingNew")), "failed");
  assert.equal(problemOf("text"), "failed");
});

test("the help fits the browser", () => {
  const cases = {
    ios: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1",
    safari: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
    firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    edge: "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    android: "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
    samsung: "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36",
    chrome: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
  };
  for (const [browser, agent] of Object.entries(cases)) {
    assert.equal(browserOf(agent), browser);
  }
});

test("the meter is still in silence and moves with speech", () => {
  assert.equal(loudness(new Float32Array(64)), 0);
  assert.ok(loudness(new Float32Array(64).fill(0.05)) > 0.5);
  assert.equal(loudness(new Float32Array(64).fill(1)), 1);
});
