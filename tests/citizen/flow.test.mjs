import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiProblem } from "../../resources/citizen/api.mjs";
import { BookingFlow } from "../../resources/citizen/booking/flow.mjs";
import { Memory } from "../../resources/citizen/memory.mjs";
import { APPOINTMENT, storage } from "./played.mjs";

const NOW = Date.parse("2026-11-23T08:00:00Z");
const [MATTER] = /** @type {[import("../../resources/citizen/contract.mjs").MatterView]} */ (APPOINTMENT.matters);
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
    return [MATTER, { ...MATTER, id: "counter", counter_only: true }];
  }

  town_ = { captcha: false, confirm_by_mail: false, waiting_list: true, max_open_per_person: 3, hold_minutes: 10 };

  async town() {
    return this.town_;
  }

  async slots() {
    return { office: "city", matters: ["m"], slots: [{ start: SLOT, free: 1 }] };
  }

  /** @param {any} body @param {string} key */
  async enlist(body, key) {
    this.#note("enlist", key, body);
    return { id: "w1", office: APPOINTMENT.office, matters: APPOINTMENT.matters, first: body.first, last: body.last, state: "waiting", language: "de" };
  }

  /** @param {any} body @param {string} key */
  async reserve(body, key) {
    this.#note("reserve", key, body);
    return { appointment: "a1", hold_token: "h".repeat(32), start: body.start, end: body.start, expires_at: new Date(NOW + 600_000).toISOString() };
  }

  /** @param {string} token */
  async release(token) {
    this.#note("release", "", token);
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

/** @param {{store?: Storage, now?: () => number, captcha?: boolean, step?: string}} [wishes] */
async function flowOf({ store = storage(), now = () => NOW, captcha = false, step = "slot" } = {}) {
  const api = new PlayedApi();
  api.town_.captcha = captcha;
  /** @type {any[]} */
  const places = [];
  let proofs = 0;
  const proof = { prepare: async () => {}, take: async () => `proof-${(proofs += 1)}` };
  const flow = new BookingFlow({
    api: /** @type {any} */ (api),
    memory: new Memory(store, "booking"),
    proof,
    onPlace: (place, replace) => places.push(replace ? { ...place, replace } : place),
    language: () => "de",
    now,
  });
  await flow.start({ office: "city", matters: ["m"], step });
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
  await flow.go({ office: "city", matters: ["counter"], step: "slot" });
  assert.equal(flow.step, "matter");
});

test("the address cannot jump over a step", async () => {
  const { flow } = await flowOf();
  for (const [place, step] of /** @type {[object, string][]} */ ([
    [{}, "office"],
    [{ office: "nowhere" }, "office"],
    [{ office: "city" }, "matter"],
    [{ office: "city", matters: ["m"] }, "bring"],
    [{ office: "city", matters: ["m"], step: "details" }, "slot"],
    [{ office: "city", matters: ["m"], step: "done" }, "bring"],
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

test("who goes back gives the held place back at once, and what was typed stays", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  flow.write({ given_names: "Erika" });
  await flow.go({ office: "city", matters: ["m"], step: "slot" });
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "release"]);
  assert.equal(flow.hold, null);
  await flow.go({ office: "city", matters: ["m"], step: "office" });
  await flow.go({ office: "city", matters: ["m"], step: "slot" });
  await flow.take(SLOT);
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "release", "reserve"]);
  assert.notEqual(api.asked[0]?.key, api.asked[2]?.key);
  assert.equal(flow.draft.given_names, "Erika");
});

const BACK = { office: "city", matters: ["m"], step: "slot" };
const FORWARD = { office: "city", matters: ["m"], step: "details" };

test("forward again takes the same time again, after a reload as well, and nothing typed is lost", async () => {
  const { flow, api, places, store } = await flowOf();
  await flow.take(SLOT);
  flow.write(draft);
  await flow.go(BACK);
  await flow.go(FORWARD);
  assert.equal(flow.step, "details");
  assert.equal(flow.hold?.start, SLOT);
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "release", "reserve"]);
  assert.deepEqual(places.map(({ step }) => step), ["details"]); // Nothing new in the browser's history.
  await flow.go(BACK);
  const reloaded = await flowOf({ store, step: "details" });
  assert.equal(reloaded.flow.step, "details");
  assert.equal(reloaded.flow.draft.given_names, "Erika");
});

