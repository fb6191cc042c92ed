// Injected before the page's own scripts: plays the service's live socket and the clerk's desk inside the browser.
// The peer connection is a real one, between two ends in the same page.
(() => {
  const office = {
    refuse: null, // {code, final}: answered to "hello" instead of a welcome
    heard: [], // from the page, live socket
    data: [], // from the page, data channel
    blobs: [], // {begin, size}
    sockets: 0,
    offers: [],
    socket: null,
    peer: null,
    channel: null,
    /** To the page over the live socket. */
    say(message) {
      this.socket?.onmessage?.({ data: JSON.stringify(message) });
    },
    /** The live socket breaks. */
    drop() {
      const socket = this.socket;
      this.socket = null;
      socket?.onclose?.({});
    },
    /** The desk goes without a word: its end of the connection is closed. */
    vanish() {
      this.peer?.close();
      this.peer = this.channel = null;
    },
    /** To the page over the data channel. */
    tell(message) {
      this.channel.send(JSON.stringify(message));
    },
    async blob(id, kind, mime, base64, sha256) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      this.tell({ type: "blob.begin", id, kind, mime, size: bytes.length, sha256 });
      for (let from = 0; from < bytes.length; from += 16384) {
        this.channel.send(bytes.slice(from, from + 16384));
      }
      this.tell({ type: "blob.end", id });
    },
    async answer(signal) {
      this.offers.push(signal.session);
      const peer = new RealPeer();
      this.peer = peer;
      peer.ondatachannel = (event) => {
        const channel = event.channel;
        channel.binaryType = "arraybuffer";
        let begin = null;
        let size = 0;
        channel.onmessage = (frame) => {
          if (typeof frame.data !== "string") {
            size += frame.data.byteLength;
            return;
          }
          const message = JSON.parse(frame.data);
          if (message.type === "secure.commit") {
            channel.send(JSON.stringify({ type: "secure.nonce", nonce: "02".repeat(32), seen: message.seen }));
          } else if (message.type === "secure.reveal") {
            this.channel = channel; // From now on there is somebody to talk to.
          } else if (message.type === "blob.begin") {
            begin = message;
            size = 0;
          } else if (message.type === "blob.end") {
            this.blobs.push({ begin, size });
          } else {
            this.data.push(message);
          }
        };
      };
      await peer.setRemoteDescription({ type: "offer", sdp: signal.sdp });
      for (const track of clerk().getTracks()) {
        peer.addTrack(track);
      }
      await peer.setLocalDescription(await peer.createAnswer());
      while (peer.iceGatheringState !== "complete" && peer.signalingState !== "closed") {
        await new Promise((resolve) => peer.addEventListener("icegatheringstatechange", resolve, { once: true }));
      }
      this.say({ type: "signal", appointment: signal.appointment, session: signal.session, kind: "answer", sdp: peer.localDescription.sdp });
    },
  };

  /** The clerk's picture: a drawn face, so that screenshots show where it stands. */
  function clerk() {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 360;
    const pen = canvas.getContext("2d");
    const draw = () => {
      pen.fillStyle = "#5b7fa8";
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = "#f1d3b3";
      pen.beginPath();
      pen.arc(320, 150, 80, 0, 7);
      pen.fill();
      pen.fillStyle = "#27364d";
      pen.fillRect(200, 240, 240, 120);
      pen.fillRect(290, 130, 14, 14);
      pen.fillRect(336, 130, 14, 14);
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10);
  }

  const RealSocket = window.WebSocket;
  const RealPeer = window.RTCPeerConnection;
  window.WebSocket = class {
    constructor(address) {
      if (!String(address).includes("/live/citizen")) {
        return new RealSocket(address);
      }
      office.sockets += 1;
      office.socket = this;
      setTimeout(() => this.onopen?.({}), 0);
    }
    send(text) {
      const message = JSON.parse(text);
      office.heard.push(message);
      if (message.type === "hello") {
        if (office.refuse) {
          office.say({ type: "error", ...office.refuse });
        } else {
          office.say({ type: "welcome", version: 1, appointment: window.__appointment });
        }
      } else if (message.type === "ping") {
        office.say({ type: "pong" });
      } else if (message.type === "signal" && message.kind === "offer") {
        void office.answer(message);
      }
    }
    close() {
      if (office.socket === this) {
        office.socket = null;
      }
    }
  };
  window.__office = office;
})();
