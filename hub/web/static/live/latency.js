// The software path of the picture: the kiosk's part as it tells it, half the way there and back,
// and the browser's from the last packet to the frame's place on the screen. Camera and screen are
// not included. Also how old the newest measured feature is.
import { say } from "./words.js";

const KEPT = 1800; // frames: a minute at 30 a second
const OLD_S = 3;

export class Latency {
  #link; #standing; #frames = []; #roundTrips = []; #kiosk = null; #measured = null; #isUntold = false;

  constructor(link, standing, video) {
    this.#link = link;
    this.#standing = standing;
    if ("requestVideoFrameCallback" in HTMLVideoElement.prototype) this.#follow(video);
    else this.#isUntold = true;
    setInterval(() => link.say({ kind: "clock", sent: performance.now() / 1000 }), 1000);
    setInterval(() => this.#show(), 1000);
  }

  clock(answer) {
    this.#roundTrips = [...this.#roundTrips.slice(-9), performance.now() - 1000 * answer.sent];
    if (typeof answer.frame_s === "number") this.#kiosk = 1000 * answer.frame_s;
  }

  heard(heard) {
    this.#measured = heard.pts;
    this.#showAge();
  }

  clear() {
    [this.#frames, this.#roundTrips, this.#kiosk, this.#measured] = [[], [], null, null];
    this.#isUntold = false;
  }

  #follow(video) {
    const next = () => video.requestVideoFrameCallback((_now, frame) => {
      if (frame.receiveTime !== undefined && this.#roundTrips.length) {
        const shown = Math.max(frame.expectedDisplayTime, frame.presentationTime) - frame.receiveTime;
        this.#frames.push(shown + (this.#kiosk ?? 0) + Math.min(...this.#roundTrips) / 2);
        if (this.#frames.length > KEPT) this.#frames.splice(0, this.#frames.length - KEPT);
      }
      this.#isUntold = frame.receiveTime === undefined;
      next();
    });
    next();
  }

  #show() {
    this.#showPath();
    this.#showAge();
  }

  #showPath() {
    const place = document.getElementById("path");
    if (!this.#frames.length) {
      place.textContent = this.#isUntold ? say("path-unknown") : "–";
      return;
    }
    const sorted = [...this.#frames].sort((a, b) => a - b);
    const at = (share) => Math.round(sorted[Math.ceil(share * sorted.length) - 1]);
    const text = say("path", { p50: at(0.5), p95: at(0.95), p99: at(0.99) });
    place.textContent = this.#kiosk === null ? `${text} (${say("path-partly")})` : text;
  }

  #showAge() {
    const place = document.getElementById("age");
    const now = this.#standing.pts;
    if (this.#standing.answer === null || this.#measured === null) { // measured are answers
      place.classList.remove("late");
      place.textContent = "–";
      return;
    }
    const age = Math.max(0, now - this.#measured);
    place.classList.toggle("late", age > OLD_S);
    place.textContent = say(age > OLD_S ? "not-measured" : "measured", { seconds: age.toFixed(1) });
  }
}
