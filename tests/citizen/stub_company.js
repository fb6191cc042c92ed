// Injected before the guest's page: plays the service's live socket and both others, each with a real peer connection.
(() => {
  const RealPeer = window.RTCPeerConnection;
  const RealSocket = window.WebSocket;
  const LOOKS = { desk: ["#5b7fa8", "#27364d"], citizen: ["#7a9a6b", "#5a3d2b"] };
  const company = {
    gone: false,
    heard: [],
    data: { desk: [], citizen: [] },
    offers: { desk: [], citizen: [] },
    peers: {},
    channels: {},
    socket: null,
    /** To the page over the live socket. */
    say(message) {
      if (!this.gone) {
        this.socket?.onmessage?.({ data: JSON.stringify(message) });
      }
    },
    /** How things stand now. */
    stand(change) {
      Object.assign(window.__visit, change);
      this.say({ type: "guest.standing", visit: window.__visit, ice_servers: [] });
    },
    /** Over a data channel. */
    tell(other, message) {
      this.channels[other].send(JSON.stringify(message));
    },
    /** The network goes: both connections and the socket at once, and nothing new can be built. */
    cut() {
      this.gone = true;
      Object.values(this.peers).forEach((peer) => peer.close());
      this.peers = {};
      this.channels = {};
      const socket = this.socket;
      this.socket = null;
      socket?.onclose?.({});
    },
    back() {
      this.gone = false;
    },
    async answer({ other, appointment, guest, session, sdp }) {
      this.offers[other].push(session);
      this.peers[other]?.close();
      const peer = (this.peers[other] = new RealPeer());
      peer.ondatachannel = ({ channel }) => {
        channel.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          if (message.type === "secure.commit") {
            channel.send(JSON.stringify({ type: "secure.nonce", nonce: "02".repeat(32), seen: message.seen }));
          } else if (message.type === "secure.reveal") {
            this.channels[other] = channel;
            channel.send(JSON.stringify({ type: "media", camera: true, microphone: true }));
          } else {
            this.data[other].push(message);
          }
        };
      };
      await peer.setRemoteDescription({ type: "offer", sdp });
      for (const track of face(other).getTracks()) {
        peer.addTrack(track);
      }
      await peer.setLocalDescription(await peer.createAnswer());
      while (peer.iceGatheringState !== "complete" && peer.signalingState !== "closed") {
        await new Promise((resolve) => peer.addEventListener("icegatheringstatechange", resolve, { once: true }));
      }
      this.say({ type: "guest.signal", appointment, guest, other, session, kind: "answer", sdp: peer.localDescription?.sdp ?? "" });
    },
  };

  /** A drawn face, so that screenshots show where it stands. */
  function face(other) {
    const [wall, coat] = LOOKS[other];
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 360;
    const pen = canvas.getContext("2d");
    setInterval(() => {
      pen.fillStyle = wall;
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = "#f1d3b3";
      pen.beginPath();
      pen.arc(320, 150, 80, 0, 7);
      pen.fill();
      pen.fillStyle = coat;
      pen.fillRect(200, 240, 240, 120);
    }, 100);
    return canvas.captureStream(10);
  }

  window.WebSocket = class {
    constructor(address) {
      if (!String(address).includes("/live/guest")) {
        return new RealSocket(address);
      }
      setTimeout(() => (company.gone ? this.onclose?.({}) : this.onopen?.({})), 0);
    }
    send(text) {
      const message = JSON.parse(text);
      if (company.gone) {
        return;
      }
      company.heard.push(message);
      if (message.type === "hello") {
        company.socket = this;
        company.say({ type: "guest.welcome", version: 1, visit: window.__visit });
      } else if (message.type === "guest.ready") {
        company.say({ type: "guest.standing", visit: window.__visit, ice_servers: [] });
      } else if (message.type === "ping") {
        company.say({ type: "pong" });
      } else if (message.type === "guest.signal" && message.kind === "offer") {
        void company.answer(message);
      }
    }
    close() {
      if (company.socket === this) {
        company.socket = null;
      }
    }
  };
  window.__company = company;
})();
