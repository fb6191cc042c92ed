import assert from "node:assert/strict";
import { test } from "node:test";

import { Api, ApiProblem } from "../../resources/citizen/api.mjs";

/** @param {(Response | Error)[]} answers */
function api(answers) {
  /** @type {{url: string, init: RequestInit & {headers: Record<string, string>}}[]} */
  const asked = [];
  const fetch = /** @type {typeof globalThis.fetch} */ (
    async (url, init) => {
      asked.push(/** @type {any} */ ({ url: String(url), init }));
      const answer = answers.shift() ?? new Error("no answer left");
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    }
  );
  return { api: new Api({ fetch, pause: async () => {} }), asked };
}

/** @param {object} body @param {number} [status] */
const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
const request = { office: "city", matters: ["m"], start: "2026-11-24T08:10:00Z" };

test("a repeat of a write carries the same key", async () => {
  const { api: office, asked } = api([new TypeError("network"), json({}, 503), json({ appointment: "a" }, 201)]);
  await office.reserve(request, "k".repeat(32));
  assert.deepEqual(asked.map(({ init }) => init.headers["Idempotency-Key"]), Array(3).fill("k".repeat(32)));
  assert.equal(asked[0]?.url, "/api/v1/reservations");
});

test("what the service refuses is not asked again", async () => {
  const { api: office, asked } = api([json({ code: "slot_taken", status: 409, title: "", alternatives: [{ start: "x", free: 1 }] }, 409)]);
  await assert.rejects(office.reserve(request, "k"), (problem) => {
    assert.ok(problem instanceof ApiProblem);
    assert.equal(problem.code, "slot_taken");
    assert.equal(problem.alternatives.length, 1);
    return true;
  });
  assert.equal(asked.length, 1);
});

test("no server, or one that answers nonsense, is a sentence as well", async () => {
  const down = api([new TypeError("x"), new TypeError("x"), new TypeError("x")]);
  await assert.rejects(down.api.offices(), { code: "unavailable" });
  const proxy = api([new Response("<html>", { status: 500 })]);
  await assert.rejects(proxy.api.offices(), { code: "unavailable" });
  const odd = api([new Response("<html>", { status: 418 })]);
  await assert.rejects(odd.api.offices(), { code: "unexpected" });
});

test("tokens travel in the header, never in the address", async () => {
  const { api: office, asked } = api([json({}), json({}, 201)]);
  await office.appointment("secret-token");
  await office.book("hold-token", /** @type {any} */ ({}), "k");
  assert.deepEqual(asked.map(({ init }) => init.headers["Authorization"]), ["Bearer secret-token", "Bearer hold-token"]);
  assert.ok(asked.every(({ url }) => !url.includes("token")));
});

test("slots are asked for with every matter of the appointment", async () => {
  const { api: office, asked } = api([json({ slots: [] })]);
  await office.slots("city", ["b", "a"], "2026-11-24", 28);
  assert.equal(asked[0]?.url, "/api/v1/slots?office=city&matter=b&matter=a&from=2026-11-24&days=28");
});
