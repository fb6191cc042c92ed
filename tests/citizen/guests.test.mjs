// A third person in the call: the answering end of the agreement, the citizen's say, the guest's visit.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";

import { Api } from "../../resources/citizen/api.mjs";
import { AnsweringHandshake } from "../../resources/citizen/call/answering.mjs";
import { Media } from "../../resources/citizen/call/media.mjs";
import { code, commitment, PageHandshake } from "../../resources/citizen/call/secrecy.mjs";
import { Visit } from "../../resources/citizen/guest/visit.mjs";
import { Memory } from "../../resources/citizen/memory.mjs";
import { devices, played, settle, storage } from "./played.mjs";

/** @import {GuestView, GuestVisitView} from "../../resources/citizen/contract.mjs" */

const samples = JSON.parse(await readFile(new URL("../contract/samples.json", import.meta.url), "utf8"));
const seen = { page: "aa".repeat(32), desk: "dd".repeat(32) };
const [one, two] = ["01".repeat(32), "02".repeat(32)];
/** @type {GuestView} */
const leyla = { ...samples.rest.GuestView, state: "asked", present: false };

test("both ends of an agreement come to the same code", async () => {
  const offering = new PageHandshake(seen, 0, { nonce: one });
  const answering = new AnsweringHandshake(seen, { nonce: two });
  const nonce = await answering.hear(await offering.begin());
  assert.equal(nonce?.type, "secure.nonce");
  const reveal = await offering.hear(/** @type {any} */ (nonce));
  assert.equal(await answering.hear(/** @type {any} */ (reveal)), null);
  assert.equal(answering.outcome, "agreed");
  assert.equal(answering.code, offering.code);
  assert.equal(answering.code, await code(one, two, seen));
});

test("other certificates, a second commitment, a nonce that was not committed to: refused, and nothing is revealed", async () => {
  const commit = { type: /** @type {const} */ ("secure.commit"), commitment: await commitment(one), seen };
  const other = new AnsweringHandshake({ ...seen, desk: "ee".repeat(32) }, { nonce: two });
  assert.deepEqual(await other.hear(commit), { type: "secure.refused" });
  assert.equal(await other.hear(commit), null);
  const twice = new AnsweringHandshake(seen);
  await twice.hear(commit);
  assert.deepEqual(await twice.hear(commit), { type: "secure.refused" });
  const lied = new AnsweringHandshake(seen);
  await lied.hear(commit);
  assert.deepEqual(await lied.hear({ type: "secure.reveal", nonce: two }), { type: "secure.refused" });
  const early = new AnsweringHandshake(seen);
  assert.deepEqual(await early.hear({ type: "secure.reveal", nonce: one }), { type: "secure.refused" });
  assert.equal([other, twice, lied, early].some((each) => each.code !== ""), false);
});

/** @type {{close(): void}[]} */
const open = [];
after(() => open.forEach((each) => each.close())); // also those of tests that failed half-way

/** A citizen in the call, and a way to tell them who is invited. */
async function call() {
  const all = await played();
  open.push({ close: () => (all.session.close(), all.session.live.stop()) });
  await all.session.open();
  await all.session.check();
  all.session.enter();
  await settle();
  const socket = all.sockets[0];
  assert.ok(socket);
  socket.onopen?.();
  socket.say({ type: "welcome", version: 1, appointment: all.view });
  /** @param {Partial<GuestView>} [change] */
  const invited = (change) => all.session.hear({ type: "guests", appointment: all.view.id, guests: change ? [{ ...leyla, ...change }] : [] });
  /** @param {Partial<import("../../resources/citizen/contract.mjs").GuestSignal>} [change] */
  const offer = (change) =>
    all.session.hear({ type: "guest.signal", appointment: all.view.id, guest: leyla.id, other: "citizen", session: "s1", kind: "offer", sdp: "v=0", ...change });
  return { ...all, invited, offer };
}

test("nobody gets an answer before the citizen has agreed and the clerk has let them in", async () => {
  const { session, answerers, invited, offer } = await call();
  for (const state of /** @type {const} */ (["asked", "agreed"])) {
    invited({ state });
    offer();
  }
  assert.equal(answerers.length, 0);
  invited({ state: "admitted", present: true });
  offer({ other: "desk" });
  offer({ guest: "somebody-else" });
  assert.equal(answerers.length, 0);
  offer();
  assert.equal(answerers.length, 1);
  assert.deepEqual(session.company.inside.map((guest) => guest.name), [leyla.name]);
});

test("the guest gets no picture before the desk has said the stage, nor while a card is shown", async () => {
  const { session, answerers, invited, offer } = await call();
  invited({ state: "admitted" });
  offer();
  const [answerer] = answerers;
  assert.equal(answerer?.shown, false);
  session.data({ type: "stage", stage: "greet" });
  assert.equal(answerer?.shown, true);
  session.data({ type: "stage", stage: "identify" });
  assert.equal(answerer?.shown, false);
  session.data({ type: "stage", stage: "work" });
  assert.equal(answerer?.shown, true);
});

