// Connected means agreed: what the page does before both ends see the same certificates, and when they do not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Code } from "../../resources/citizen/call/code.mjs";
import { Link } from "../../resources/citizen/call/link.mjs";
import { announced } from "../../resources/citizen/call/certificates.mjs";
import { code } from "../../resources/citizen/call/secrecy.mjs";
import { PlayedPeer, settle } from "./played.mjs";

const seen = { page: "aa".repeat(32), desk: "dd".repeat(32) };

function link() {
  /** @type {any[]} */
  const told = [];
  /** @type {PlayedPeer[]} */
  const peers = [];
  const tell = (/** @type {string} */ name) => (/** @type {unknown[]} */ ...more) => void told.push([name, ...more]);
  const names = ["signal", "connection", "opened", "message", "blob", "damaged", "track", "level", "secured", "refused", "unanswered"];
  const one = new Link({
    events: /** @type {any} */ (Object.fromEntries(names.map((name) => [name, tell(name)]))),
    makePeer: (events) => {
      const peer = new PlayedPeer(events);
      peers.push(peer);
      return /** @type {any} */ (peer);
    },
    wait: () => 0,
  });
  one.connect();
  const peer = /** @type {PlayedPeer} */ (peers[0]);
  const heard = () => told.map(([name]) => name).filter((name) => name !== "signal" && name !== "level");
  return { one, peer, peers, told, heard };
}

test("before the agreement nothing is sent, shown or believed", async () => {
  const { one, peer, told, heard } = link();
  peer.events.track(/** @type {any} */ ("the clerk"));
  assert.equal(one.connected, false);
  assert.equal(one.send({ type: "page.goodbye" }), false);
  peer.events.data(JSON.stringify({ type: "goodbye", finished: true }));
  peer.events.data(new ArrayBuffer(8));
  assert.deepEqual(heard(), ["connection"]);
  assert.equal(peer.sending, false);
  await peer.open();
  assert.deepEqual(heard(), ["connection", "secured", "track", "connection", "opened"]);
  assert.equal(peer.sending, true);
  assert.equal(one.connected, true);
  const [, digits, certificates] = told.find(([name]) => name === "secured");
  assert.match(digits, /^\d{8}$/);
  assert.deepEqual(certificates, seen);
  assert.equal(one.send({ type: "page.goodbye" }), true);
  one.close();
});

test("a desk that sees other certificates: both hear of it, nothing is tried again", async () => {
  const { one, peer, peers, heard } = link();
  peer.deskSees = { ...seen, page: "ee".repeat(32) };
  await peer.open();
  assert.ok(peer.secure.includes("secure.refused"));
  while (!heard().includes("refused")) {
    await settle();
  }
  assert.equal(peer.closed, true);
  assert.equal(peer.sending, false);
  assert.equal(one.connected, false);
  assert.deepEqual(heard(), ["connection", "refused"]);
  assert.equal(peers.length, 1);
});

test("a refusal of the desk ends a call that stood", async () => {
  const { one, peer, heard } = link();
  await peer.open();
  peer.events.data(JSON.stringify({ type: "secure.refused" }));
  await settle();
  assert.equal(one.connected, false);
  assert.equal(one.send({ type: "page.goodbye" }), false);
  assert.equal(peer.sending, false);
  while (!heard().includes("refused")) {
    await settle();
  }
});

test("certificates that the browser does not tell are no agreement", async () => {
  const { peer, heard } = link();
  peer.seen = /** @type {any} */ (async () => null);
  await peer.open();
  while (!heard().includes("refused")) {
    await settle();
  }
  assert.equal(heard().includes("secured"), false);
});

test("a code stays compared as long as the certificates are the same", async () => {
  const digits = await code("01".repeat(32), "02".repeat(32), seen);
  const shown = new Code();
  assert.equal(shown.state, "checking");
  shown.confirmed();
  assert.equal(shown.state, "checking");
  shown.agreed(digits, seen);
  assert.equal(shown.state, "compare");
  assert.equal(shown.digits.length, 9);
  shown.confirmed();
  assert.equal(shown.state, "compared");
  shown.agreed("12345678", seen);
  assert.equal(shown.state, "compared");
  shown.agreed("12345678", { ...seen, desk: "ee".repeat(32) });
  assert.equal(shown.state, "changed");
  shown.forget();
  assert.equal(shown.state, "checking");
});

test("what a description announces counts only when it is one for everything", () => {
  const print = "AB:".repeat(31) + "AB";
  const line = `a=fingerprint:sha-256 ${print}\r\n`;
  assert.equal(announced(`v=0\r\n${line}m=audio\r\n${line}`), "ab".repeat(32));
  assert.equal(announced(`${line}a=fingerprint:sha-512 ${print}\r\n`), "ab".repeat(32));
  assert.equal(announced(`${line}a=fingerprint:sha-256 ${print.replace("AB", "CD")}\r\n`), "");
  assert.equal(announced("v=0\r\n"), "");
});
