import assert from "node:assert/strict";
import { test } from "node:test";

import { Chat, MOST } from "../../resources/citizen/call/chat.mjs";

/** @param {boolean} [up] whether the channel takes what is said */
function chat(up = true) {
  /** @type {any[]} */
  const said = [];
  const line = { up };
  const it = new Chat((message) => {
    if (line.up) {
      said.push(message);
    }
    return line.up;
  });
  return { it, said, line };
}

test("what is written goes out once, and is there when the receipt comes", () => {
  const { it, said } = chat();
  it.draft = "   ";
  assert.equal(it.write(), false);
  it.draft = " Ich kann nicht hören. ";
  assert.equal(it.write(), true);
  assert.equal(it.draft, "");
  assert.deepEqual(said.map(({ type, text }) => [type, text]), [["chat", "Ich kann nicht hören."]]);
  assert.equal(it.lines[0]?.state, "sending");
  it.received({ type: "chat.received", id: said[0].id });
  assert.equal(it.lines[0]?.state, "sent");
  it.opened();
  assert.equal(said.length, 1);
});

test("a line is said again until it is received: after an interruption and after a while", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const { it, said, line } = chat(false);
  it.draft = "eins";
  it.write();
  it.draft = "zwei";
  it.write();
  line.up = true;
  it.opened();
  assert.deepEqual(said.map(({ text }) => text), ["eins", "zwei"]);
  it.received({ type: "chat.received", id: said[0].id });
  context.mock.timers.tick(4_000);
  assert.deepEqual(said.map(({ text }) => text), ["eins", "zwei", "zwei"]);
  assert.equal(said[1].id, said[2].id);
  it.received({ type: "chat.received", id: said[1].id });
  context.mock.timers.tick(20_000);
  assert.equal(said.length, 3);
});

test("a line of the clerk that comes twice stands there once and is confirmed twice", () => {
  const { it, said } = chat();
  it.hear({ type: "chat", id: "c1", text: "Guten Tag" }, "Frau Wolf");
  it.hear({ type: "chat", id: "c1", text: "Guten Tag" }, "Frau Wolf");
  assert.deepEqual(it.lines.map(({ sender, name, text }) => [sender, name, text]), [["clerk", "Frau Wolf", "Guten Tag"]]);
  assert.deepEqual(said, [{ type: "chat.received", id: "c1" }, { type: "chat.received", id: "c1" }]);
});

test("what was not seen yet is counted until the thread is open", () => {
  const { it } = chat();
  it.hear({ type: "chat", id: "c1", text: "eins" }, "");
  it.hear({ type: "chat", id: "c2", text: "zwei" }, "");
  assert.equal(it.unseenCount, 2);
  assert.equal(it.unseen?.text, "zwei");
  it.show(true);
  it.hear({ type: "chat", id: "c3", text: "drei" }, "");
  assert.equal(it.unseenCount, 0);
  assert.equal(it.unseen, null);
});

test("captions grow, end, and can be put away", () => {
  const { it } = chat();
  it.caption({ type: "caption", text: "Bitte halten" });
  it.caption({ type: "caption", text: "Bitte halten Sie den Ausweis" });
  assert.equal(it.captionNow, "Bitte halten Sie den Ausweis");
  assert.deepEqual(it.captions, []);
  it.caption({ type: "caption", text: "Bitte halten Sie den Ausweis hoch.", final: true });
  assert.equal(it.captionNow, "");
  assert.deepEqual(it.captions, ["Bitte halten Sie den Ausweis hoch."]);
  it.closeCaptions();
  assert.deepEqual(it.captions, []);
});

test("a line is never longer than the contract allows", () => {
  const { it, said } = chat();
  it.draft = "x".repeat(MOST + 5);
  it.write();
  assert.equal(said[0].text.length, MOST);
  it.close();
});
