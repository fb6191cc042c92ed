import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiProblem } from "../../resources/citizen/api.mjs";
import { Calendar, berlinDay, byDay, daysLater, isMorning, mondayOf } from "../../resources/citizen/booking/calendar.mjs";

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

test("weeks begin on Monday, and noon in Germany parts the day", () => {
  assert.equal(mondayOf("2026-11-23"), "2026-11-23");
  assert.equal(mondayOf("2026-11-29"), "2026-11-23");
  assert.equal(isMorning({ start: "2026-11-24T10:45:00Z", free: 1 }), true);
  assert.equal(isMorning({ start: "2026-11-24T11:00:00Z", free: 1 }), false);
  assert.equal(isMorning({ start: "2026-07-24T10:00:00Z", free: 1 }), false);
});

/** @param {string[]} starts */
function played(starts) {
  /** @type {{from: string, days: number}[]} */
  const asked = [];
  /** @type {ApiProblem[]} */
  const problems = [];
  const api = {
    /** @param {string} office @param {string[]} matters @param {string} from @param {number} days */
    async slots(office, matters, from, days) {
      asked.push({ from, days });
      const problem = problems.shift();
      if (problem) {
        throw problem;
      }
      const until = daysLater(from, days);
      return { office, matters, slots: starts.filter((start) => start >= from && start < until).map((start) => ({ start, free: 1 })) };
    },
  };
  // A Wednesday.
  return { asked, problems, calendar: new Calendar({ api, now: () => Date.parse("2026-11-25T09:00:00Z") }) };
}

test("four weeks from this week's Monday; what is past is not asked for", async () => {
  const { calendar, asked } = played(["2026-11-26T08:00:00Z", "2026-12-02T08:00:00Z", "2026-12-02T08:15:00Z"]);
  await calendar.open("city", ["m"]);
  assert.deepEqual(asked, [{ from: "2026-11-25", days: 26 }]);
  assert.equal(calendar.first, "2026-11-23");
  assert.equal(calendar.last, "2026-12-20");
  assert.equal(calendar.next?.start, "2026-11-26T08:00:00Z");
  assert.equal(calendar.day, "2026-11-26");
  calendar.choose("2026-12-02");
  assert.equal(calendar.times.length, 2);
});

test("the next free slot is looked for in later weeks, and those are shown", async () => {
  const { calendar } = played(["2027-01-05T08:00:00Z"]);
  await calendar.open("city", ["m"]);
  assert.equal(calendar.next?.start, "2027-01-05T08:00:00Z");
  assert.equal(calendar.first, "2026-12-21");
});

test("all full: known, and the weeks are these", async () => {
  const { calendar, asked } = played([]);
  await calendar.open("city", ["m"]);
  assert.equal(calendar.next, null);
  assert.equal(calendar.loaded, true);
  assert.equal(calendar.first, "2026-11-23");
  assert.equal(asked.length, 3);
});

test("leafing stays between today and the end; the next free slot remains", async () => {
  const { calendar, asked } = played(["2026-11-26T08:00:00Z", "2026-12-22T08:00:00Z"]);
  await calendar.open("city", ["m"]);
  await calendar.leaf(-1);
  assert.equal(asked.length, 1);
  await calendar.leaf(1);
  assert.equal(calendar.day, "2026-12-22");
  assert.equal(calendar.next?.start, "2026-11-26T08:00:00Z");
  await calendar.leaf(-1);
  assert.equal(calendar.first, "2026-11-23");
  for (let leaf = 0; leaf < 20; leaf += 1) {
    await calendar.leaf(1);
  }
  assert.equal(calendar.canGoOn, false);
});

test("there is nothing to leaf through behind the last day that can be booked", async () => {
  const { calendar, asked } = played([]);
  assert.equal(calendar.canGoOn, false, "asked before anything is known");
  calendar.reach({ id: "city", name: "", address: "", horizon_days: 10 });
  assert.equal(calendar.end, daysLater(calendar.today, 9));
  await calendar.open("city", ["m"]);
  assert.equal(asked.length, 1);
  assert.equal(calendar.canGoOn, false);
  calendar.reach({ id: "city", name: "", address: "" });
  assert.equal(calendar.canGoOn, true);
});

test("a wanted day is shown even when it lies in later weeks", async () => {
  const { calendar } = played(["2026-11-26T08:00:00Z", "2026-12-22T08:00:00Z"]);
  await calendar.open("city", ["m"], "2026-12-22");
  assert.equal(calendar.day, "2026-12-22");
  assert.equal(calendar.first, "2026-12-21");
});

test("what fails is said, and nothing that was known goes away", async () => {
  const { calendar, problems } = played(["2026-11-26T08:00:00Z"]);
  await calendar.open("city", ["m"]);
  problems.push(new ApiProblem({ code: "unavailable" }));
  await calendar.leaf(1);
  assert.equal(calendar.problem, "unavailable");
  assert.equal(calendar.day, "2026-11-26");
  assert.equal(calendar.busy, false);
});

test("only the answer to the last question counts", async () => {
  const { calendar } = played(["2026-11-26T08:00:00Z", "2026-12-22T08:00:00Z"]);
  await calendar.open("city", ["m"]);
  await Promise.all([calendar.leaf(1), calendar.open("city", ["other"])]);
  assert.deepEqual(calendar.matters, ["other"]);
  assert.equal(calendar.first, "2026-11-23");
  assert.equal(calendar.busy, false);
});