test("forward again when somebody was faster offers the times beside it", async () => {
  const { flow, api, places } = await flowOf();
  await flow.take(SLOT);
  await flow.go(BACK);
  const other = { start: "2026-11-24T08:30:00Z", free: 1 };
  api.problems = [new ApiProblem({ code: "slot_taken", status: 409, alternatives: [other] })];
  await flow.go(FORWARD);
  assert.equal(flow.step, "slot");
  assert.equal(flow.problem, "slot_taken");
  assert.deepEqual(flow.alternatives, [other]);
  assert.deepEqual(places.at(-1), { ...BACK, day: "2026-11-24", replace: true });
});

test("forward with other matters than the time was held for takes nothing", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  await flow.go({ office: "city", matters: [], step: "matter" });
  await flow.go({ office: "city", matters: [], step: "details" });
  assert.equal(flow.step, "matter");
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "release"]);
});

test("the place is free again before it is taken again, however fast the buttons are pressed", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  let free = () => {};
  api.release = (token) => new Promise((done) => {
    free = () => { api.asked.push({ what: "release", key: "", body: token }); done(); };
  });
  const moves = [flow.go(BACK), flow.go(FORWARD)];
  free();
  await Promise.all(moves);
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "release", "reserve"]);
  assert.equal(flow.step, "details");
});

test("who goes back before the answer is there stays there and holds nothing", async () => {
  const { flow, api } = await flowOf();
  const taking = flow.take(SLOT);
  await flow.go({ office: "city", matters: ["m"], step: "bring" });
  await taking;
  assert.equal(flow.step, "bring");
  assert.equal(flow.hold, null);
  assert.deepEqual(api.asked.map(({ what }) => what), ["reserve", "release"]);
});

test("a service that does not answer holds nobody back", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  api.problems = [new ApiProblem({ code: "unavailable" })];
  await flow.go({ office: "city", matters: ["m"], step: "slot" });
  assert.equal(flow.step, "slot");
  assert.equal(flow.problem, null);
});

