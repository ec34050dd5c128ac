// What is being said: final texts one below the other, the partial one last.
import { clock, made, say } from "./words.js";

const MOST = 200; // finals that stay readable

export class Captions {
  #box = document.getElementById("captions");
  #partial = document.getElementById("partial");
  #waiting = [...document.querySelectorAll("[data-listen-for]")];

  take(caption) {
    const isAtEnd = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < 40;
    if (caption.final) {
      this.#partial.textContent = "";
      if (caption.text) this.#keep(caption);
      this.#listen(caption);
    } else {
      this.#partial.textContent = caption.text;
    }
    if (isAtEnd) this.#box.scrollTop = this.#box.scrollHeight;
  }

  #keep(caption) {
    const line = made("p");
    line.append(made("span", clock(caption.start), { class: "at number" }), made("span", caption.text));
    this.#partial.before(line);
    while (this.#box.children.length > MOST + 1) this.#box.firstElementChild.remove();
  }

  // Skills and projects of the résumé are ticked off once they are spoken of.
  #listen(caption) {
    const text = caption.text.toLocaleLowerCase();
    this.#waiting = this.#waiting.filter((one) => {
      if (!names(text, one.dataset.listenFor.toLocaleLowerCase())) return true;
      const told = one.querySelector("[data-told]");
      told.textContent = say("spoken-at", { time: clock(caption.start) });
      told.hidden = false;
      one.classList.add("done");
      return false;
    });
  }
}

// Whole words where the name is written in letters with spaces between them.
function names(text, wanted) {
  const at = text.indexOf(wanted);
  if (at < 0) return false;
  const isLatin = /^[\p{Script=Latin}\p{Number}]/u.test(wanted);
  const edge = /[\p{Script=Latin}\p{Number}]/u;
  return !isLatin || !(edge.test(text[at - 1] ?? " ") || edge.test(text[at + wanted.length] ?? " "));
}
