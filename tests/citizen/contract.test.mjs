// The same samples that Python validates, through the page's own parsers and handlers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as contract from "../../resources/citizen/contract.mjs";
import { parse } from "../../resources/citizen/live.mjs";
import { played } from "./played.mjs";

const samples = JSON.parse(await readFile(new URL("../contract/samples.json", import.meta.url), "utf8"));

/** @type {[string, readonly string[]][]} */
const families = [
  ["live_from_citizen", contract.LIVE_FROM_CITIZEN],
  ["live_to_citizen", contract.LIVE_TO_CITIZEN],
  ["data_from_desk", contract.DATA_FROM_DESK],
  ["data_from_page", contract.DATA_FROM_PAGE],
];

for (const [family, types] of families) {
  test(`the contract knows exactly the samples of ${family}`, () => {
    assert.deepEqual(Object.keys(samples[family]).sort(), [...types]);
  });

  test(`every sample of ${family} is read`, () => {
    for (const sample of Object.values(samples[family])) {
      assert.deepEqual(parse(JSON.stringify(sample), types), sample);
    }
  });
}

test("what the page does not know it does not hear", () => {
  assert.equal(parse(JSON.stringify({ type: "from.the.future" }), contract.DATA_FROM_DESK), null);
  assert.equal(parse("{", contract.DATA_FROM_DESK), null);
  assert.equal(parse("null", contract.DATA_FROM_DESK), null);
  assert.equal(parse(new ArrayBuffer(4), contract.DATA_FROM_DESK), null);
});

test("the session takes every message of the service and of the desk", async () => {
  for (const family of ["live_to_citizen", "data_from_desk"]) {
    for (const message of Object.values(samples[family])) {
      const { session } = await played();
      if (family === "live_to_citizen") {
        session.hear(message);
      } else {
        session.data(message);
      }
      session.close();
    }
  }
});
