import assert from "node:assert/strict";
import { test } from "node:test";

import { Ice } from "../../resources/citizen/call/ice.mjs";
import { QualityJudge, SILENT_MS, levelOf, sampleOf, worse } from "../../resources/citizen/call/quality.mjs";
import { Uplink } from "../../resources/citizen/call/uplink.mjs";
import { settle } from "./played.mjs";

/** @import {Sample} from "../../resources/citizen/call/quality.mjs" */

/** A moment of a line that works, `at` ms after the beginning. @param {number} at @param {Partial<Sample>} [but] @returns {Sample} */
function fine(at, but = {}) {
  return { at, received: 100 * at, quiet: 5, packets: at, lost: 0, frames: 1 + at / 40, sound: 48 * at, invented: 0, roundTrip: 0.03, sending: 30, filming: 30, ...but };
}

test("of two words the worse one counts", () => {
  assert.equal(worse("good", "weak"), "weak");
  assert.equal(worse("bad", "weak"), "bad");
  assert.equal(worse("good", "good"), "good");
});

test("loss, made-up sound, delay and a standing picture each turn the light", () => {
  const before = fine(0);
  assert.equal(levelOf(before, fine(3000), 0), "good");
  assert.equal(levelOf(before, fine(3000, { lost: 150 }), 0), "weak");
  assert.equal(levelOf(before, fine(3000, { lost: 600 }), 0), "bad");
  assert.equal(levelOf(before, fine(3000, { invented: 12_000 }), 0), "weak");
  assert.equal(levelOf(before, fine(3000, { invented: 48_000 }), 0), "bad");
  assert.equal(levelOf(before, fine(3000, { roundTrip: 0.5 }), 0), "weak");
  assert.equal(levelOf(before, fine(3000, { roundTrip: 0.9 }), 0), "bad");
  assert.equal(levelOf(before, fine(3000), 1500), "weak");
  assert.equal(levelOf(before, fine(3000), 2500), "bad");
});

test("it gets worse at once and better only when it stays so", () => {
  const judge = new QualityJudge();
  let lost = 0;
  const said = [];
  for (let at = 0; at <= 10_000; at += 500) {
    lost += at > 1000 && at <= 2000 ? 300 : 0;
    said.push(judge.judge(fine(at, { lost })));
  }
  assert.deepEqual(said.slice(0, 3), ["good", "good", "good"]);
  assert.equal(said[3], "bad");
  assert.equal(said[12], "bad"); // the loss is long gone, but not for long enough
  assert.equal(said.at(-1), "good");
});

test("silence is noticed within two seconds of the last packet, however seldom one looks", () => {
  const judge = new QualityJudge();
  judge.judge(fine(0));
  judge.judge(fine(500));
  // The last packet came at 550.
  const dead = { received: 55_000, frames: 14 };
  assert.notEqual(judge.judge(fine(1000, { ...dead, quiet: 450 })), "silent");
  for (let at = 1100; at < 550 + SILENT_MS; at += 100) {
    assert.notEqual(judge.judge(fine(at, { ...dead, quiet: at - 550 })), "silent", `${at}`);
  }
  assert.ok(judge.quiet > 250);
  assert.equal(judge.judge(fine(550 + SILENT_MS, dead)), "silent");
});

test("a browser that counts no bytes is not judged; picture and sound are added up", () => {
  const report = (/** @type {object[]} */ entries) => /** @type {RTCStatsReport} */ (/** @type {unknown} */ (new Map(entries.map((entry, index) => [index, entry]))));
  assert.equal(sampleOf(report([]), 7), null);
  const sample = sampleOf(
    report([
      { type: "candidate-pair", nominated: true, state: "succeeded", bytesReceived: 9, currentRoundTripTime: 0.1 },
      { type: "inbound-rtp", packetsReceived: 5, packetsLost: -1, timestamp: 1000, lastPacketReceivedTimestamp: 900, totalSamplesReceived: 960, concealedSamples: 50, silentConcealedSamples: 20 },
      { type: "inbound-rtp", packetsReceived: 7, packetsLost: 2, timestamp: 1000, lastPacketReceivedTimestamp: 980, framesDecoded: 3 },
      { type: "outbound-rtp", kind: "video", framesPerSecond: 6 },
      { type: "media-source", kind: "video", framesPerSecond: 30 },
    ]),
    7,
  );
  assert.deepEqual(sample, { at: 7, received: 9, quiet: 20, packets: 12, lost: 2, frames: 3, sound: 960, invented: 30, roundTrip: 0.1, sending: 6, filming: 30 });
});

const slow = { sending: 4, filming: 30, cameraOn: true, card: false };

test("on a slow line the picture gives up its size after three seconds, but never of a card", () => {
  const uplink = new Uplink();
  assert.equal(uplink.judge({ ...slow, at: 0 }), "maintain-resolution");
  assert.equal(uplink.judge({ ...slow, at: 2900 }), "maintain-resolution");
  assert.equal(uplink.judge({ ...slow, at: 3000 }), "balanced");
  assert.equal(uplink.judge({ ...slow, at: 3500, card: true }), "maintain-resolution");
  assert.equal(uplink.judge({ ...slow, at: 4000, sending: 25 }), "balanced");
  assert.equal(uplink.preference(false), "balanced");
});

test("few pictures that are not the line's fault change nothing", () => {
  for (const excuse of [{ cameraOn: false }, { card: true }, { filming: 7 }, { sending: 9 }]) {
    const uplink = new Uplink();
    for (let at = 0; at < 20_000; at += 500) {
      uplink.judge({ ...slow, ...excuse, at });
    }
    assert.equal(uplink.preference(false), "maintain-resolution", JSON.stringify(excuse));
  }
  const interrupted = new Uplink();
  interrupted.judge({ ...slow, at: 0 });
  interrupted.judge({ ...slow, at: 2000, sending: 20 });
  assert.equal(interrupted.judge({ ...slow, at: 4000 }), "maintain-resolution");
});

test("a relay's password is replaced when half of its life is over, and nobody waits for it", async () => {
  let now = 0;
  let asked = 0;
  const fresh = [{ urls: ["turn:b"] }];
  const ice = new Ice(async () => {
    asked += 1;
    return { ice_servers: fresh, expires_at: null };
  }, () => now);
  const first = [{ urls: ["turn:a"] }];
  ice.given(first);
  now = 4 * 60_000;
  assert.equal(ice.take(), first);
  assert.equal(asked, 0);
  now = 6 * 60_000;
  assert.equal(ice.take(), first);
  assert.equal(ice.take(), first);
  await settle();
  assert.equal(asked, 1);
  assert.equal(ice.take(), fresh);
  ice.stop();
});

test("a service that is away leaves the old servers in use", async () => {
  const ice = new Ice(async () => Promise.reject(new Error("away")), () => 1e9);
  assert.deepEqual(ice.take(), []);
  await settle();
  assert.deepEqual(ice.take(), []);
  await settle();
  ice.stop();
});
