import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiProblem } from "../../resources/citizen/api.mjs";
import { BookingFlow } from "../../resources/citizen/booking/flow.mjs";
import { Memory } from "../../resources/citizen/memory.mjs";
import { APPOINTMENT, storage } from "./played.mjs";

const NOW = Date.parse("2026-11-23T08:00:00Z");
const SLOT = "2026-11-24T08:10:00Z";
const draft = { given_names: "Erika", family_name: "Mustermann", birth_date: "12.08.1964", email: "erika@example.org", consent: true };

class PlayedApi {
  /** @type {{what: string, key: string, body: any}[]} */
  asked = [];
  /** @type {ApiProblem[]} */
  problems = [];

  async offices() {
    return [APPOINTMENT.office];
  }

  async matters() {
    return [APPOINTMENT.matter, { ...APPOINTMENT.matter, id: "counter", counter_only: true }];
  }

  async slots() {
    return { office: "city", matter: "m", slots: [{ start: SLOT, free: 1 }] };
  }

  /** @param {any} body @param {string} key */
  async reserve(body, key) {
    this.#note("reserve", key, body);
    return { appointment: "a1", hold_token: "h".repeat(32), start: body.start, end: body.start, expires_at: new Date(NOW + 600_000).toISOString() };
  }

  /** @param {string} _token @param {any} body @param {string} key */
  async book(_token, body, key) {
    this.#note("book", key, body);
    return APPOINTMENT;
  }

  /** @param {string} what @param {string} key @param {any} body */
  #note(what, key, body) {
    this.asked.push({ what, key, body });
    const problem = this.problems.shift();
    if (problem) {
      throw problem;
    }
  }
}

/** @param {{store?: Storage, now?: () => number}} [wishes] */
async function flowOf({ store = storage(), now = () => NOW } = {}) {
  const api = new PlayedApi();
  /** @type {any[]} */
  const places = [];
  const flow = new BookingFlow({
    api: /** @type {any} */ (api),
    memory: new Memory(store, "booking"),
    onPlace: (place) => places.push(place),
    language: () => "de",
    now,
  });
  await flow.start({ office: "city", matter: "m", step: "slot" });
  return { flow, api, places, store };
}

test("the way through", async () => {
  const { flow, api, places } = await flowOf();
  assert.equal(flow.step, "slot");
  await flow.take(SLOT);
  assert.equal(flow.step, "details");
  flow.write(draft);
  await flow.book();
  assert.equal(flow.step, "done");
  assert.equal(flow.booked?.email, "erika@example.org");
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "book"]);
  assert.deepEqual(places.map(({ step }) => step), ["details", "done"]);
});

test("a matter that needs the counter is not offered", async () => {
  const { flow } = await flowOf();
  assert.deepEqual(flow.bookable.map(({ id }) => id), ["m"]);
  await flow.go({ office: "city", matter: "counter", step: "slot" });
  assert.equal(flow.step, "matter");
});

test("the address cannot jump over a step", async () => {
  const { flow } = await flowOf();
  for (const [place, step] of /** @type {[object, string][]} */ ([
    [{}, "office"],
    [{ office: "nowhere" }, "office"],
    [{ office: "city" }, "matter"],
    [{ office: "city", matter: "m" }, "bring"],
    [{ office: "city", matter: "m", step: "details" }, "slot"],
    [{ office: "city", matter: "m", step: "done" }, "bring"],
  ])) {
    await flow.go(place);
    assert.equal(flow.step, step);
  }
});

test("a lost answer is asked again with the same key; changed details get a new one", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  flow.write(draft);
  api.problems = [new ApiProblem({ code: "unavailable" }), new ApiProblem({ code: "unavailable" })];
  await flow.book();
  assert.equal(flow.problem, "unavailable");
  await flow.book();
  flow.write({ email: "other@example.org" });
  await flow.book();
  const keys = api.asked.filter(({ what }) => what === "book").map(({ key }) => key);
  assert.equal(keys[0], keys[1]);
  assert.notEqual(keys[1], keys[2]);
  assert.equal(flow.step, "done");
});

test("the same slot again keeps the hold, after a reload as well", async () => {
  const { flow, api, store } = await flowOf();
  await flow.take(SLOT);
  flow.write({ given_names: "Erika" });
  await flow.go({ office: "city", matter: "m", step: "slot" });
  await flow.take(SLOT);
  assert.equal(api.asked.length, 1);
  const reloaded = await flowOf({ store });
  await reloaded.flow.go({ office: "city", matter: "m", step: "details" });
  assert.equal(reloaded.flow.step, "details");
  assert.equal(reloaded.flow.draft.given_names, "Erika");
  await reloaded.flow.take(SLOT);
  assert.equal(reloaded.api.asked.length, 0);
});

test("somebody was faster: alternatives, and everything typed is still there", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  flow.write(draft);
  api.problems = [new ApiProblem({ code: "hold_expired", status: 410 })];
  await flow.book();
  assert.equal(flow.step, "slot");
  assert.equal(flow.problem, "hold_expired");
  assert.equal(flow.draft.family_name, "Mustermann");
  api.problems = [new ApiProblem({ code: "slot_taken", status: 409, alternatives: [{ start: "2026-11-24T08:25:00Z", free: 1 }] })];
  await flow.take(SLOT);
  assert.equal(flow.problem, "slot_taken");
  assert.equal(flow.alternatives.length, 1);
});

test("a reservation that ran out while typing is made again without a word", async () => {
  let now = NOW;
  const { flow, api } = await flowOf({ now: () => now });
  await flow.take(SLOT);
  flow.write(draft);
  now += 700_000;
  assert.equal(flow.heldFor, 0);
  await flow.book();
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "reserve", "book"]);
  assert.notEqual(api.asked[0]?.key, api.asked[1]?.key);
  assert.equal(flow.step, "done");
});

test("pressing twice sends once", async () => {
  const { flow, api } = await flowOf();
  await Promise.all([flow.take(SLOT), flow.take(SLOT)]);
  flow.write(draft);
  await Promise.all([flow.book(), flow.book()]);
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "book"]);
});

test("after booking nothing personal is left behind but what is shown", async () => {
  const { flow, store } = await flowOf();
  await flow.take(SLOT);
  flow.write(draft);
  await flow.book();
  const kept = JSON.parse(store.getItem("booking") ?? "{}");
  assert.deepEqual(Object.keys(kept), ["booked"]);
  const reloaded = await flowOf({ store });
  await reloaded.flow.go({ office: "city", matter: "m", step: "done" });
  assert.equal(reloaded.flow.step, "done");
  reloaded.flow.again();
  assert.equal(store.getItem("booking"), null);
});

test("an error goes when it is mended, and none comes while typing", async () => {
  const { flow } = await flowOf();
  await flow.take(SLOT);
  await flow.book();
  assert.equal(flow.errors.given_names, "missing");
  flow.write({ given_names: "E" });
  assert.equal(flow.errors.given_names, undefined);
  assert.equal(flow.errors.email, "missing");
  flow.write({ given_names: "" });
  assert.equal(flow.errors.given_names, undefined);
});
