// A person's picture and sound in the call.

import { button, el, say, sayAttribute, show } from "../ui/dom.mjs";

/** @import {Phrase} from "../i18n.mjs" */

/**
 * Plays the tracks that there are; a browser that wants a press before it makes a sound gets a button for it.
 * @param {HTMLVideoElement} video
 */
export function player(video) {
  const stream = new MediaStream();
  video.srcObject = stream;
  const sound = button("primary", "call.sound", { icon: "volume-up", testid: "resume-sound", click: () => play() });
  const play = () => {
    video.play().then(
      () => show(sound, false),
      (problem) => show(sound, problem instanceof Error && problem.name === "NotAllowedError"),
    );
  };
  show(sound, false);
  return {
    node: el("div", { class: "face__sound" }, sound),
    /** @param {(MediaStreamTrack | null)[]} tracks */
    use(tracks) {
      const wanted = tracks.filter((track) => track !== null);
      const there = stream.getTracks();
      if (wanted.some((track) => !there.includes(track)) || there.length !== wanted.length) {
        there.forEach((track) => stream.removeTrack(track));
        wanted.forEach((track) => stream.addTrack(track));
        play();
      }
    },
  };
}

/**
 * @typedef {object} Person
 * @property {MediaStreamTrack | null} video
 * @property {MediaStreamTrack | null} audio
 * @property {Phrase} name
 * @property {Phrase} label of the picture
 * @property {Phrase | ""} cover what stands instead of the picture; empty: the picture is there
 * @property {boolean} [closed] nothing of the last picture may shine through the cover
 */

/**
 * @param {string} testid
 * @param {string} kind further class
 */
export function tile(testid, kind) {
  const video = el("video", { testid, attributes: { autoplay: true, playsinline: true } });
  const name = el("p", { class: "face__name" });
  const cover = el("p", { class: "face__missing", testid: `${testid}-cover` });
  const playing = player(video);
  return {
    node: el("div", { class: `face ${kind}` }, video, cover, name, playing.node),
    /** @param {Person} person */
    update({ video: picture, audio, name: who, label, cover: instead, closed = false }) {
      playing.use([picture, audio]);
      show(cover, instead !== "");
      cover.classList.toggle("face__missing--closed", closed);
      say(cover, instead);
      say(name, who);
      sayAttribute(video, "aria-label", label);
    },
  };
}