test("the same slot again keeps the hold, after a reload as well", async () => {
  const { flow, api, store } = await flowOf();
  await flow.take(SLOT);
  flow.write({ given_names: "Erika" });
  await flow.take(SLOT);
  assert.equal(api.asked.length, 1);
  const reloaded = await flowOf({ store, step: "details" });
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
  await reloaded.flow.go({ office: "city", matters: ["m"], step: "done" });
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

test("a proof of work goes along; one that was too old is made anew without a word", async () => {
  const { flow, api } = await flowOf({ captcha: true });
  api.problems = [new ApiProblem({ code: "captcha_wrong", status: 403 })];
  await flow.take(SLOT);
  assert.equal(flow.step, "details");
  assert.deepEqual(api.asked.map(({ body }) => body.captcha), ["proof-1", "proof-2"]);
  assert.notEqual(api.asked[0]?.key, api.asked[1]?.key);
});

test("a lost answer is asked again with the same proof", async () => {
  const { flow, api } = await flowOf({ captcha: true });
  api.problems = [new ApiProblem({ code: "unavailable" })];
  await flow.take(SLOT);
  await flow.take(SLOT);
  assert.equal(api.asked.length, 2);
  assert.deepEqual(api.asked[0], api.asked[1]);
});

test("a proof that is refused twice is said", async () => {
  const { flow, api } = await flowOf({ captcha: true });
  api.problems = [1, 2].map(() => new ApiProblem({ code: "captcha_wrong", status: 403 }));
  await flow.take(SLOT);
  assert.equal(flow.step, "slot");
  assert.equal(flow.problem, "captcha_wrong");
});

test("the hold ran out and somebody was faster: other times right at the form, everything typed stays", async () => {
  let now = NOW;
  const { flow, api, places } = await flowOf({ now: () => now });
  await flow.take(SLOT);
  flow.write(draft);
  now += 700_000;
  const other = "2026-11-24T08:25:00Z";
  api.problems = [new ApiProblem({ code: "slot_taken", status: 409, alternatives: [{ start: other, free: 1 }] })];
  await flow.book();
  assert.equal(flow.step, "details");
  assert.equal(flow.problem, "slot_taken");
  await flow.book();
  assert.equal(flow.problem, "slot_taken");
  assert.equal(api.asked.filter(({ what }) => what === "book").length, 0);
  await flow.take(other);
  assert.equal(flow.step, "details");
  assert.equal(flow.draft.family_name, "Mustermann");
  await flow.book();
  assert.equal(flow.step, "done");
  assert.deepEqual(places.map(({ step }) => step), ["details", "done"]);
});

test("back after booking shows the booking, not a form that would book again", async () => {
  const { flow } = await flowOf();
  await flow.take(SLOT);
  flow.write(draft);
  await flow.book();
  await flow.go({ office: "city", matters: ["m"], step: "details" });
  assert.equal(flow.step, "done");
  await flow.go({ office: "city", matters: ["m"], step: "slot" });
  assert.equal(flow.step, "slot");
});

test("another tab has booked the same reservation: said, not a riddle", async () => {
  const { flow, api } = await flowOf();
  await flow.take(SLOT);
  flow.write(draft);
  api.problems = [new ApiProblem({ code: "wrong_state", status: 409 })];
  await flow.book();
  assert.equal(flow.problem, "booked_elsewhere");
});

test("the chosen day stands in the address without a step of its own", async () => {
  const { flow, places } = await flowOf();
  flow.chooseDay("2026-11-24");
  assert.deepEqual(places, [{ office: "city", matters: ["m"], step: "slot", day: "2026-11-24", replace: true }]);
});

test("an office offers only its own matters", async () => {
  const { flow } = await flowOf();
  flow.chooseOffice({ ...APPOINTMENT.office, matters: ["other"] });
  assert.deepEqual(flow.bookable, []);
});

test("onto the waiting list, once", async () => {
  const { flow, api, store } = await flowOf({ captcha: true });
  flow.toList();
  assert.deepEqual(flow.listing.period, { first: "2026-11-23", last: "2026-12-20" });
  await flow.list();
  assert.equal(flow.errors.email, "missing");
  flow.write(draft);
  flow.listing.write({ last: "2026-11-20" });
  await flow.list();
  assert.equal(flow.errors.last, "before");
  flow.listing.write({ last: "2026-12-01" });
  assert.equal(flow.errors.last, undefined);
  api.problems = [new ApiProblem({ code: "unavailable" })];
  await flow.list();
  await Promise.all([flow.list(), flow.list()]);
  assert.equal(flow.step, "listed");
  assert.equal(api.asked.length, 2);
  assert.deepEqual(api.asked[0], api.asked[1]);
  assert.equal(api.asked[0]?.body.last, "2026-12-01");
  assert.deepEqual(Object.keys(JSON.parse(store.getItem("booking") ?? "{}")), ["listed"]);
});

test("a waiting list that the town does not have cannot be reached", async () => {
  const { flow, api } = await flowOf();
  api.town_.waiting_list = false;
  await flow.go({ office: "city", matters: ["m"], step: "list" });
  assert.equal(flow.step, "slot");
});

test("another matter joins the first, is asked for together and stands in the address", async () => {
  const { flow, api, places } = await flowOf();
  flow.matters = [MATTER, { ...MATTER, id: "n", duration_minutes: 20 }, { ...MATTER, id: "long", duration_minutes: 110 }];
  await flow.go({ office: "city", matters: ["m"], step: "more" });
  assert.equal(flow.step, "more");
  const [next, long] = flow.others;
  assert.ok(next && long);
  flow.addMatter(long);
  assert.deepEqual(flow.chosenIds, ["m"], "too long together");
  flow.addMatter(next);
  assert.deepEqual([flow.step, flow.chosenIds], ["bring", ["m", "n"]]);
  await flow.toSlots();
  await flow.take(SLOT);
  assert.deepEqual(api.asked.at(-1)?.body, { office: "city", matters: ["m", "n"], start: SLOT });
  assert.deepEqual(places.at(-1), { office: "city", matters: ["m", "n"], step: "details" });
});

test("a hold of other matters is no hold of these", async () => {
  const { flow } = await flowOf();
  flow.matters = [MATTER, { ...MATTER, id: "n" }];
  await flow.take(SLOT);
  await flow.go({ office: "city", matters: ["m", "n"], step: "details" });
  assert.equal(flow.step, "slot");
});

test("a matter can be left out again; the address follows", async () => {
  const { flow, places } = await flowOf();
  flow.matters = [MATTER, { ...MATTER, id: "n" }];
  await flow.go({ office: "city", matters: ["m", "n"], step: "bring" });
  flow.dropMatter(MATTER);
  assert.deepEqual(flow.chosenIds, ["n"]);
  assert.deepEqual(places.at(-1), { office: "city", matters: ["n"], step: "bring", replace: true });
});
