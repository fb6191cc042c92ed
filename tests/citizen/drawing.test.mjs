import assert from "node:assert/strict";
import { test } from "node:test";

import { isEmpty, rescaled, toDrawing } from "../../resources/citizen/call/drawing.mjs";

/** @param {...[number, number, number, number]} points */
const stroke = (...points) => ({ points: points.map(([x, y, time, pressure]) => ({ x, y, time, pressure })) });

test("times begin at the first point, positions and pressure stay within the contract", () => {
  const drawing = toDrawing([stroke([-3, 10.123, 1000, 0], [400, 250, 1016.4, 1.5]), stroke([5, 5, 1500, 0.25])], 340, 200);
  assert.deepEqual(drawing, {
    width: 340,
    height: 200,
    strokes: [
      [
        { x: 0, y: 10.12, t: 0, p: 0.5 },
        { x: 340, y: 200, t: 16, p: 1 },
      ],
      [{ x: 5, y: 5, t: 500, p: 0.25 }],
    ],
  });
});

test("a stroke without points is left out", () => {
  assert.equal(toDrawing([stroke(), stroke([1, 1, 0, 0.5])], 10, 10).strokes.length, 1);
});

test("a turned phone keeps the drawing in proportion and on the pad", () => {
  const [turned] = rescaled([stroke([340, 200, 0, 0.5])], { width: 340, height: 200 }, { width: 680, height: 200 });
  assert.deepEqual(turned?.points[0], { x: 340, y: 200, time: 0, pressure: 0.5 });
  const [smaller] = rescaled([stroke([300, 100, 0, 0.5])], { width: 300, height: 200 }, { width: 150, height: 200 });
  assert.deepEqual(smaller?.points[0], { x: 150, y: 50, time: 0, pressure: 0.5 });
});

test("a dot is no signature", () => {
  assert.equal(isEmpty([]), true);
  assert.equal(isEmpty([stroke([1, 1, 0, 0.5])]), true);
  assert.equal(isEmpty([stroke([1, 1, 0, 0.5], [2, 2, 1, 0.5], [3, 3, 2, 0.5])]), false);
});
