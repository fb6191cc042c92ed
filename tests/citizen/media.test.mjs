import assert from "node:assert/strict";
import { test } from "node:test";

import { browserOf, systemOf } from "../../resources/citizen/call/browser.mjs";
import { loudness } from "../../resources/citizen/call/level.mjs";
import { Media, problemOf } from "../../resources/citizen/call/media.mjs";
import { devices, track } from "./played.mjs";

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

test("a question that was waved away is another thing than a refusal, and so is the system's own", () => {
  const refused = (/** @type {string} */ message) => Object.assign(new Error(message), { name: "NotAllowedError" });
  assert.equal(problemOf(refused("Permission denied")), "denied");
  assert.equal(problemOf(refused("Permission dismissed")), "dismissed");
  assert.equal(problemOf(refused("Permission denied by system")), "system");
});

/**
 * Devices whose cameras look to one side each.
 * @param {(side: string) => boolean} works
 */
function phone(works = () => true) {
  /** @type {any[]} */
  const asked = [];
  const real = devices();
  real.getUserMedia = async (wanted) => {
    const side = /** @type {any} */ (wanted?.video)?.facingMode;
    asked.push(side);
    if (side && !works(side)) {
      throw Object.assign(new Error(), { name: "NotReadableError" });
    }
    const camera = /** @type {any} */ (track("video"));
    camera.getSettings = () => ({ facingMode: side });
    camera.getCapabilities = () => ({ torch: side === "environment" });
    camera.applyConstraints = async () => {};
    return /** @type {any} */ ({ getVideoTracks: () => (side ? [camera] : []), getAudioTracks: () => (wanted?.audio ? [track("audio")] : []) });
  };
  return { media: new Media(real), asked };
}

test("a phone turns to its other camera and back, and only that one has a torch", async () => {
  const { media, asked } = phone();
  await media.open();
  assert.equal(media.facesAway, false);
  assert.equal(media.hasTorch, false);
  await media.switchCamera();
  assert.equal(media.facesAway, true);
  assert.equal(media.hasTorch, true);
  await media.setTorch(true);
  assert.equal(media.torchOn, true);
  await media.switchCamera();
  assert.equal(media.torchOn, false);
  assert.deepEqual(asked, ["user", "environment", "user"]);
});

test("a back camera that does not open leaves the front one on", async () => {
  const { media } = phone((side) => side === "user");
  await media.open();
  await media.switchCamera();
  assert.equal(media.facesAway, false);
  assert.equal(media.problems.camera, null);
});

test("the help fits the browser, also inside other apps", () => {
  const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
  const android = "Mozilla/5.0 (Linux; Android 15; Pixel 9";
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";
  /** @type {[string, string, number][]} */
  const cases = [
    ["ios", `${iphone} Version/19.0 Mobile/15E148 Safari/604.1`, 5],
    ["ios", `${mac} Version/19.0 Safari/605.1.15`, 5],
    ["ios_other", `${iphone} CriOS/140.0 Mobile/15E148 Safari/604.1`, 5],
    ["app_ios", `${iphone} Mobile/15E148`, 5],
    ["app_ios", `${iphone} Mobile/15E148 Safari/604.1 [FBAN/FBIOS;FBAV/400]`, 5],
    ["safari", `${mac} Version/19.0 Safari/605.1.15`, 0],
    ["firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", 0],
    ["edge", "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", 10],
    ["android", `${android}) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36`, 5],
    ["android_firefox", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", 5],
    ["samsung", `${android}) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`, 5],
    ["app_android", `${android}; wv) AppleWebKit/537.36 Version/4.0 Chrome/140.0 Mobile Safari/537.36`, 5],
    ["chrome", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", 0],
  ];
  for (const [browser, agent, touch] of cases) {
    assert.equal(browserOf(agent, touch), browser, agent);
  }
  const systems = cases.map(([, agent, touch]) => systemOf(agent, touch));
  assert.deepEqual(systems, ["ios", "ios", "ios", "ios", "ios", "mac", "other", "windows", "android", "android", "android", "android", "other"]);
});

test("the meter is still in silence and moves with speech", () => {
  assert.equal(loudness(new Float32Array(64)), 0);
  assert.ok(loudness(new Float32Array(64).fill(0.05)) > 0.5);
  assert.equal(loudness(new Float32Array(64).fill(1)), 1);
});
