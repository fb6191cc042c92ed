// The relay's passwords end; fresh ones are there before they are needed.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Ice } from "../../resources/citizen/call/ice.mjs";

const server = (/** @type {string} */ credential) => ({ urls: ["turn:turn.example.org"], username: "1:a", credential });
const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
  }
};

test("half of a life later there are fresh ones, without anybody building a connection", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    let asked = 0;
    const ice = new Ice(async () => {
      asked += 1;
      if (asked === 1) {
        throw new Error("away");
      }
      return { ice_servers: [server("second")], expires_at: new Date(Date.now() + 3_600_000).toISOString() };
    });
    ice.given([server("first")]);
    assert.equal(ice.take()[0]?.credential, "first");
    mock.timers.tick(5 * 60_000);
    await turns();
    assert.equal(asked, 1);
    mock.timers.tick(30_000);
    await turns();
    assert.equal(ice.take()[0]?.credential, "second");
    ice.stop();
    mock.timers.tick(3_600_000);
    await turns();
    assert.equal(asked, 2);
  } finally {
    mock.timers.reset();
  }
});

test("servers without passwords are not asked for again", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const ice = new Ice(async () => assert.fail("asked"));
    ice.given([{ urls: ["stun:stun.example.org"] }]);
    mock.timers.tick(60 * 60_000);
  } finally {
    mock.timers.reset();
  }
});
