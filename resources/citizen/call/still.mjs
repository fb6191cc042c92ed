// One picture of the camera at its full size, as the desk needs it to read a card.

const QUALITY = 0.92;
const FRESH_MS = 1_000;

/** No picture could be taken; `code` is the key of the sentence. */
export class NoStill extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * The next frame, so that the picture is from after the question and not from before it.
 * @param {HTMLVideoElement} video
 * @returns {Promise<void>}
 */
function nextFrame(video) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FRESH_MS);
    if ("requestVideoFrameCallback" in video) {
      video.requestVideoFrameCallback(() => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
}

/**
 * @param {HTMLVideoElement | null} video shows the person's own camera
 * @param {MediaStreamTrack | null} track
 * @returns {Promise<Uint8Array<ArrayBuffer>>} a JPEG
 * @throws {NoStill}
 */
export async function takeStill(video, track) {
  if (!video || !track || track.readyState !== "live") {
    throw new NoStill("no_camera");
  }
  if (!track.enabled) {
    throw new NoStill("camera_off");
  }
  await nextFrame(video);
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!width || !height || !context) {
    throw new NoStill("still_failed");
  }
  context.drawImage(video, 0, 0, width, height);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => {
    canvas.toBlob(resolve, "image/jpeg", QUALITY);
  });
  // The picture exists only here and on its way; give its memory back at once.
  canvas.width = canvas.height = 0;
  if (!blob) {
    throw new NoStill("still_failed");
  }
  return new Uint8Array(await blob.arrayBuffer());
}
