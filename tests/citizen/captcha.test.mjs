import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiProblem } from "../../resources/citizen/api.mjs";
import { Proof } from "../../resources/citizen/booking/captcha.mjs";

/** @param {{now?: () => number}} [wishes] */
function played({ now = () => 0 } = {}) {
  let asked = 0;
  /** @type {ApiProblem[]} */
  const problems = [];
  const api = {
    async captcha() {
      asked += 1;
      const problem = problems.shift();
      if (problem) {
        throw problem;
      }
      return /** @type {any} */ ({ parameters: { nonce: String(asked) }, signature: "s" });
    },
  };
  const proof = new Proof({ api, now, solve: async () => ({ counter: 7, derivedKey: "00ff" }) });
  return { proof, problems, asked: () => asked };
}

/** @param {string} payload */
const nonceOf = (payload) => JSON.parse(atob(payload)).challenge.parameters.nonce;

test("what was solved in advance is used once", async () => {
  const { proof, asked } = played();
  await proof.prepare();
  await proof.prepare();
  assert.equal(asked(), 1);
  const first = await proof.take();
  assert.deepEqual(JSON.parse(atob(first)).solution, { counter: 7, derivedKey: "00ff" });
  assert.equal(nonceOf(await proof.take()), "2");
});

test("an old solution is made anew", async () => {
  let now = 0;
  const { proof } = played({ now: () => now });
  await proof.prepare();
  now += 16 * 60_000;
  assert.equal(nonceOf(await proof.take()), "2");
});

test("what failed in advance is tried again when it is needed", async () => {
  const { proof, problems } = played();
  problems.push(new ApiProblem({ code: "unavailable" }));
  await assert.rejects(() => proof.prepare());
  assert.equal(nonceOf(await proof.take()), "2");
});
