import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff } from "../../resources/citizen/backoff.mjs";
import { Live, liveAddress } from "../../resources/citizen/live.mjs";
import { APPOINTMENT, PlayedSocket, settle } from "./played.mjs";

function live() {
  /** @type {PlayedSocket[]} */
  const sockets = [];
  /** @type {any[]} */
  const heard = [];
  /** @type {boolean[]} */
  const up = [];
  /** @type {number[]} */
  const waits = [];
  const it = new Live({
    address: "ws://x",
    token: "t".repeat(32),
    onMessage: (message) => heard.push(message),
    onConnection: (is) => up.push(is),
    open: () => {
      const socket = new PlayedSocket();
      sockets.push(socket);
      return /** @type {WebSocket} */ (/** @type {unknown} */ (socket));
    },
    wait: (attempt) => {
      waits.push(attempt);
      return 0;
    },
  });
  return { it, sockets, heard, up, waits };
}

const welcome = { type: "welcome", version: 1, appointment: APPOINTMENT };

test("the address follows the page's own, and never holds a token", () => {
  assert.equal(liveAddress({ protocol: "https:", host: "amt.example:8443" }), "wss://amt.example:8443/api/v1/live/citizen");
  assert.equal(liveAddress({ protocol: "http:", host: "127.0.0.1:80" }), "ws://127.0.0.1:80/api/v1/live/citizen");
});

test("nothing is sent before the welcome but the hello", () => {
  const { it, sockets } = live();
  it.start();
  assert.equal(it.send({ type: "leave" }), false);
  sockets[0]?.onopen?.();
  assert.deepEqual(sockets[0]?.sent, [{ type: "hello", version: 1, token: "t".repeat(32) }]);
  assert.equal(it.send({ type: "leave" }), false);
  sockets[0]?.say(welcome);
  assert.equal(it.send({ type: "leave" }), true);
  it.stop();
});

test("it comes back with growing patience, and starts over after a welcome", async () => {
  const { it, sockets, waits, up } = live();
  it.start();
  for (let index = 0; index < 3; index += 1) {
    sockets.at(-1)?.onclose?.();
    await settle();
  }
  assert.deepEqual(waits, [0, 1, 2]);
  sockets.at(-1)?.say(welcome);
  sockets.at(-1)?.onclose?.();
  await settle();
  assert.deepEqual(waits, [0, 1, 2, 0]);
  assert.deepEqual(up, [true, false]);
  it.stop();
});

test("a final error is the end", async () => {
  const { it, sockets, heard } = live();
  it.start();
  sockets[0]?.say({ type: "error", code: "link_unknown", final: true });
  sockets[0]?.onclose?.();
  await settle();
  assert.equal(sockets.length, 1);
  assert.equal(heard[0].code, "link_unknown");
});

test("an old socket's end does not disturb the new one", async () => {
  const { it, sockets } = live();
  it.start();
  const old = sockets[0];
  const closed = old?.onclose;
  it.renew();
  assert.equal(sockets.length, 2);
  assert.equal(old?.closed, true);
  closed?.call(old);
  await settle();
  assert.equal(sockets.length, 2);
  it.stop();
});

test("a connection that gives no sign of life is made anew; one that answers is kept", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { it, sockets, up, heard } = live();
  it.start();
  sockets[0]?.say(welcome);
  it.doubt();
  assert.equal(sockets[0]?.sent.at(-1).type, "ping");
  sockets[0]?.say({ type: "pong" });
  context.mock.timers.tick(5_000);
  assert.equal(sockets.length, 1);
  context.mock.timers.tick(10_000); // It was silent for a while: asked by itself.
  assert.equal(sockets[0]?.sent.filter((message) => message.type === "ping").length, 2);
  context.mock.timers.tick(2_000);
  assert.equal(sockets.length, 2);
  assert.deepEqual(up, [true, false]);
  assert.deepEqual(heard.map((message) => message.type), ["welcome"]);
  it.stop();
});

test("a try that is not welcomed in time is given up", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { it, sockets } = live();
  it.start();
  sockets[0]?.onopen?.();
  context.mock.timers.tick(10_000);
  context.mock.timers.tick(1);
  assert.equal(sockets[0]?.closed, true);
  assert.equal(sockets.length, 2);
  it.stop();
});

test("waiting doubles up to its limit, with chance in it", () => {
  assert.equal(backoff(0, { random: () => 1 }), 500);
  assert.equal(backoff(3, { random: () => 1 }), 4000);
  assert.equal(backoff(40, { random: () => 1 }), 10_000);
  assert.equal(backoff(3, { random: () => 0 }), 2000);
});

test("after a try in vain no socket is opened until the service can be reached another way", async () => {
  /** @type {PlayedSocket[]} */
  const sockets = [];
  /** @type {number[]} */
  const asked = [];
  const it = new Live({
    address: "ws://x",
    token: "t".repeat(32),
    onMessage: () => {},
    onConnection: () => {},
    open: () => {
      const socket = new PlayedSocket();
      sockets.push(socket);
      return /** @type {WebSocket} */ (/** @type {unknown} */ (socket));
    },
    wait: () => 0,
    reach: async (attempt) => asked.push(attempt) > 2,
  });
  it.start();
  assert.equal(sockets.length, 1); // The first one is not asked for.
  sockets[0]?.onclose?.();
  while (sockets.length < 2) {
    await settle();
  }
  assert.deepEqual(asked, [1, 2, 3]);
  sockets[1]?.onclose?.();
  it.stop();
  await settle();
  assert.equal(sockets.length, 2);
});

test("an answer that comes when another try is under way opens no second socket", async () => {
  /** @type {PlayedSocket[]} */
  const sockets = [];
  /** @type {((there: boolean) => void)[]} */
  const answers = [];
  const it = new Live({
    address: "ws://x",
    token: "t".repeat(32),
    onMessage: () => {},
    onConnection: () => {},
    open: () => {
      const socket = new PlayedSocket();
      sockets.push(socket);
      return /** @type {WebSocket} */ (/** @type {unknown} */ (socket));
    },
    wait: () => 0,
    reach: () => new Promise((resolve) => answers.push(resolve)),
  });
  it.start();
  sockets[0]?.onclose?.();
  await settle();
  assert.equal(answers.length, 1);
  it.hurry();
  assert.equal(sockets.length, 2);
  answers[0]?.(true);
  await settle();
  assert.equal(sockets.length, 2);
  it.stop();
});
