// Sound of the candidate, and the interviewer's own voice once it is switched on.
import { say } from "./words.js";

export class Sound {
  #link; #video; #track = null;
  #sound = document.getElementById("sound");
  #microphone = document.getElementById("microphone");
  #told = document.getElementById("microphone-state");

  constructor(link, video) {
    this.#link = link;
    this.#video = video;
    video.muted = true; // until a person asks for it, as browsers want it
    this.#sound.addEventListener("click", () => this.#listen(video.muted));
    this.#microphone.addEventListener("click", () => (this.#track ? this.#stop() : this.#speak()));
  }

  open(isOpen) {
    this.#sound.disabled = !isOpen;
    this.#microphone.disabled = !isOpen && !this.#track;
    this.#told.textContent = isOpen && this.#track ? say("microphone-live") : this.#told.textContent;
  }

  over() { this.#stop(); }

  #listen(isWanted) {
    this.#video.muted = !isWanted;
    this.#sound.textContent = say(isWanted ? "sound-off" : "sound-on");
    this.#video.play().catch(() => {});
  }

  async #speak() {
    this.#told.textContent = "";
    this.#microphone.disabled = true;
    try {
      const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
      this.#track = stream.getAudioTracks()[0];
      this.#track.addEventListener("ended", () => this.#stop());
    } catch {
      this.#told.textContent = say("microphone-problem");
      return;
    } finally {
      this.#microphone.disabled = false;
    }
    this.#press(true);
    if (this.#video.muted) this.#listen(true);
    await this.#link.speak(this.#track);
  }

  #stop() {
    if (!this.#track) return;
    this.#track.stop();
    this.#track = null;
    this.#press(false);
    this.#told.textContent = "";
    this.#link.hush();
  }

  #press(isOn) {
    this.#microphone.setAttribute("aria-pressed", String(isOn));
    this.#microphone.textContent = say(isOn ? "microphone-off" : "microphone-on");
  }
}
