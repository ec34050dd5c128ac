// One viewing: offers a connection (WHEP, RFC 9725: one POST, one DELETE), keeps it, and begins
// again when it is lost. Tells "state" ({state}), "track" (the stream), "said" (a message).
const GATHERING_MS = 2000;
const WAITS_MS = [500, 1000, 2000, 4000]; // then every 4 s
const SILENCE_MS = 6000; // the kiosk answers a clock each second
const CONNECTING_MS = 8000;

const WHYS = {
  no_interview: "not-now",
  too_many: "too-many",
  not_understood: "not-understood",
  "H-LIVE-004": "too-many",
};

export const OVER = new Set(["ended", "withdrawn", "refused"]);

export class Link extends EventTarget {
  #place; #peer = null; #channel = null; #viewing = null; #voice = null;
  #failures = 0; #later = 0; #heardAt = 0; #begun = 0; #isOver = false; #isThanked = false;

  constructor(place) { // {call, stateAt, csrf}
    super();
    this.#place = place;
    addEventListener("pagehide", () => this.#leave(true));
    addEventListener("pageshow", (event) => { if (event.persisted && !this.#isOver) this.start(); });
    setInterval(() => this.#watch(), 1000);
  }

  async start() {
    clearTimeout(this.#later);
    const turn = ++this.#begun;
    this.#tell("connecting");
    try {
      await this.#connect(turn);
    } catch (error) {
      if (turn === this.#begun) this.#retry(error instanceof Refusal ? error.state : "unreachable");
    }
  }

  // The offer says whether this person speaks, so a voice that is new needs a new one.
  async speak(track) {
    this.#voice = track;
    const audio = this.#spoken();
    if (audio?.direction === "sendrecv") return audio.sender.replaceTrack(track);
    this.#leave(false);
    return this.start();
  }

  hush() {
    this.#voice = null;
    this.#spoken()?.sender.replaceTrack(null);
  }

  say(message) {
    if (this.#channel?.readyState !== "open") return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  async #connect(turn) {
    const peer = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
    this.#peer = peer;
    this.#heardAt = performance.now();
    const stream = new MediaStream();
    peer.addEventListener("track", (event) => { stream.addTrack(event.track); this.#emit("track", stream); });
    peer.addEventListener("connectionstatechange", () => {
      if (peer === this.#peer && peer.connectionState === "failed") this.#retry("again");
    });
    this.#open(peer);
    peer.addTransceiver("video", { direction: "recvonly" });
    const audio = peer.addTransceiver("audio", { direction: this.#voice ? "sendrecv" : "recvonly" });
    if (this.#voice) await audio.sender.replaceTrack(this.#voice);
    await peer.setLocalDescription();
    await gathered(peer);
    const answer = await this.#ask(peer.localDescription.sdp);
    const sdp = await answer.text();
    const viewing = answer.headers.get("Location");
    if (turn !== this.#begun) return this.#end(peer, viewing, true);
    this.#viewing = viewing;
    await peer.setRemoteDescription({ type: "answer", sdp });
  }

  #spoken() {
    return this.#peer?.getTransceivers().find((one) => one.receiver.track.kind === "audio");
  }

  #open(peer) {
    const channel = peer.createDataChannel("side");
    this.#channel = channel;
    channel.addEventListener("open", () => { this.#failures = 0; this.#tell("live"); });
    channel.addEventListener("message", (event) => {
      this.#heardAt = performance.now();
      const said = JSON.parse(event.data);
      if (said.kind === "standing") this.#isThanked = said.phase === "thanks";
      this.#emit("said", said);
    });
    channel.addEventListener("close", () => { if (channel === this.#channel) this.#retry("again"); });
  }

  async #ask(sdp) {
    const headers = { "Content-Type": "application/sdp", "X-CSRF-Token": this.#place.csrf };
    const answer = await fetch(this.#place.call, { method: "POST", headers, body: sdp, redirect: "error" });
    if (answer.ok) return answer;
    throw await this.#refusal(answer);
  }

  async #refusal(answer) {
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 401) {
      this.#isOver = true;
      const back = encodeURIComponent(location.pathname);
      location.assign(told.step_up ? `${told.step_up}?to=${back}` : "/sign-in");
    }
    if (answer.status === 403 || answer.status === 404) return new Refusal("refused");
    return new Refusal(WHYS[told.why ?? told.code] ?? "unreachable");
  }

  async #retry(state) {
    const turn = ++this.#begun;
    this.#leave(false);
    if (this.#isOver) return;
    const known = this.#isThanked ? "ended" : await this.#standing();
    if (turn !== this.#begun) return;
    const over = OVER.has(known) ? known : state;
    if (OVER.has(over)) {
      this.#isOver = true;
      this.#tell(over);
      return;
    }
    this.#tell(state);
    this.#later = setTimeout(() => this.start(), WAITS_MS[Math.min(this.#failures++, WAITS_MS.length - 1)]);
  }

  async #standing() {
    try {
      const answer = await fetch(this.#place.stateAt, { redirect: "error" });
      return answer.ok ? (await answer.json()).state : null;
    } catch {
      return null;
    }
  }

  #watch() {
    if (this.#isOver || !this.#peer) return;
    const silent = performance.now() - this.#heardAt;
    const limit = this.#channel?.readyState === "open" ? SILENCE_MS : CONNECTING_MS;
    if (this.#viewing && silent > limit) this.#retry("again");
  }

  #leave(isUnloading) {
    const [peer, viewing] = [this.#peer, this.#viewing];
    this.#peer = this.#channel = this.#viewing = null;
    if (isUnloading) this.#begun++;
    if (peer) this.#end(peer, viewing, isUnloading);
  }

  #end(peer, viewing, keepalive) {
    peer.close();
    if (!viewing) return;
    const headers = { "X-CSRF-Token": this.#place.csrf };
    fetch(viewing, { method: "DELETE", headers, keepalive }).catch(() => {});
  }

  #tell(state) { this.#emit("state", state); }

  #emit(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

class Refusal extends Error {
  constructor(state) {
    super(state);
    this.state = state;
  }
}

// All candidates go with the offer: nothing trickles.
function gathered(peer) {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(done, GATHERING_MS);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      done();
    });
  });
}
