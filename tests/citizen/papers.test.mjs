import assert from "node:assert/strict";
import { test } from "node:test";

import { Papers } from "../../resources/citizen/call/papers.mjs";

const A = "a".repeat(64);
const B = "b".repeat(64);
const show = /** @type {const} */ ({ type: "document.show", id: "p", title: "P", revision: 1, pages: 2, sha256: A });
const ask = /** @type {const} */ ({
  type: "signature.ask",
  id: "s",
  document: "p",
  document_sha256: A,
  title: "P",
  signer: "ERIKA",
  level: "simple",
});
const finished = /** @type {const} */ ({ type: "finished.paper", id: "p", title: "P", file_name: "P.pdf", sha256: A, level: "simple" });
const drawing = { width: 10, height: 10, strokes: [[{ x: 1, y: 1, t: 0, p: 0.5 }]] };

/** @param {string} sha256 @returns {import("../../resources/citizen/contract.mjs").BlobBegin} */
const begin = (sha256, kind = /** @type {"document" | "finished"} */ ("document")) => ({
  type: "blob.begin",
  id: "p",
  kind,
  mime: "application/pdf",
  size: 3,
  sha256,
});

function desk() {
  /** @type {any[]} */
  const sent = [];
  let open = true;
  const papers = new Papers((message) => {
    if (open) {
      sent.push(message);
    }
    return open;
  });
  papers.opened();
  return { papers, sent, types: () => sent.splice(0).map((message) => message.type), open: (/** @type {boolean} */ is) => (open = is) };
}

test("only the announced bytes of the announced paper are taken", () => {
  const { papers } = desk();
  papers.hear(show);
  papers.blob(begin(B), new Uint8Array([1]));
  assert.equal(papers.top?.bytes, null);
  papers.blob(begin(A), new Uint8Array([2]));
  assert.deepEqual(papers.top?.bytes, new Uint8Array([2]));
});

test("each displayed page is told once, with the hash of what was seen", () => {
  const { papers, sent } = desk();
  papers.hear(show);
  papers.displayed("p", 1);
  papers.displayed("p", 1);
  assert.deepEqual(sent, [{ type: "document.shown", id: "p", page: 1, sha256: A }]);
});

test("the same paper asked anew on the same connection wants a new answer", () => {
  const { papers, types } = desk();
  papers.hear(show);
  papers.answer("p", false, "falsch");
  types();
  papers.hear(show);
  assert.equal(papers.top?.answer, null);
  assert.deepEqual(types(), []);
});

test("an answer that the old connection may have lost is given again on the new one", () => {
  const { papers, types } = desk();
  papers.hear(show);
  papers.displayed("p", 1);
  papers.answer("p", true, "");
  types();
  papers.opened();
  papers.hear(show);
  assert.deepEqual(types(), ["document.shown", "document.answer"]);
  assert.equal(papers.top?.answer?.agreed, true);
});

test("a reloaded page does not ask about a paper that was agreed to before", () => {
  const { papers, types } = desk();
  papers.hear({ ...show, agreed: true });
  assert.equal(papers.top?.answer?.agreed, true);
  assert.deepEqual(types(), []);
  papers.reconsider("p");
  assert.equal(papers.top?.answer, null); // thinking again is still possible
});

test("an answer given while the connection was down waits for the next one", () => {
  const { papers, types, open } = desk();
  papers.hear(show);
  open(false);
  papers.answer("p", true, "");
  assert.ok((papers.top?.answer?.sentOn ?? 0) < 0);
  open(true);
  papers.opened();
  papers.hear(show);
  assert.deepEqual(types(), ["document.answer"]);
});

test("a corrected paper forgets what was said of the older one", () => {
  const { papers } = desk();
  papers.hear(show);
  papers.blob(begin(A), new Uint8Array([1]));
  papers.displayed("p", 1);
  papers.answer("p", true, "");
  papers.hear({ ...show, revision: 2, sha256: B });
  assert.equal(papers.top?.answer, null);
  assert.equal(papers.top?.bytes, null);
  assert.equal(papers.top?.seen.size, 0);
});

