import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Media } from "../../resources/citizen/call/media.mjs";
import { devices, played, settle, storage } from "./played.mjs";

const called = { type: /** @type {const} */ ("called"), clerk: "Frau Wolf", ice_servers: [] };

/** @type {{close(): void}[]} */
const open = [];
after(() => open.forEach((session) => session.close())); // also those of tests that failed half-way

/** From the link to the first connection of a call. @param {Parameters<typeof played>[0]} [wishes] */
async function inCall(wishes) {
  const all = await played(wishes);
  open.push(all.session);
  const { session, sockets, peers, view } = all;
  await session.open();
  await session.check();
  session.enter();
  sockets[0]?.onopen?.();
  sockets[0]?.say({ type: "welcome", version: 1, appointment: view });
  session.hear(called);
  await settle();
  await peers[0]?.open();
  return all;
}

/** @param {{session: {close(): void}}} all */
function end({ session }) {
  session.close();
}

test("the way in: consent, devices, waiting room, call", async () => {
  const all = await played();
  const { session, sockets, view } = all;
  await session.open();
  assert.equal(session.view, "consent");
  await session.check();
  assert.equal(session.view, "check");
  assert.deepEqual(session.media.found, { camera: true, microphone: true });
  session.enter();
  assert.equal(session.view, "waiting");
  sockets[0]?.onopen?.();
  assert.equal(sockets[0]?.sent[0].type, "hello");
  sockets[0]?.say({ type: "welcome", version: 1, appointment: view });
  assert.deepEqual(sockets[0]?.sent[1], { type: "ready", devices: { camera: true, microphone: true }, consent: true });
  session.hear({ type: "position", place: 2, expected_minutes: 7, clerk_present: true });
  assert.equal(session.position?.place, 2);
  session.hear(called);
  assert.equal(session.view, "call");
  assert.equal(all.rung(), 1);
  await settle();
  assert.equal(sockets[0]?.sent.at(-1).kind, "offer");
  end(all);
});

test("the first word on the channel is the page's hello, then its media", async () => {
  const all = await inCall();
  assert.deepEqual(
    all.peers[0]?.sent.map((message) => message.type),
    ["page.hello", "media"],
  );
  end(all);
});

test("a reload goes straight back to the waiting room, and the call rings again", async () => {
  const store = storage();
  end(await inCall({ store }));
  const again = await played({ store, appointment: { state: "in_call" } });
  await again.session.open();
  assert.equal(again.session.view, "waiting");
  assert.deepEqual(again.session.media.found, { camera: true, microphone: true });
  again.sockets[0]?.onopen?.();
  again.sockets[0]?.say({ type: "welcome", version: 1, appointment: again.view });
  assert.equal(again.sockets[0]?.sent.at(-1).type, "ready");
  again.session.hear(called);
  assert.equal(again.session.view, "call");
  end(again);
});

test("a second call while the connection stands changes nothing", async () => {
  const all = await inCall();
  all.session.hear(called);
  assert.equal(all.peers.length, 1);
  assert.equal(all.rung(), 1);
  end(all);
});

test("a service that was restarted in mid-call does no harm: the desk seemed away, the connection stands", async () => {
  const all = await inCall();
  all.sockets[0]?.onclose?.();
  await settle();
  all.sockets[1]?.onopen?.();
  all.sockets[1]?.say({ type: "welcome", version: 1, appointment: all.view });
  all.session.hear(called);
  all.session.hear({ type: "presence", appointment: "a1", present: false });
  all.session.hear({ type: "presence", appointment: "a1", present: true });
  all.session.hear(called);
  assert.equal(all.peers.length, 1);
  assert.equal(all.peers[0]?.closed, false);
  assert.equal(all.session.connection, "up");
  end(all);
});

test("a connection made since the desk came back is not thrown away by the call that follows", async () => {
  const all = await inCall();
  all.session.hear({ type: "presence", appointment: "a1", present: false });
  all.peers[0]?.events.state("failed");
  all.session.hear({ type: "presence", appointment: "a1", present: true });
  assert.equal(all.peers.length, 2);
  await all.peers[1]?.open();
  all.session.hear(called);
  assert.equal(all.peers.length, 2);
  assert.equal(all.session.connection, "up");
  end(all);
});

test("a failed connection is replaced, the papers stay", async () => {
  const all = await inCall();
  all.session.data({ type: "document.show", id: "p", title: "P", revision: 1, pages: 1, sha256: "0".repeat(64) });
  all.peers[0]?.events.state("failed");
  assert.equal(all.session.connection, "lost");
  await settle();
  assert.equal(all.peers.length, 2);
  await all.peers[1]?.open();
  assert.equal(all.session.connection, "up");
  assert.equal(all.session.papers.top?.show.id, "p");
  assert.equal(all.session.view, "call");
  end(all);
});

test("a broken socket comes back by itself and says ready again", async () => {
  const all = await inCall();
  all.sockets[0]?.onclose?.();
  assert.equal(all.session.liveUp, false);
  await settle();
  all.sockets[1]?.onopen?.();
  all.sockets[1]?.say({ type: "welcome", version: 1, appointment: all.view });
  assert.equal(all.session.liveUp, true);
  assert.equal(all.sockets[1]?.sent.at(-1).type, "ready");
  assert.equal(all.session.view, "call");
  end(all);
});

