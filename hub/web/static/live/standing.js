// Where the interview is: its clocks, the stage that is asked, what the interviewer may do about it.
import { clock, say } from "./words.js";

const LED = new Set(["question", "answering"]); // what comes between is the candidate's own
const ASKED = new Set([...LED, "review"]);

export class Standing {
  #link; #now = null; #heardAt = 0; #isOpen = false;
  #stages = [...document.querySelectorAll("#stages > [data-stage]")];
  #next = document.getElementById("next");
  #asks = [...document.querySelectorAll("#stages [data-follow-up], .anywhere [data-follow-up]")];

  constructor(link) {
    this.#link = link;
    this.#next.addEventListener("click", () => {
      if (this.#now && link.say({ kind: "go_on", stage: this.#now.stage })) this.#next.disabled = true;
    });
    for (const button of this.#asks) button.addEventListener("click", () => this.#ask(button));
    setInterval(() => this.#tick(), 250);
  }

  // Seconds since the interview began, as far as the kiosk has told.
  get pts() {
    return this.#now === null ? null : this.#now.pts + (performance.now() - this.#heardAt) / 1000;
  }

  get answer() { return this.#now?.answer ?? null; }

  take(standing) {
    const isNewStage = this.#now?.stage !== standing.stage;
    this.#now = standing;
    this.#heardAt = performance.now();
    for (const one of this.#stages) {
      const isCurrent = Number(one.dataset.stage) === standing.stage;
      one.toggleAttribute("data-current", isCurrent);
      if (isCurrent) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
      if (isNewStage) one.firstElementChild.open = isCurrent;
    }
    for (const button of document.querySelectorAll("[data-follow-up]")) {
      button.closest("li").classList.toggle("now", Number(button.dataset.followUp) === standing.follow_up);
    }
    this.#enable();
    this.#tick();
  }

  open(isOpen) {
    this.#isOpen = isOpen;
    this.#enable();
  }

  over() {
    this.#now = null;
    for (const id of ["interview-clock", "answer-clock"]) write(id, "–");
    for (const id of ["stage-of", "answer-left"]) write(id, "");
  }

  #enable() {
    const phase = this.#isOpen ? this.#now?.phase : undefined;
    this.#next.disabled = !LED.has(phase);
    for (const button of this.#asks) button.disabled = !ASKED.has(phase) || this.#isTooEarly(button);
  }

  // Nothing follows a question that is on the candidate's screen and not answered yet.
  #isTooEarly(button) {
    const { phase, stage } = this.#now;
    const own = button.closest("[data-stage]")?.dataset.stage;
    return phase === "question" && (stage === 0 || own === String(stage));
  }

  #ask(button) {
    if (!this.#link.say({ kind: "ask_also", follow_up: Number(button.dataset.followUp) })) return;
    button.textContent = say("asked");
    button.setAttribute("aria-pressed", "true");
  }

  #tick() {
    if (this.#now === null) return;
    const { stage, stages, answer, answer_began: began, longest_s: longest } = this.#now;
    write("interview-clock", clock(this.pts));
    write("stage-of", say("stage-of", { number: Math.min(stage + 1, stages), count: stages }));
    if (answer === null || began === null) {
      write("answer-clock", "–");
      return write("answer-left", say(`phase-${this.#now.phase}`) || say("no-answer"));
    }
    const lasts = this.pts - began;
    write("answer-clock", clock(lasts));
    const left = (longest ?? 0) - lasts;
    document.getElementById("answer-clock").classList.toggle("late", longest !== null && left < 15);
    return write("answer-left", longest === null ? "" : say(left >= 0 ? "remaining" : "over", { time: clock(Math.abs(left)) }));
  }
}

function write(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}
