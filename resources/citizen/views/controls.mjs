// The row of large buttons below the pictures: microphone, camera, writing, hanging up.

import { button, el, icon, relabel, show } from "../ui/dom.mjs";
import { chatButton } from "./talk.mjs";

/** @import {Session} from "../call/session.mjs" */

/** @param {Pick<Session, "media" | "chat" | "hangUp">} session */
export function controlBar(session) {
  const { media } = session;
  const mute = control("mute", "mic", () => media.setMicrophone(!media.microphoneOn));
  const camera = control("camera", "videocam", () => media.setCamera(!media.cameraOn));
  const other = control("switch-camera", "cameraswitch", () => void media.switchCamera());
  const torch = control("torch", "flashlight-on", () => void media.setTorch(!media.torchOn));
  const chat = chatButton(session, control("chat", "chat", () => session.chat.show(!session.chat.open)));
  const hangUp = control("hang-up", "call-end", () => session.hangUp(), "control--danger");
  relabel(other, "call.switch");
  relabel(hangUp, "call.hang_up");
  const all = [mute, camera, other, torch, chat.node, hangUp];
  const node = el("div", { class: "controls", label: "call.controls", attributes: { role: "group" } }, ...all);
  return {
    node,
    update() {
      chat.update();
      show(torch, media.hasTorch);
      relabel(torch, media.torchOn ? "call.torch.stop" : "call.torch.start");
      show(mute, media.audio !== null);
      show(camera, media.video !== null);
      show(other, media.video !== null && media.cameras.length > 1);
      relabel(mute, media.microphoneOn ? "call.mute" : "call.unmute");
      relabel(camera, media.cameraOn ? "call.camera.stop" : "call.camera.start");
      swap(mute, media.microphoneOn ? "mic" : "mic-off");
      swap(camera, media.cameraOn ? "videocam" : "videocam-off");
      node.dataset["count"] = String(all.filter((each) => !each.hidden).length);
    },
  };
}

/**
 * @param {string} testid
 * @param {string} name of its icon
 * @param {() => void} click
 * @param {string} [more]
 */
function control(testid, name, click, more = "") {
  return button("secondary", "common.loading", { testid, icon: name, click, class: `control ${more}`.trim() });
}

/** @param {HTMLButtonElement} element @param {string} name */
function swap(element, name) {
  element.querySelector(".kern-icon")?.replaceWith(icon(name));
  element.classList.toggle("control--off", name.endsWith("-off"));
}