test("a final refusal ends trying, lets go of the camera and says why", async () => {
  const all = await inCall();
  all.sockets[0]?.say({ type: "error", code: "other_device", final: true });
  await settle();
  assert.equal(all.session.view, "refused");
  assert.equal(all.session.problem?.code, "other_device");
  assert.equal(all.sockets.length, 1);
  assert.equal(all.session.media.video, null);
});

test("too early is no refusal: the person stays and is announced later", async () => {
  const all = await played();
  await all.session.open();
  all.session.enter();
  all.sockets[0]?.say({ type: "welcome", version: 1, appointment: all.view });
  all.sockets[0]?.say({ type: "error", code: "too_early", final: false });
  assert.equal(all.session.view, "waiting");
  assert.equal(all.session.problem?.code, "too_early");
  end(all);
});

test("a still is sent as a blob; without a camera the desk hears why", async () => {
  const all = await inCall();
  all.session.data({ type: "still.request", id: "q1" });
  const sent = all.peers[0]?.sent ?? [];
  while (sent.at(-1)?.type !== "blob.end") {
    await settle();
  }
  assert.deepEqual(sent.slice(2).map((part) => part.type ?? part.byteLength), ["blob.begin", 3, "blob.end"]);
  assert.equal(sent[2].id, "q1");
  assert.equal(sent[2].kind, "still");
  end(all);
});

test("hanging up says goodbye, and there is a way back", async () => {
  const all = await inCall();
  all.session.hangUp();
  assert.equal(all.peers[0]?.sent.at(-1).type, "page.goodbye");
  assert.equal(all.session.view, "ended");
  assert.equal(all.session.end, "hung_up");
  await all.session.resume();
  assert.equal(all.session.view, "waiting");
  assert.equal(all.session.media.found.camera, true);
  end(all);
});

test("the clerk's goodbye ends it, finished or for later", async () => {
  for (const [finished, expected] of /** @type {const} */ ([[true, "finished"], [false, "later"]])) {
    const all = await inCall();
    all.session.data({ type: "goodbye", finished });
    assert.equal(all.session.view, "ended");
    assert.equal(all.session.end, expected);
    end(all);
  }
});

test("an appointment that is over opens at its end", async () => {
  const all = await played({ appointment: { state: "missed" } });
  await all.session.open();
  assert.equal(all.session.view, "ended");
  assert.equal(all.session.end, "missed");
  assert.equal(all.sockets.length, 0);
});

test("a link that opens nothing says so for good; a server that is down may be asked again", async () => {
  const refused = () => new Response(JSON.stringify({ code: "link_unknown", title: "", status: 401 }), { status: 401 });
  const wrong = await played({ answer: refused });
  await wrong.session.open();
  assert.deepEqual(wrong.session.problem, { code: "link_unknown", final: true });
  const down = await played({ answer: () => new Response("", { status: 503 }) });
  await down.session.open();
  assert.deepEqual(down.session.problem, { code: "unavailable", final: false });
});

test("without a camera one comes in all the same, and the desk is told", async () => {
  const media = new Media(devices((wanted) => (wanted.video ? "NotFoundError" : null)));
  const all = await played({ media });
  await all.session.open();
  await all.session.check();
  assert.equal(media.problems.camera, "missing");
  assert.equal(media.problems.microphone, null);
  all.session.enter();
  all.sockets[0]?.say({ type: "welcome", version: 1, appointment: all.view });
  assert.deepEqual(all.sockets[0]?.sent.at(-1).devices, { camera: false, microphone: true });
  end(all);
});

test("muting reaches the desk", async () => {
  const all = await inCall();
  all.session.media.setMicrophone(false);
  assert.deepEqual(all.peers[0]?.sent.at(-1), { type: "media", camera: true, microphone: false });
  end(all);
});

test("the clerk's word on the code is shown; whoever reads another code ends the call for both", async () => {
  const all = await inCall();
  const { session, peers } = all;
  assert.equal(session.code.state, "compare");
  session.data({ type: "code.compared", same: true });
  assert.equal(session.code.state, "compared");
  session.codeDiffers();
  assert.deepEqual(peers[0]?.sent.at(-1), { type: "code.compared", same: false });
  while (session.view !== "refused") {
    await settle();
  }
  assert.equal(session.problem?.code, "not_secret");
  assert.equal(session.code.state, "checking");
  assert.equal(peers[0]?.closed, true);
  end(all);
});

test("a desk that sees other certificates: the page says so and does not try again by itself", async () => {
  const all = await inCall({ deskSees: { page: "ee".repeat(32), desk: "dd".repeat(32) } });
  while (all.session.view !== "refused") {
    await settle();
  }
  assert.equal(all.session.problem?.code, "not_secret");
  assert.equal(all.peers.length, 1);
  end(all);
});

test("a desk whose line was made anew gets a new offer at once, but not a second one", async (context) => {
  const all = await inCall();
  all.peers[0]?.events.state("failed");
  await settle();
  assert.equal(all.peers.length, 2);
  let now = performance.now();
  context.mock.method(performance, "now", () => now);
  all.session.hear({ type: "presence", appointment: "a1", present: true });
  assert.equal(all.peers.length, 2);
  now += 1_000; // Nobody answered.
  all.session.hear({ type: "presence", appointment: "a1", present: true });
  assert.equal(all.peers.length, 3);
  await all.peers[2]?.open();
  now += 10_000;
  all.session.hear({ type: "presence", appointment: "a1", present: true });
  assert.equal(all.peers.length, 3);
  end(all);
});
