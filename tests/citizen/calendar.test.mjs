import assert from "node:assert/strict";
import { test } from "node:test";

import { berlinDay, byDay, daysLater, merged } from "../../resources/citizen/booking/calendar.mjs";

test("a day is a day in Germany, wherever the person is", () => {
  assert.equal(berlinDay("2026-11-23T22:59:00Z"), "2026-11-23");
  assert.equal(berlinDay("2026-11-23T23:00:00Z"), "2026-11-24");
  assert.equal(berlinDay("2026-07-01T22:00:00Z"), "2026-07-02");
});

test("days are counted over the ends of months and of summer time", () => {
  assert.equal(daysLater("2026-10-20", 14), "2026-11-03");
  assert.equal(daysLater("2028-02-28", 2), "2028-03-01");
});

test("slots stand by day, in order, without the full ones", () => {
  const slots = [
    { start: "2026-11-24T09:00:00Z", free: 1 },
    { start: "2026-11-23T23:30:00Z", free: 1 },
    { start: "2026-11-24T08:00:00Z", free: 0 },
    { start: "2026-11-23T08:00:00Z", free: 2 },
  ];
  assert.deepEqual(
    byDay(slots).map(({ day, slots: inDay }) => [day, inDay.map((slot) => slot.start.slice(11, 16))]),
    [
      ["2026-11-23", ["08:00"]],
      ["2026-11-24", ["23:30", "09:00"]],
    ],
  );
});

test("a newer answer replaces the older one for the same moment", () => {
  const all = merged([{ start: "a", free: 2 }], [{ start: "a", free: 0 }, { start: "b", free: 1 }]);
  assert.deepEqual(all, [{ start: "a", free: 0 }, { start: "b", free: 1 }]);
});
