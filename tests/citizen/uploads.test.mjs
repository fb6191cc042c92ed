import assert from "node:assert/strict";
import { test } from "node:test";

import { UPLOAD_MAX, Uploads } from "../../resources/citizen/call/uploads.mjs";

/** @import {DataFromPage, UploadView} from "../../resources/citizen/contract.mjs" */

const JPEG = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])]);
const PDF = new Blob(["%PDF-1.7 and more"]);
const LANDLORD = "wohnungsgeber";

/** Lets everything that can go on go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** @param {Partial<{open: boolean, shrink: (photo: Blob) => Promise<Blob | null>}>} wishes */
function desk({ shrink = async () => null } = {}) {
  const state = { open: true };
  /** @type {DataFromPage[]} */
  const said = [];
  /** @type {import("../../resources/citizen/call/blobs.mjs").Content[]} */
  const blobs = [];
  const uploads = new Uploads({
    send(message) {
      state.open && said.push(message);
      return state.open;
    },
    async sendBlob(content) {
      blobs.push(content);
      content.progress?.(content.bytes.length);
    },
    shrink,
  });
  /** @param {Partial<UploadView>} change */
  const tell = (change = {}) => uploads.hear({ type: "uploads", items: [{ id: LANDLORD, title: { de: "a", en: "a" }, ...change }] });
  tell();
  /** @param {number} index */
  const part = (index) => {
    const message = said[index];
    assert.equal(message?.type, "upload.part");
    return message.type === "upload.part" ? message.id : "";
  };
  return { uploads, said, blobs, tell, part, state };
}

test("files go one after the other, the next when the desk has read the one before", async () => {
  const { uploads, blobs, tell, part } = desk();
  uploads.add(LANDLORD, [PDF, JPEG]);
  await settle();
  assert.deepEqual(blobs.map(({ mime, kind }) => [mime, kind]), [["application/pdf", "upload"]]);
  assert.equal(uploads.waiting(LANDLORD), 2);
  assert.deepEqual(uploads.sending, { upload: LANDLORD, sent: PDF.size, size: PDF.size });
  tell({ state: "reading" });
  await settle();
  assert.equal(blobs.length, 1);
  tell({ state: "arrived", parts: 1, last: part(0) });
  await settle();
  assert.deepEqual(blobs.map(({ mime }) => mime), ["application/pdf", "image/jpeg"]);
  tell({ state: "arrived", parts: 2, last: part(1) });
  await settle();
  assert.equal(uploads.sending, null);
  assert.equal(uploads.waiting(LANDLORD), 0);
});

test("what was under way when the connection broke is sent again under the same name", async () => {
  const { uploads, blobs, said, tell, part, state } = desk();
  uploads.add(LANDLORD, [PDF]);
  await settle();
  state.open = false;
  uploads.opened();
  await settle();
  state.open = true;
  uploads.opened();
  await settle();
  assert.equal(blobs.length, 2);
  assert.equal(part(0), part(1));
  tell({ state: "arrived", parts: 1, last: part(1) });
  await settle();
  assert.equal(said.length, 2);
  assert.equal(uploads.sending, null);
});

test("whoever cancels stops what is under way and sends nothing more", async () => {
  const { uploads, blobs, said } = desk();
  uploads.add(LANDLORD, [PDF, PDF]);
  await settle();
  uploads.cancel(LANDLORD);
  await settle();
  assert.equal(blobs.length, 1);
  assert.equal(blobs[0]?.signal?.aborted, true);
  assert.deepEqual(said.at(-1), { type: "upload.cancelled", upload: LANDLORD });
  assert.equal(uploads.sending, null);
});

for (const [name, file, code] of /** @type {[string, Blob, string][]} */ ([
  ["neither PDF nor photo", new Blob(["MZ and more"]), "not_a_pdf"],
  ["an empty file", new Blob([]), "not_a_pdf"],
  ["a PDF that is too large", new Blob(["%PDF-1.7", new Uint8Array(UPLOAD_MAX)]), "file_too_much"],
  ["a photo that is too large and cannot be made smaller", new Blob([new Uint8Array([0xff, 0xd8, 0xff]), new Uint8Array(UPLOAD_MAX)]), "file_too_much"],
])) {
  test(`${name} is not sent, with a sentence, and the next file goes on`, async () => {
    const { uploads, blobs } = desk();
    uploads.add(LANDLORD, [file, PDF]);
    await settle();
    await settle();
    assert.equal(uploads.refused.get(LANDLORD), code);
    assert.equal(blobs.length, 1);
  });
}

test("a large photo is made smaller first", async () => {
  const { uploads, blobs } = desk({ shrink: async () => JPEG });
  uploads.add(LANDLORD, [new Blob(["\x89PNG\r\n\x1a\n", new Uint8Array(UPLOAD_MAX)].map((p, i) => (i ? p : new Uint8Array([0x89, 80, 78, 71, 13, 10, 26, 10]))))]);
  await settle();
  assert.deepEqual(blobs.map(({ mime, bytes }) => [mime, bytes.length]), [["image/jpeg", JPEG.size]]);
});
