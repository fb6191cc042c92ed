// The page's half of the agreement, with the vectors that Python reads as well.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { code, commitment, grouped, PageHandshake, WITHIN_MS } from "../../resources/citizen/call/secrecy.mjs";

const vectors = JSON.parse(await readFile(new URL("../contract/secrecy.json", import.meta.url), "utf8"));
const seen = { page: "aa".repeat(32), desk: "dd".repeat(32) };
const others = { page: "aa".repeat(32), desk: "ee".repeat(32) };
const nonce = "01".repeat(32);
/** @param {typeof seen} certificates @returns {import("../../resources/citizen/contract.mjs").SecureNonce} */
const answer = (certificates) => ({ type: "secure.nonce", nonce: "02".repeat(32), seen: certificates });

test("commitment and code are those of the vectors", async () => {
  for (const vector of vectors) {
    assert.equal(await commitment(vector.page_nonce), vector.commitment);
    assert.equal(await code(vector.page_nonce, vector.desk_nonce, vector), vector.code);
  }
});

test("it commits, reveals and has a code", async () => {
  const page = new PageHandshake(seen, 0, { nonce });
  assert.deepEqual(await page.begin(), { type: "secure.commit", commitment: await commitment(nonce), seen });
  assert.deepEqual(await page.hear(answer(seen)), { type: "secure.reveal", nonce });
  assert.equal(page.outcome, "agreed");
  assert.equal(page.code, await code(nonce, "02".repeat(32), seen));
});

test("a desk that sees other certificates is refused and never learns the nonce", async () => {
  const page = new PageHandshake(seen, 0, { nonce });
  assert.deepEqual(await page.hear(answer(others)), { type: "secure.refused" });
  assert.equal(page.outcome, "refused");
  assert.equal(page.code, "");
  assert.equal(await page.hear(answer(seen)), null);
});

test("a second nonce is refused, even while the first is being worked on", async () => {
  const page = new PageHandshake(seen, 0, { nonce });
  const [first, second] = await Promise.all([page.hear(answer(seen)), page.hear(answer(seen))]);
  assert.equal(first, null);
  assert.deepEqual(second, { type: "secure.refused" });
  assert.equal(page.outcome, "refused");
});

test("the desk's refusal counts, also after the agreement", async () => {
  const page = new PageHandshake(seen, 0);
  await page.hear(answer(seen));
  assert.equal(await page.hear({ type: "secure.refused" }), null);
  assert.equal(page.outcome, "refused");
  assert.equal(page.code, "");
});

test("silence ends the attempt but not an agreement", async () => {
  const silent = new PageHandshake(seen, 100);
  assert.equal(silent.look(99 + WITHIN_MS), "open");
  assert.equal(silent.look(100 + WITHIN_MS), "timeout");
  assert.equal(await silent.hear(answer(seen)), null);
  const agreed = new PageHandshake(seen, 100);
  await agreed.hear(answer(seen));
  assert.equal(agreed.look(1e9), "agreed");
});

test("nonces are drawn anew", async () => {
  const first = await new PageHandshake(seen, 0).begin();
  const second = await new PageHandshake(seen, 0).begin();
  assert.notEqual(first.commitment, second.commitment);
});

test("a code is shown in two groups", () => {
  assert.equal(grouped("01234567"), "0123 4567");
});
