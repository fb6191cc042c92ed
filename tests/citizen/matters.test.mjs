import assert from "node:assert/strict";
import { test } from "node:test";

import { bring, cannotAdd, fees, level, minutes, titles, together } from "../../resources/citizen/booking/matters.mjs";
import { placeFromQuery, placeToQuery } from "../../resources/citizen/booking/place.mjs";
import { I18n } from "../../resources/citizen/i18n.mjs";

/** @import {MatterView} from "../../resources/citizen/contract.mjs" */

const text = (/** @type {string} */ words) => ({ de: words, en: words.toLowerCase() });
/** @param {string} id @param {Partial<MatterView>} [more] @returns {MatterView} */
const matter = (id, more) => ({ id, title: text(id.toUpperCase()), summary: text("…"), duration_minutes: 30, ...more });
const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((id) => matter(id, { duration_minutes: 10 }));
const some = /** @type {MatterView[]} */ ([a, b, c, d, e]);

test("length and fee add up, what to bring is said once, the strictest signature counts", () => {
  const two = [
    matter("x", { bring: [text("Ausweis"), text("Brief")], fee_cents: 500 }),
    matter("y", { bring: [text("Ausweis")], duration_minutes: 15, fee_cents: 800, signature: "advanced" }),
  ];
  assert.deepEqual([minutes(two), fees(two), level(two)], [45, 1300, "advanced"]);
  assert.deepEqual(bring(two).map(({ de }) => de), ["Ausweis", "Brief"]);
  assert.equal(level([matter("z", { signature: "none" })]), "none");
});

test("titles are listed as a person would", () => {
  const words = new I18n();
  assert.deepEqual([1, 2, 3].map((count) => titles(some.slice(0, count), words)), ["A", "A und B", "A, B und C"]);
  words.language = "en";
  assert.equal(titles(some.slice(0, 3), words), "a, b and c");
  assert.equal(titles([], words), "");
});

test("four matters and two hours are the most", () => {
  assert.equal(cannotAdd(some.slice(0, 3), e), "");
  assert.equal(cannotAdd(some.slice(0, 4)), "many");
  const long = [matter("l", { duration_minutes: 90 })];
  assert.equal(cannotAdd(long, matter("m", { duration_minutes: 30 })), "");
  assert.equal(cannotAdd(long, matter("n", { duration_minutes: 31 })), "long");
});

test("what an address asks for is taken as far as it is possible", () => {
  const ids = (/** @type {string[]} */ wanted) => together(some, wanted).map(({ id }) => id);
  assert.deepEqual(ids(["c", "a", "c", "nothing"]), ["c", "a"]);
  assert.deepEqual(ids(["a", "b", "c", "d", "e"]), ["a", "b", "c", "d"]);
});

test("the address keeps all matters in their order", () => {
  const place = { office: "city", matters: ["b", "a"], step: "slot", day: "2026-11-24" };
  assert.equal(placeToQuery(place), "?office=city&matter=b&matter=a&step=slot&day=2026-11-24");
  assert.deepEqual(placeFromQuery(placeToQuery(place)), place);
  assert.deepEqual(placeFromQuery(""), { office: undefined, matters: [], step: undefined, day: undefined });
});