test("a withdrawn paper goes, the one below lies on top again", () => {
  const { papers } = desk();
  papers.hear(show);
  papers.hear({ ...show, id: "q", sha256: B });
  papers.hear({ type: "document.withdraw", id: "q" });
  assert.equal(papers.top?.show.id, "p");
  papers.hear({ type: "document.withdraw", id: "p" });
  assert.equal(papers.top, null);
});

test("a signature is sent with the hash that was asked for, and again after a break", () => {
  const { papers, sent, types } = desk();
  papers.hear(ask);
  papers.sign("s", drawing);
  assert.equal(sent[0].document_sha256, A);
  assert.deepEqual(types(), ["signature.drawn"]);
  papers.opened();
  papers.hear(ask);
  assert.deepEqual(types(), ["signature.drawn"]);
  papers.hear({ type: "signature.accepted", id: "s" });
  assert.equal(papers.toSign, null);
});

test("a drawing made while the connection was down is kept and delivered", () => {
  const { papers, types, open } = desk();
  papers.hear(ask);
  open(false);
  papers.sign("s", drawing);
  assert.equal(papers.asked.get("s")?.state, "sent");
  open(true);
  papers.opened();
  papers.hear(ask);
  assert.deepEqual(types(), ["signature.drawn"]);
});

test("sent back: the request is open again and says why", () => {
  const { papers } = desk();
  papers.hear(ask);
  papers.sign("s", drawing);
  papers.hear({ type: "signature.sent_back", id: "s", code: "signature_refused" });
  assert.equal(papers.toSign?.state, "sent_back");
  assert.equal(papers.toSign?.code, "signature_refused");
});

test("declining is an answer, withdrawing takes the request away", () => {
  const { papers, sent } = desk();
  papers.hear(ask);
  papers.decline("s", "erst fragen");
  assert.deepEqual(sent, [{ type: "signature.declined", id: "s", reason: "erst fragen" }]);
  assert.equal(papers.toSign, null);
  papers.hear({ type: "signature.withdraw", id: "s" });
  assert.equal(papers.asked.size, 0);
});

test("a finished paper is acknowledged, and again when it is offered twice", () => {
  const { papers, types } = desk();
  papers.hear(finished);
  assert.deepEqual(types(), []);
  papers.blob(begin(A, "finished"), new Uint8Array([1]));
  assert.deepEqual(types(), ["paper.received"]);
  papers.hear(finished);
  assert.deepEqual(types(), ["paper.received"]);
  assert.equal(papers.finished.size, 1);
});

test("a damaged paper is marked until it comes whole", () => {
  const { papers } = desk();
  papers.hear(show);
  papers.damaged("p");
  assert.equal(papers.broken, "p");
  papers.blob(begin(A), new Uint8Array([1]));
  assert.equal(papers.broken, null);
});

test("several papers are looked at one after the other", () => {
  const { papers } = desk();
  papers.hear(show);
  papers.hear({ ...show, id: "q", title: "Q", sha256: B });
  assert.deepEqual([papers.current, papers.all.map((one) => one.show.id)], ["p", ["p", "q"]]);
  papers.answer("p", false, "wrong street");
  assert.equal(papers.current, "p", "what is wrong stays on top until the desk has corrected it");
  papers.reconsider("p");
  papers.answer("p", true, "");
  assert.equal(papers.current, "q");
  papers.look("p");
  assert.equal(papers.top?.answer?.agreed, true);
  papers.look("nothing");
  papers.look("q");
  papers.answer("q", true, "");
  assert.equal(papers.current, "q");
});

test("a new connection does not turn over the paper that is being looked at", () => {
  const { papers } = desk();
  papers.hear(show);
  papers.hear({ ...show, id: "q", title: "Q", sha256: B });
  papers.answer("p", true, "");
  papers.opened();
  papers.hear(show);
  papers.hear({ ...show, id: "q", title: "Q", sha256: B });
  assert.deepEqual([papers.current, papers.shown.get("p")?.answer?.agreed], ["q", true]);
});
