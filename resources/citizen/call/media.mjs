// The person's own camera and microphone: opened once, each may be missing, each can be changed in the call.

import { Store } from "../store.mjs";

/** @import {Devices} from "../contract.mjs" */

/** @typedef {"camera" | "microphone"} Device */
/** @typedef {"denied" | "dismissed" | "system" | "missing" | "busy" | "insecure" | "failed" | "gone"} DeviceProblem */

/** @type {MediaTrackConstraints} */
const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 } };
/** @type {MediaTrackConstraints} */
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * What the browser's refusal means.
 * @param {unknown} error
 * @returns {DeviceProblem}
 */
export function problemOf(error) {
  const { name, message } = error instanceof Error ? error : { name: "", message: "" };
  /** @type {Record<string, DeviceProblem>} */
  const known = {
    NotAllowedError: "denied",
    SecurityError: "denied",
    NotFoundError: "missing",
    OverconstrainedError: "missing",
    NotReadableError: "busy",
    AbortError: "busy",
  };
  const problem = known[name] ?? "failed";
  // Chromium says more than its error's name: the question was waved away, or the computer itself forbids it.
  if (problem === "denied" && /dismiss/i.test(message)) return "dismissed";
  if (problem === "denied" && /system/i.test(message)) return "system";
  return problem;
}

export class Media extends Store {
  /** @type {MediaStreamTrack | null} */
  video = null;
  /** @type {MediaStreamTrack | null} */
  audio = null;
  /** @type {Record<Device, DeviceProblem | null>} */
  problems = { camera: null, microphone: null };
  /** @type {MediaDeviceInfo[]} */
  cameras = [];
  /** @type {MediaDeviceInfo[]} */
  microphones = [];
  opening = false;
  torchOn = false;
  /** @type {{camera?: string, microphone?: string}} */
  #chosen = {};
  /** @type {"user" | "environment"} */
  #side = "user";

  /** @param {MediaDevices | undefined} [devices] undefined on pages without a secure context */
  constructor(devices = globalThis.navigator?.mediaDevices) {
    super();
    /** @type {MediaDevices | undefined} */
    this.devices = devices;
  }

  /** @returns {Devices} what works now */
  get found() {
    return { camera: this.video !== null, microphone: this.audio !== null };
  }

  get cameraOn() {
    return this.video?.enabled ?? false;
  }

  get microphoneOn() {
    return this.audio?.enabled ?? false;
  }

  /** Open both; what cannot be opened stands in `problems`, the other works on. */
  async open() {
    if (!this.devices) {
      this.problems = { camera: "insecure", microphone: "insecure" };
      this.changed();
      return;
    }
    this.close();
    this.opening = true;
    this.changed();
    this.problems = { camera: null, microphone: null };
    const refused = await this.#take({ camera: true, microphone: true });
    if (refused === "denied") {
      await this.#takeAllowed();
    } else if (refused) {
      await this.#takeOne("microphone");
      await this.#takeOne("camera");
    }
    await this.#list();
    this.opening = false;
    this.changed();
  }

  /**
   * Another device.
   * @param {Device} device
   * @param {string} id
   */
  async choose(device, id) {
    this.#chosen[device] = id;
    this.#drop(device);
    await this.#takeOne(device);
    await this.#list();
    this.changed();
  }

  /** Whether the camera is the one on the back: its picture is never shown mirrored. */
  get facesAway() {
    return this.video?.getSettings().facingMode === "environment";
  }

  /**
   * On phones from the front camera to the back one, whichever of several the phone thinks best; elsewhere the next one.
   */
  async switchCamera() {
    const { facingMode, deviceId } = this.video?.getSettings() ?? {};
    if (facingMode === "user" || facingMode === "environment") {
      await this.#turnTo(facingMode === "user" ? "environment" : "user");
      return;
    }
    const at = this.cameras.findIndex((camera) => camera.deviceId === deviceId);
    const next = this.cameras[(at + 1) % this.cameras.length];
    if (next) {
      await this.choose("camera", next.deviceId);
    }
  }

