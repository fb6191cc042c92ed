// Looks at grey pictures (width and height as two bytes each, then the pixels) as the page does; one JSON line per file.

import { readFileSync } from "node:fs";

import { assess, detailOf, pitchOf } from "../../resources/citizen/card/assess.mjs";
import { middleOf } from "../../resources/citizen/card/grey.mjs";
import { smallSize } from "../../resources/citizen/card/look.mjs";

/** @import {Grey} from "../../resources/citizen/card/grey.mjs" */
/** @import {Wanted} from "../../resources/citizen/card/hints.mjs" */

/** @param {Grey} grey @param {number} width @param {number} height @returns {Grey} each pixel the mean of those it covers */
function shrunk(grey, width, height) {
  const data = new Uint8Array(width * height);
  const [fx, fy] = [grey.width / width, grey.height / height];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let [sum, count] = [0, 0];
      for (let j = Math.floor(y * fy); j < (y + 1) * fy && j < grey.height; j += 1) {
        for (let i = Math.floor(x * fx); i < (x + 1) * fx && i < grey.width; i += 1, count += 1) {
          sum += grey.data[j * grey.width + i] ?? 0;
        }
      }
      data[y * width + x] = sum / count;
    }
  }
  return { width, height, data };
}

/** @param {Grey} grey @param {{x: number, y: number, width: number, height: number}} box in parts @returns {Grey} */
function cut(grey, box) {
  const [x, y, width, height] = [box.x * grey.width, box.y * grey.height, box.width * grey.width, box.height * grey.height].map(Math.floor);
  const data = new Uint8Array((width ?? 0) * (height ?? 0));
  for (let row = 0; row < (height ?? 0); row += 1) {
    const from = ((y ?? 0) + row) * grey.width + (x ?? 0);
    data.set(grey.data.subarray(from, from + (width ?? 0)), row * (width ?? 0));
  }
  return { width: width ?? 0, height: height ?? 0, data };
}

const [wanted, ...files] = process.argv.slice(2);
for (const file of files) {
  const bytes = readFileSync(file);
  const grey = { width: bytes.readUInt16LE(0), height: bytes.readUInt16LE(2), data: new Uint8Array(bytes.subarray(4)) };
  const small = shrunk(grey, ...smallSize(grey.width, grey.height));
  const how = { wanted: /** @type {Wanted} */ (wanted) };
  const first = assess(small, how);
  const box = detailOf(first);
  const detail = first.quad && box ? { grey: cut(grey, box), pitch: pitchOf(first, grey.width, grey.height), near: middleOf(first.quad) } : null;
  console.log(JSON.stringify(assess(small, { ...how, detail })));
}
