// What the bench wants to know of the citizen's page: when the clerk's pictures were shown and when the service was heard.

const bench = (globalThis.bench = { shown: [], welcomed: [] });

globalThis.WebSocket = class extends WebSocket {
  constructor(...parts) {
    super(...parts);
    this.addEventListener("message", ({ data }) => {
      if (typeof data === "string" && data.startsWith('{"type":"welcome"')) {
        bench.welcomed.push(Date.now() / 1000);
      }
    });
  }
};

let watched = null;
setInterval(() => {
  const video = document.querySelector("[data-testid=call-video]");
  if (!video || video === watched) {
    return;
  }
  watched = video;
  const look = () => {
    bench.shown.push(Date.now() / 1000);
    if (video === watched) {
      video.requestVideoFrameCallback(look);
    }
  };
  video.requestVideoFrameCallback(look);
}, 100);
