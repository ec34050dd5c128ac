// Suggestions that only interviewers see: at most three are open, the newest first.
import { clock, figureName, made, ruleText, say, plain } from "./words.js";

const MOST_OPEN = 3;

export class Prompts {
  #link;
  #known = []; // newest first
  #box = document.getElementById("prompts");
  #seesCoverage = document.getElementById("coverage") !== null;

  constructor(link) { this.#link = link; }

  take(prompt) {
    if (plain(prompt.rule) === "no_evidence" && !this.#seesCoverage) return;
    this.#known = [{ ...prompt, element: this.#card(prompt) }, ...this.#known.filter((one) => one.prompt !== prompt.prompt)];
    this.#show();
  }

  gone({ prompt }) {
    this.#known = this.#known.filter((one) => one.prompt !== prompt);
    this.#show();
  }

  clear() {
    this.#known = [];
    this.#show();
  }

  #show() {
    const open = this.#known.slice(0, MOST_OPEN).map((one) => one.element);
    const hadFocus = this.#box.contains(document.activeElement);
    for (const element of [...this.#box.children]) if (!open.includes(element)) element.remove();
    open.forEach((element, place) => {
      if (this.#box.children[place] !== element) this.#box.insertBefore(element, this.#box.children[place] ?? null);
    });
    const more = document.getElementById("more-prompts");
    more.hidden = this.#known.length <= MOST_OPEN;
    more.textContent = say("more-prompts", { count: this.#known.length - MOST_OPEN });
    document.getElementById("no-prompts").hidden = this.#known.length > 0;
    if (hadFocus && !this.#box.contains(document.activeElement)) this.#focus();
  }

  // Who dismisses by keyboard goes on from there.
  #focus() {
    (this.#box.querySelector("button") ?? document.getElementById("prompts-title")).focus();
  }

  #card(prompt) {
    const text = ruleText(prompt.rule);
    const card = made("article", undefined, { class: "prompt", "data-prompt": prompt.prompt });
    const head = made("p", undefined, { class: "prompt-head" });
    head.append(made("span", clock(prompt.pts), { class: "at number" }), made("strong", text));
    const dismiss = made("button", say("dismiss"), { type: "button", class: "quiet", "aria-label": say("dismiss-rule", { rule: text }) });
    dismiss.addEventListener("click", () => {
      if (this.#link.say({ kind: "dismiss", prompt: prompt.prompt })) this.gone(prompt);
    });
    head.append(dismiss);
    card.append(head, ...this.#basis(prompt), ...this.#questions(prompt));
    return card;
  }

  *#basis(prompt) {
    const figures = Object.entries(prompt.figures).map(([name, value]) => [figureName(name), shown(name, value)]);
    const said = figures.filter(([name]) => name !== null).map(([name, value]) => `${name} ${value}`);
    const times = prompt.evidence.map(([start, end]) => (clock(start) === clock(end) ? clock(start) : `${clock(start)}–${clock(end)}`));
    if (times.length) said.push(`${say("evidence")} ${[...new Set(times)].join(", ")}`);
    if (said.length) yield made("p", said.join(" · "), { class: "muted small number" });
  }

  *#questions(prompt) {
    if (!prompt.ask?.length) return;
    yield made("p", say("ask-one-of"), { class: "small" });
    const list = made("ul", undefined, { class: "follow-ups" });
    for (const { follow_up: number, text } of prompt.ask) list.append(this.#question(number, text));
    yield list;
  }

  #question(number, text) {
    const line = made("li");
    const ask = made("button", say("ask"), { type: "button", class: "small", "data-follow-up": number, "aria-label": say("ask-text", { text }) });
    ask.addEventListener("click", () => {
      if (!this.#link.say({ kind: "ask_also", follow_up: number })) return;
      ask.textContent = say("asked");
      ask.disabled = true;
    });
    line.append(made("span", text), ask);
    return line;
  }
}

function shown(name, value) {
  if (plain(name) === "share") return `${(100 * value).toFixed(1)} %`;
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
