// Notes are kept without leaving the page; the second is the one at which they were begun.
import { clock, made, say } from "./words.js";

export class Notes {
  #standing;
  #form = document.getElementById("note-form");

  constructor(standing) {
    this.#standing = standing;
    if (!this.#form) return;
    const { text, at } = this.#form.elements;
    text.addEventListener("input", () => {
      if (text.value && !at.value && standing.pts !== null) at.value = clock(standing.pts);
    });
    this.#form.addEventListener("submit", (event) => this.#send(event));
  }

  async #send(event) {
    event.preventDefault();
    const { text, at } = this.#form.elements;
    const [said, second] = [text.value, at.value];
    const told = document.getElementById("note-state");
    told.textContent = "";
    try {
      const body = new URLSearchParams(new FormData(this.#form));
      const answer = await fetch(this.#form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error(await problem(answer));
      this.#keep(second, said);
      text.value = at.value = "";
      told.textContent = say("note-kept");
      text.focus();
    } catch (error) {
      told.textContent = error.message && !(error instanceof TypeError) ? error.message : say("note-problem");
    }
  }

  #keep(second, said) {
    const line = made("li");
    const body = made("div");
    body.append(made("p", said));
    line.append(made("span", second, { class: "at" }), body);
    document.getElementById("own-notes").append(line);
  }
}

// The interview's page says in words what is wrong with the form.
async function problem(answer) {
  if (!answer.ok) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("#notes [role=alert]")?.textContent.trim() ?? "";
}
