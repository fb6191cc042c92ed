import assert from "node:assert/strict";
import { test } from "node:test";

import { check, checkPeriod, emptyDraft, fromProblem, readDate, toRequest } from "../../resources/citizen/booking/details.mjs";

const good = { given_names: " Erika ", family_name: "Mustermann", birth_date: "12.08.1964", email: "erika@example.org", mobile: "", consent: true };
const TODAY = "2026-11-23";

test("a date is read as people write it", () => {
  for (const typed of ["12.08.1964", "12.8.1964", "12 8 1964", "12/08/1964", "12,08,1964", "12081964", "1964-08-12", " 12.08.1964 "]) {
    assert.equal(readDate(typed), "1964-08-12", typed);
  }
});

test("what is no day is none", () => {
  for (const typed of ["", "31.02.1964", "12.13.1964", "12.08.64", "1964", "heute", "00.08.1964", "120819641"]) {
    assert.equal(readDate(typed), null, typed);
  }
});

test("good details pass, and become what the contract wants", () => {
  assert.deepEqual(check(good, TODAY), {});
  assert.deepEqual(toRequest(good, "en"), {
    given_names: "Erika",
    family_name: "Mustermann",
    birth_date: "1964-08-12",
    email: "erika@example.org",
    mobile: null,
    language: "en",
    consent: true,
  });
});

test("nothing filled in: every field says what is missing", () => {
  assert.deepEqual(check(emptyDraft(), TODAY), {
    given_names: "missing",
    family_name: "missing",
    birth_date: "missing",
    email: "missing",
    consent: "missing",
  });
});

test("each wrong field says so", () => {
  const wrong = { ...good, given_names: "<b>", family_name: "x".repeat(121), birth_date: "31.02.1964", email: "erika@", mobile: "abc" };
  assert.deepEqual(check(wrong, TODAY), { given_names: "wrong", family_name: "wrong", birth_date: "wrong", email: "wrong", mobile: "wrong" });
  assert.equal(check({ ...good, birth_date: "24.11.2026" }, TODAY).birth_date, "unlikely");
  assert.equal(check({ ...good, birth_date: "01.01.1899" }, TODAY).birth_date, "unlikely");
});

test("names with other letters and apostrophes pass", () => {
  for (const name of ["Şükrü", "O’Brien", "Łukasz-Paweł", "Ἀλέξανδρος", "Нина"]) {
    assert.deepEqual(check({ ...good, given_names: name }, TODAY), {}, name);
  }
});

test("the service's fields become the form's", () => {
  assert.deepEqual(fromProblem(["body.email", "mobile", "unknown"]), { email: "wrong", mobile: "wrong" });
});

test("the days of a wish lie between today and the last day that can be booked", () => {
  const end = "2026-12-31";
  assert.deepEqual(checkPeriod({ first: TODAY, last: end }, TODAY, end), {});
  assert.deepEqual(checkPeriod({ first: "", last: "" }, TODAY, end), { first: "missing", last: "missing" });
  assert.deepEqual(checkPeriod({ first: "2026-11-01", last: TODAY }, TODAY, end), { first: "past" });
  assert.deepEqual(checkPeriod({ first: "2026-12-02", last: "2026-12-01" }, TODAY, end), { last: "before" });
  assert.deepEqual(checkPeriod({ first: TODAY, last: "2027-01-01" }, TODAY, end), { last: "far" });
});