test("the question is answered once; a later no ends the connection at once", async () => {
  const { session, answerers, sockets, invited, offer } = await call();
  const said = () => (sockets[0]?.sent ?? []).filter((message) => /** @type {any} */ (message).type === "guest.consent");
  invited({});
  assert.equal(session.company.asking?.name, leyla.name);
  session.company.answer(leyla.id, true);
  assert.equal(session.company.asking, null);
  assert.equal(session.company.expected.length, 1);
  invited({ state: "admitted" });
  offer();
  session.company.answer(leyla.id, false);
  assert.deepEqual(session.company.guests, []);
  assert.equal(answerers[0]?.closed, true);
  invited({ state: "admitted" }); // What was on its way already does not bring them back.
  offer();
  assert.equal(answerers.length, 1);
  assert.deepEqual(said().map((message) => /** @type {any} */ (message).agreed), [true, false]);
});

test("a guest who is taken back loses the connection", async () => {
  const { answerers, invited, offer } = await call();
  invited({ state: "admitted" });
  offer();
  invited();
  assert.equal(answerers[0]?.closed, true);
});

/** @type {GuestVisitView} */
const waiting = { ...samples.rest.GuestVisitView, state: "agreed", running: false, clerk: "", citizen: "" };

/** A guest's page whose service and connections are played. @param {Partial<GuestVisitView>} [change] */
async function guest(change = {}) {
  /** @type {any[]} */
  const sent = [];
  /** @type {{events: any, connected: number, hurried: number, closed: number, heard: any[]}[]} */
  const links = [];
  const store = storage();
  const visit = new Visit({
    token: "t".repeat(32),
    api: new Api({ fetch: /** @type {typeof fetch} */ (async () => new Response(JSON.stringify({ ...waiting, ...change }))), pause: async () => {} }),
    media: new Media(devices()),
    memory: new Memory(store, "gast"),
    makeLive: () => /** @type {any} */ ({ start() {}, stop() {}, doubt() {}, send: (/** @type {object} */ message) => sent.push(message) }),
    makeLink: (events) => {
      /** @type {any} */
      const link = { events, connected: 0, hurried: 0, closed: 0, heard: [] };
      link.connect = () => {
        link.connected += 1;
        events.connection("connecting");
      };
      link.hurry = () => (link.hurried += 1);
      link.close = () => (link.closed += 1);
      link.send = () => true;
      link.hear = async (/** @type {object} */ signal) => link.heard.push(signal);
      link.useTracks = async () => {};
      links.push(link);
      return link;
    },
    ring: () => {},
  });
  open.push(visit);
  await visit.open();
  return { visit, sent, links };
}

test("a guest gives a name, is let in and connects to both, each signal to its own", async () => {
  const { visit, sent, links } = await guest();
  assert.equal(visit.view, "door");
  await visit.check("L. Demir");
  visit.enter();
  visit.hear({ type: "guest.welcome", version: 1, visit: waiting });
  assert.deepEqual(sent.at(-1), { type: "guest.ready", name: "L. Demir", devices: { camera: true, microphone: true }, consent: true });
  assert.equal(visit.view, "waiting");
  const inside = { ...samples.rest.GuestVisitView, running: true };
  visit.hear({ type: "guest.standing", visit: inside, ice_servers: [] });
  visit.hear({ type: "guest.standing", visit: inside, ice_servers: [] });
  assert.equal(visit.view, "call");
  assert.deepEqual(links.map((link) => link.connected), [1, 1]);
  links[1]?.events.signal({ session: "s", kind: "offer", sdp: "v=0" });
  assert.deepEqual(sent.at(-1), { type: "guest.signal", appointment: inside.appointment, guest: inside.id, other: "citizen", session: "s", kind: "offer", sdp: "v=0" });
  visit.hear({ type: "guest.signal", appointment: inside.appointment, guest: inside.id, other: "desk", session: "d", kind: "answer", sdp: "v=0" });
  assert.deepEqual(links.map((link) => link.heard.length), [1, 0]);
});

test("an interrupted call sends the guest back to the door, the end ends it, and so does a no", async () => {
  const { visit, links } = await guest();
  visit.hear({ type: "guest.standing", visit: { ...waiting, state: "admitted", running: true }, ice_servers: [] });
  visit.hear({ type: "guest.standing", visit: { ...waiting, state: "admitted", running: false }, ice_servers: [] });
  assert.equal(visit.view, "waiting");
  assert.ok(links.every((link) => link.closed > 0));
  visit.hear({ type: "guest.standing", visit: { ...waiting, state: "refused" }, ice_servers: [] });
  assert.deepEqual([visit.view, visit.end], ["ended", "removed"]);
  const other = await guest();
  other.visit.hear({ type: "guest.standing", visit: { ...waiting, over: true }, ice_servers: [] });
  assert.deepEqual([other.visit.view, other.visit.end], ["ended", "over"]);
});

test("a paused picture is said, and comes back", async () => {
  const { visit, links } = await guest();
  links[1]?.events.message({ type: "guest.picture", sent: false });
  assert.equal(visit.citizen.sent, false);
  links[1]?.events.message({ type: "guest.picture", sent: true });
  assert.equal(visit.citizen.sent, true);
});

test("an appointment that is over has no door", async () => {
  const { visit } = await guest({ over: true });
  assert.deepEqual([visit.view, visit.end], ["ended", "over"]);
});
