// Self-view, level, time; and a page that follows the interview. Everything else is plain HTML.
"use strict";

const page = document.body.dataset;
const LOUD_DBFS = -6;
const QUIET_DBFS = -42;
const SILENT_DBFS = -75;
const LOOK_MS = 500;
const LONG_SILENCE_MS = 5000;

function sameScene(told) {
  return told.phase === page.phase && String(told.stage) === page.stage &&
    String(told.ready) === page.ready && told.step === page.step && told.language === page.language;
}

function isWriting() {
  return [...document.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
}

// Where the interview moved on (the time was up, the next candidate's plan came), so does the page.
// A form the candidate is filling in is left alone unless phase or stage have changed.
async function follow() {
  try {
    const answer = await fetch("/state", { cache: "no-store" });
    const told = await answer.json();
    const isElsewhere = told.phase !== page.phase || String(told.stage) !== page.stage;
    if (!sameScene(told) && (isElsewhere || (page.phase !== "consent" && !isWriting()))) {
      location.replace("/");
      return;
    }
    clock.set(told.elapsed_s);
    notice.say(told.problem);
    if (watched) watched.hidden = !told.watched;
  } catch (error) {
    // The kiosk's own server is restarting; look again.
  }
  setTimeout(follow, LOOK_MS);
}

const clock = {
  elapsed: document.getElementById("elapsed"),
  set(seconds) {
    if (!this.elapsed) return;
    const longest = Number(this.elapsed.dataset.longest);
    const whole = Math.max(0, Math.min(Math.floor(seconds), longest));
    const rest = String(whole % 60).padStart(2, "0");
    this.elapsed.textContent = `${Math.floor(whole / 60)}:${rest}`;
    document.getElementById("spent").style.transform = `scaleX(${Math.min(1, seconds / longest)})`;
    document.getElementById("soon").hidden = longest - seconds > 30;
  },
};

const notice = {
  line: document.getElementById("notice"),
  said: undefined, // What the server wrote into the page may have passed since; null says so.
  say(problem) {
    if (!this.line || problem === this.said) return;
    this.said = problem;
    this.line.textContent = problem ? this.line.dataset[problem] : "";
  },
};

const watched = document.getElementById("watched");

const mirror = {
  figure: document.getElementById("mirror"),
  picture: document.getElementById("picture"),
  address: null,
  show(blob) {
    const old = this.address;
    this.address = URL.createObjectURL(blob);
    this.picture.onload = () => { if (old) URL.revokeObjectURL(old); };
    this.picture.src = this.address;
    this.figure.dataset.state = "live";
  },
  lose() { this.figure.dataset.state = "waiting"; },
};

const meter = {
  bar: document.getElementById("meter"),
  hint: document.getElementById("heard"),
  said: "waiting",
  soundAt: performance.now(),
  set(level) {
    const share = Math.max(0, Math.min(1, (level.dbfs + 60) / 60));
    this.bar.firstElementChild.style.transform = `scaleX(${share})`;
    this.bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    if (level.dbfs > SILENT_DBFS) this.soundAt = performance.now();
    this.say(this.judge(level));
  },
  judge(level) {
    if (level.dbfs > LOUD_DBFS) return "loud";
    if (level.speech) return level.dbfs < QUIET_DBFS ? "quiet" : "good";
    if (performance.now() - this.soundAt > LONG_SILENCE_MS) return "lost";
    return this.said === "lost" ? "waiting" : this.said;
  },
  say(word) {
    this.bar.dataset.heard = word;
    if (word === this.said) return;
    this.said = word;
    this.hint.textContent = this.hint.dataset[word];
  },
};

function look() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/self-view`);
  socket.binaryType = "blob";
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") meter.set(JSON.parse(data));
    else mirror.show(data);
  };
  socket.onclose = () => { mirror.lose(); setTimeout(look, LOOK_MS); };
}

// Consent: what is still open is marked and gone to; without this script the server does the same.
const choices = document.getElementById("choices");

function isOpen(purpose) { return !purpose.querySelector("input:checked"); }

function mark(purpose) {
  purpose.classList.toggle("open", isOpen(purpose));
  purpose.querySelector(".missing").hidden = !isOpen(purpose);
}

function holdUntilDecided(event) {
  const purposes = [...choices.querySelectorAll(".purpose")];
  purposes.forEach(mark);
  const first = purposes.find(isOpen);
  if (!first) return;
  event.preventDefault();
  first.querySelector("input").focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
}

if (choices) {
  choices.addEventListener("submit", holdUntilDecided);
  choices.addEventListener("change", ({ target }) => {
    const purpose = target.closest(".purpose");
    if (purpose.classList.contains("open")) mark(purpose);
  });
}

// A second press must not be a second wish.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    setTimeout(() => form.querySelectorAll("button").forEach((one) => { one.disabled = true; }), 0);
  });
}

if (mirror.figure) look();
if (clock.elapsed) clock.set(Number(clock.elapsed.dataset.elapsed));
setTimeout(follow, LOOK_MS);
