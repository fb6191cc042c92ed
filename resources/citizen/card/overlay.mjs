// The found card's outline and the one hint, drawn over a preview: in the rehearsal and in the call alike.

import { el, say, show } from "../ui/dom.mjs";
import { hintPhrase } from "./hints.mjs";

/** @import {Phrase} from "../i18n.mjs" */
/** @import {Seen} from "./hints.mjs" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * To be put beside the video, into the same positioned box (class `card.css`: `.card-overlay`). Nothing here is read aloud:
 * whoever uses it announces in its own measure.
 * @param {HTMLVideoElement} video the outline follows its size, its `object-fit` and its class `mirrored`
 * @param {object} [wishes]
 * @param {boolean} [wishes.words] whether the hint stands in the picture, too
 */
export function cardOverlay(video, { words = true } = {}) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "polygon");
  svg.setAttribute("class", "card-overlay__picture");
  line.setAttribute("class", "card-overlay__line");
  line.setAttribute("vector-effect", "non-scaling-stroke");
  svg.append(line);
  const text = el("p", { class: "card-overlay__words", testid: "card-hint" });
  const node = el("div", { class: "card-overlay", attributes: { "aria-hidden": "true" } }, svg, words && text);
  let drawn = "";
  let fitted = "";

  /** The picture's own coordinates, laid over the box exactly as the browser lays the picture. */
  const fit = () => {
    const { videoWidth: width, videoHeight: height } = video;
    const now = `${width} ${height} ${video.className} ${video.parentElement?.className} ${document.body.dataset["stage"]}`;
    if (now === fitted) {
      return; // Asking for the style costs a slow phone more than the drawing.
    }
    fitted = video.isConnected ? now : "";
    const how = getComputedStyle(video).objectFit;
    svg.setAttribute("viewBox", `0 0 ${width || 16} ${height || 9}`);
    svg.setAttribute("preserveAspectRatio", how === "cover" ? "xMidYMid slice" : how === "fill" ? "none" : "xMidYMid meet");
    svg.classList.toggle("mirrored", video.classList.contains("mirrored"));
  };

  /**
   * @param {Seen} seen
   * @param {object} [more]
   * @param {boolean} [more.away] the camera looks away from the person
   * @param {Phrase | null} [more.phrase] instead of the hint's own sentence
   */
  const draw = (seen, { away = false, phrase = null } = {}) => {
    const { outline = [], hint = null, good = false } = seen;
    fit();
    const { width, height } = svg.viewBox.baseVal;
    const points = outline.map((part, index) => (part * (index % 2 ? height : width)).toFixed(1)).join(" ");
    const state = good ? "good" : outline.length > 0 ? "found" : "none";
    const sentence = phrase ?? (hint ? hintPhrase(hint, { wanted: seen.wanted ?? null, glare: seen.glare ?? null, away }) : null);
    node.dataset["state"] = state;
    node.dataset["hint"] = hint ?? "";
    line.setAttribute("points", points);
    const said = JSON.stringify(sentence);
    if (said !== drawn) {
      drawn = said;
      show(text, sentence !== null);
      say(text, sentence ?? "");
    }
  };
  draw({});
  return { node, draw };
}
