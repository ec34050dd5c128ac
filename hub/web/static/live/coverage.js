// Of which competency evidence was heard; which keyword is evidence of what, the page says.
import { clock, say } from "./words.js";

export class Coverage {
  #of = new Map();

  constructor() {
    for (const element of document.querySelectorAll("#coverage [data-keywords]")) {
      const seconds = element.dataset.at ? element.dataset.at.split(" ").map(Number) : [];
      const one = { told: element.querySelector("[data-told]"), seconds: new Set(seconds) };
      for (const keyword of element.dataset.keywords.split(" ")) this.#of.set(Number(keyword), one);
    }
  }

  take(evidence) {
    const one = this.#of.get(evidence.keyword);
    if (!one) return;
    one.seconds.add(evidence.start);
    const times = [...one.seconds].sort((a, b) => a - b).map(clock);
    one.told.textContent = say("evidence-at", { times: [...new Set(times)].join(", ") });
    one.told.className = "found";
  }
}
