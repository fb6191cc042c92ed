import assert from "node:assert/strict";
import { test } from "node:test";

import { Identity } from "../../resources/citizen/call/identity.mjs";

/** @import {DataFromPage, IdentityAsk} from "../../resources/citizen/contract.mjs" */

/** @param {string} id @param {Partial<IdentityAsk>} [more] @returns {IdentityAsk} */
const ask = (id, more = {}) => ({ type: "identity.ask", id, kind: "consent", ...more });

function made() {
  /** @type {DataFromPage[]} */
  const sent = [];
  return { sent, identity: new Identity((message) => sent.push(message)) };
}

test("a yes belongs to the request that it answers", () => {
  const { sent, identity } = made();
  identity.answer(true);
  assert.deepEqual(sent, []);
  identity.hear(ask("a1"));
  identity.answer(true);
  assert.deepEqual(sent, [{ type: "identity.answer", id: "a1", yes: true }]);
  assert.equal(identity.answered, "yes");
  identity.hear(ask("a1")); // said again after a reload of the desk's channel
  assert.equal(identity.answered, "yes");
  identity.hear(ask("a2", { kind: "read" }));
  assert.equal(identity.answered, "");
});

test("a serial number is only sent when one is asked for", () => {
  const { sent, identity } = made();
  identity.hear(ask("a1", { kind: "face" }));
  identity.serial("L01X00T47");
  identity.hear(ask("a2", { kind: "serial" }));
  identity.serial("   ");
  assert.deepEqual(sent, []);
  identity.serial(`  ${"L".repeat(40)}`);
  assert.deepEqual(sent, [{ type: "identity.serial", id: "a2", number: "L".repeat(24) }]);
});

test("nothing is looked for: nothing is drawn", () => {
  const { identity } = made();
  assert.equal(identity.hear({ type: "capture", wanted: "mrz", outline: [0, 0, 1, 0, 1, 1, 0, 1] }), true);
  assert.equal(identity.capture?.wanted, "mrz");
  identity.hear({ type: "capture", wanted: null });
  assert.equal(identity.capture, null);
  assert.equal(identity.hear({ type: "stage", stage: "work" }), false);
});

test("the end of the step forgets what was asked and answered", () => {
  const { identity } = made();
  identity.hear(ask("a1"));
  identity.answer(false);
  identity.hear({ type: "identity.ask_over" });
  assert.deepEqual([identity.ask, identity.answered], [null, ""]);
  identity.hear(ask("a2"));
  identity.forget();
  assert.equal(identity.ask, null);
});
