import assert from "node:assert/strict";
import { test } from "node:test";

import { I18n, firstLanguage } from "../../resources/citizen/i18n.mjs";

const words = new I18n({
  de: { hello: "Guten Tag, {name}.", "left.one": "noch {count} Minute", "left.other": "noch {count} Minuten", "error.unexpected": "Pech.", "error.known": "Bekannt." },
  en: { hello: "Hello, {name}." },
});

test("sentences are filled in, numbers agree", () => {
  assert.equal(words.t("hello", { name: "<b>Erika</b>" }), "Guten Tag, <b>Erika</b>.");
  assert.equal(words.t("left", { count: 1 }), "noch 1 Minute");
  assert.equal(words.t("left", { count: 5 }), "noch 5 Minuten");
});

test("an unknown problem has the general sentence, never its code", () => {
  assert.equal(words.problem("known"), "Bekannt.");
  assert.equal(words.problem("something_new"), "Pech.");
});

test("a guest reads what is meant for guests where there is such a sentence", () => {
  const guests = new I18n({ de: { enter: "In den Warteraum", "guest.enter": "Vor die Tür", leave: "Auflegen" } });
  assert.equal(guests.t("enter"), "In den Warteraum");
  guests.role = "guest";
  assert.equal(guests.t("enter"), "Vor die Tür");
  assert.equal(guests.t("leave"), "Auflegen");
});

test("times are those of a clock in Germany, in the person's language", async () => {
  const both = new I18n({ de: {}, en: {} });
  assert.equal(both.time("2026-11-24T08:10:00Z"), "09:10");
  assert.equal(both.day("2026-11-24T08:10:00Z"), "Dienstag, 24. November 2026");
  await both.use("en", async () => ({}));
  assert.match(both.day("2026-11-24T08:10:00Z"), /Tuesday.* 24 November 2026/);
});

test("the first wish that we speak wins, else German", () => {
  assert.equal(firstLanguage(null, "tr-TR", "en-US", "de"), "en");
  assert.equal(firstLanguage("de", "en-US"), "de");
  assert.equal(firstLanguage(undefined, "fr"), "de");
});
