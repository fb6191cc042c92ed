import assert from "node:assert/strict";
import { test } from "node:test";

import { BlobBroken, BlobReceiver, BlobSender } from "../../resources/citizen/call/blobs.mjs";
import { BLOB_CHUNK, BLOB_MAX } from "../../resources/citizen/contract.mjs";
import { sha256 } from "../../resources/citizen/ids.mjs";

class Channel extends EventTarget {
  readyState = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  /** @type {(string | Uint8Array<ArrayBuffer>)[]} */
  sent = [];

  /** @param {string | Uint8Array<ArrayBuffer>} data */
  send(data) {
    this.sent.push(data);
    this.bufferedAmount += data.length;
  }

  drain() {
    this.bufferedAmount = 0;
    this.dispatchEvent(new Event("bufferedamountlow"));
  }
}

/** @param {Channel} channel @returns {RTCDataChannel} */
const real = (channel) => /** @type {RTCDataChannel} */ (/** @type {unknown} */ (channel));

/** @param {number} length */
const content = (length) => Uint8Array.from({ length }, (_, index) => index % 251);

/** @param {BlobReceiver} receiver @param {(string | Uint8Array<ArrayBuffer>)[]} frames */
async function feed(receiver, frames) {
  for (const frame of frames) {
    if (typeof frame !== "string") {
      receiver.chunk(frame.slice().buffer);
      continue;
    }
    const message = JSON.parse(frame);
    if (message.type === "blob.begin") {
      receiver.begin(message);
    } else {
      return receiver.end(message);
    }
  }
  throw new Error("no end");
}

test("what is sent arrives, in frames that every browser takes", async () => {
  const channel = new Channel();
  const bytes = content(BLOB_CHUNK * 3 + 5);
  await new BlobSender().send(real(channel), { id: "b", kind: "still", mime: "image/jpeg", bytes });
  const frames = channel.sent.filter((frame) => typeof frame !== "string");
  assert.deepEqual(frames.map((frame) => frame.length), [BLOB_CHUNK, BLOB_CHUNK, BLOB_CHUNK, 5]);
  const { begin, bytes: arrived } = await feed(new BlobReceiver(), channel.sent);
  assert.deepEqual(arrived, bytes);
  assert.equal(begin.sha256, await sha256(bytes));
});

test("a full channel is waited for", async () => {
  const channel = new Channel();
  const sending = new BlobSender().send(real(channel), { id: "b", kind: "still", mime: "image/jpeg", bytes: content(BLOB_CHUNK * 60) });
  let drains = 0;
  const timer = setInterval(() => {
    drains += 1;
    channel.drain();
  }, 1);
  await sending;
  clearInterval(timer);
  assert.ok(drains >= 2);
  assert.equal(channel.sent.length, 62);
});

test("two transfers never mix", async () => {
  const channel = new Channel();
  const sender = new BlobSender();
  await Promise.all(
    ["one", "two"].map((id) => sender.send(real(channel), { id, kind: "still", mime: "image/jpeg", bytes: content(10) })),
  );
  const order = channel.sent.map((frame) => (typeof frame === "string" ? JSON.parse(frame) : { type: "frame" }));
  assert.deepEqual(order.map(({ type, id }) => `${type} ${id ?? ""}`), [
    "blob.begin one", "frame ", "blob.end one", "blob.begin two", "frame ", "blob.end two",
  ]);
});

test("a closing channel ends the transfer quietly", async () => {
  const channel = new Channel();
  const sending = new BlobSender().send(real(channel), { id: "b", kind: "still", mime: "image/jpeg", bytes: content(BLOB_CHUNK * 60) });
  setTimeout(() => {
    channel.readyState = "closed";
    channel.dispatchEvent(new Event("close"));
  }, 5);
  await sending;
  assert.ok(!channel.sent.some((frame) => typeof frame === "string" && frame.includes("blob.end")));
});

test("too short, too long, other bytes, another id, or nothing begun: broken", async () => {
  const bytes = content(4);
  const good = { type: /** @type {const} */ ("blob.begin"), id: "b", kind: /** @type {const} */ ("document"), mime: /** @type {const} */ ("application/pdf"), size: 4, sha256: await sha256(bytes) };
  const end = { type: /** @type {const} */ ("blob.end"), id: "b" };
  /** @type {[typeof good, Uint8Array<ArrayBuffer>[], typeof end][]} */
  const cases = [
    [good, [content(3)], end],
    [good, [content(4), content(1)], end],
    [good, [new Uint8Array([9, 9, 9, 9])], end],
    [good, [bytes], { ...end, id: "other" }],
    [{ ...good, size: BLOB_MAX + 1 }, [bytes], end],
  ];
  for (const [begin, frames, last] of cases) {
    const receiver = new BlobReceiver();
    receiver.begin(begin);
    frames.forEach((frame) => receiver.chunk(frame.slice().buffer));
    await assert.rejects(receiver.end(last), BlobBroken);
  }
  await assert.rejects(new BlobReceiver().end(end), BlobBroken);
  const reset = new BlobReceiver();
  reset.begin(good);
  reset.reset();
  reset.chunk(bytes.slice().buffer);
  await assert.rejects(reset.end(end), BlobBroken);
});