  /** @param {"user" | "environment"} side */
  async #turnTo(side) {
    const before = this.#side;
    this.#side = side;
    delete this.#chosen.camera;
    this.#drop("camera"); // Many phones open only one camera at a time.
    await this.#takeOne("camera");
    if (!this.video && before !== side) {
      this.#side = before;
      await this.#takeOne("camera");
    }
    this.changed();
  }

  /** A light beside the camera, which some phones lend. */
  get hasTorch() {
    const can = /** @type {{torch?: boolean} | undefined} */ (this.video?.getCapabilities?.());
    return can?.torch === true;
  }

  /** @param {boolean} on */
  async setTorch(on) {
    try {
      await this.video?.applyConstraints({ advanced: [/** @type {MediaTrackConstraintSet} */ (/** @type {unknown} */ ({ torch: on }))] });
      this.torchOn = on;
    } catch {
      this.torchOn = false;
    }
    this.changed();
  }

  /** @param {boolean} on */
  setCamera(on) {
    if (this.video) {
      this.video.enabled = on;
      this.changed();
    }
  }

  /** @param {boolean} on */
  setMicrophone(on) {
    if (this.audio) {
      this.audio.enabled = on;
      this.changed();
    }
  }

  /** Let go of both; the camera's light goes out. */
  close() {
    this.#drop("camera");
    this.#drop("microphone");
    this.changed();
  }

  /** After a refusal the browser may still allow one of the two: ask it, so as not to ask the person twice. */
  async #takeAllowed() {
    for (const device of /** @type {Device[]} */ (["microphone", "camera"])) {
      if (await mayOpen(device)) {
        await this.#takeOne(device);
      } else {
        this.problems[device] = "denied";
      }
    }
  }

  /** @param {Device} device */
  async #takeOne(device) {
    const wanted = { camera: device === "camera", microphone: device === "microphone" };
    this.problems[device] = await this.#take(wanted);
  }

  /**
   * @param {Devices} wanted
   * @returns {Promise<DeviceProblem | null>} null: it worked
   */
  async #take({ camera, microphone }) {
    try {
      const stream = await this.devices?.getUserMedia({
        video: camera && this.#constraints("camera", CAMERA),
        audio: microphone && this.#constraints("microphone", MICROPHONE),
      });
      this.#keep(stream?.getVideoTracks()[0], "camera");
      this.#keep(stream?.getAudioTracks()[0], "microphone");
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  /**
   * @param {Device} device
   * @param {MediaTrackConstraints} usual
   * @returns {MediaTrackConstraints}
   */
  #constraints(device, usual) {
    const id = this.#chosen[device];
    return { ...usual, ...(id ? { deviceId: { exact: id } } : device === "camera" ? { facingMode: this.#side } : {}) };
  }

  /**
   * @param {MediaStreamTrack | undefined} track
   * @param {Device} device
   */
  #keep(track, device) {
    if (!track) {
      return;
    }
    this.#drop(device);
    if (device === "camera") {
      this.video = track;
    } else {
      this.audio = track;
    }
    track.onended = () => {
      this.#drop(device);
      this.problems[device] = "gone";
      this.changed();
    };
  }

  /** @param {Device} device */
  #drop(device) {
    const track = device === "camera" ? this.video : this.audio;
    if (track) {
      track.onended = null;
      track.stop();
    }
    if (device === "camera") {
      this.video = null;
      this.torchOn = false;
    } else {
      this.audio = null;
    }
  }

  async #list() {
    const all = (await this.devices?.enumerateDevices()) ?? [];
    this.cameras = all.filter((device) => device.kind === "videoinput" && device.deviceId);
    this.microphones = all.filter((device) => device.kind === "audioinput" && device.deviceId);
  }
}

/**
 * @param {Device} device
 * @returns {Promise<boolean>} only when the browser says so; one that does not know the question has refused both
 */
async function mayOpen(device) {
  try {
    const name = /** @type {PermissionName} */ (/** @type {string} */ (device));
    return (await navigator.permissions.query({ name })).state === "granted";
  } catch {
    return false;
  }
}
