// The candidate asks for a person: said in words and colour, also in the window's title, no sound.
import { say } from "./words.js";

export class Help {
  #title = document.title;
  #alarm = document.getElementById("help");
  #told = document.getElementById("help-told");
  #form = document.getElementById("help-form");

  constructor(link) {
    this.#form.addEventListener("submit", (event) => {
      // Without the connection the form goes to the hub, which tells the kiosk.
      if (link.say({ kind: "say_coming" })) {
        event.preventDefault();
        this.#form.querySelector("button").disabled = true;
      }
    });
  }

  take({ help_since: since = null, help_coming: isComing = false }) {
    const isWaited = since !== null && !isComing;
    const time = since === null ? "" : new Date(since).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const said = since === null ? "" : say(isComing ? "help-coming" : "help", { time });
    if (this.#told.textContent !== said) this.#told.textContent = said;
    this.#alarm.hidden = since === null;
    this.#alarm.classList.toggle("answered", isComing);
    this.#form.hidden = !isWaited;
    if (isWaited) this.#form.querySelector("button").disabled = false;
    document.title = isWaited ? `● ${say("help-title")} · ${this.#title}` : this.#title;
  }
}
