// Seeks the recording by evidence, timeline and transcript. Media time counts from the interview's
// beginning; each chapter is one recording that holds [start, end) of it.
"use strict";

const player = document.getElementById("player");
const chapters = [...document.querySelectorAll("[data-recording]")].map((button) => ({
  button,
  address: button.dataset.recording,
  captions: button.dataset.captions,
  start: Number(button.dataset.start),
  end: Number(button.dataset.end),
}));
const captions = document.getElementById("captions");
const lanes = document.querySelector(".lanes.seekable");
const scrub = document.getElementById("scrub");
const position = document.getElementById("position");
const problem = document.getElementById("player-problem");
let current = null;
let words = [];
let pressed = null;
let until = null; // media time at which playing that began at a piece of evidence stops
let sought = 0;

function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// A recording ends some pictures after the next one began: where two hold a time, the later counts.
function chapterAt(time) {
  const holding = chapters.findLast((one) => one.start <= time && time < one.end);
  const distance = (one) => Math.min(Math.abs(one.start - time), Math.abs(one.end - time));
  return holding ?? [...chapters].sort((a, b) => distance(a) - distance(b))[0];
}

function choose(chapter) {
  if (current === chapter) return;
  current = chapter;
  problem.hidden = true;
  player.src = chapter.address;
  if (captions) captions.src = chapter.captions; // opened only once the captions are switched on
  for (const one of chapters) one.button.removeAttribute("aria-current");
  chapter.button.setAttribute("aria-current", "true");
}

function seek(time, play = true) {
  const chapter = chapterAt(time);
  if (!player || !chapter) return;
  choose(chapter);
  until = null;
  const wanted = Math.min(Math.max(0, time - chapter.start), Math.max(0, chapter.end - chapter.start - 0.1));
  sought = wanted;
  if (player.readyState >= HTMLMediaElement.HAVE_METADATA) {
    player.currentTime = wanted;
  } else {
    player.addEventListener("loadedmetadata", () => { if (current === chapter) player.currentTime = wanted; }, { once: true });
    player.preload = "auto";
    player.load();
  }
  if (play) player.play().catch(() => {});
  const box = player.getBoundingClientRect();
  if (box.bottom < 80 || box.top > innerHeight - 80) player.scrollIntoView({ block: "center" });
}

function mark(time) {
  player.dataset.second = String(time);
  if (scrub && document.activeElement !== scrub) scrub.value = String(Math.floor(time));
  if (position) position.textContent = clock(time);
  const at = `${(100 * time) / Number(lanes?.dataset.end ?? 1)}%`;
  for (const head of document.querySelectorAll(".lane line.head")) {
    head.setAttribute("x1", at);
    head.setAttribute("x2", at);
  }
  for (const word of words) word.element.classList.toggle("now", word.start <= time && time < word.end);
}

function press(button) {
  pressed?.setAttribute("aria-pressed", "false");
  pressed = button;
  button.setAttribute("aria-pressed", "true");
}

function drawHeads() {
  for (const picture of lanes?.querySelectorAll(".lane > svg") ?? []) {
    const head = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [name, value] of Object.entries({ class: "head", x1: "0%", x2: "0%", y1: "0", y2: "100%" })) head.setAttribute(name, value);
    picture.append(head);
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      seek(((event.clientX - box.left) / box.width) * Number(lanes.dataset.end));
    });
  }
}

function readWords() {
  words = [...document.querySelectorAll(".words span[data-seek]")].map((element) => ({
    element,
    start: Number(element.dataset.seek),
    end: Number(element.dataset.until),
  }));
}

// Whoever gave the password too long ago is asked for it, and comes back to this page.
async function stepUp(answer) {
  if (answer.status !== 401) return false;
  const { step_up: page } = await answer.json();
  location.assign(`${page}?to=${encodeURIComponent(location.pathname)}`);
  return true;
}

async function tellWhy() {
  problem.hidden = !player.error;
  if (!player.error) return;
  try {
    await stepUp(await fetch(current.address, { method: "HEAD" }));
  } catch {
    // the notice is there already
  }
}

async function openTranscript(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error" });
    if (await stepUp(answer)) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const opened = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("transcript");
    document.getElementById("transcript").replaceWith(opened);
    opened.focus({ preventScroll: true });
    readWords();
  } catch {
    button.disabled = false;
    document.getElementById("transcript-problem").hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const spot = event.target.closest("[data-seek]");
  if (!spot) return;
  if (spot.closest(".evidence")) press(spot);
  seek(Number(spot.dataset.seek));
  if (spot.closest(".evidence")) until = Number(spot.dataset.until);
});
document.getElementById("open-transcript")?.addEventListener("submit", openTranscript);
scrub?.addEventListener("change", () => seek(Number(scrub.value)));
readWords();
if (player && chapters.length) {
  for (const one of chapters) one.button.addEventListener("click", () => seek(one.start));
  choose(chapters[0]);
  player.addEventListener("timeupdate", () => {
    mark(current.start + player.currentTime);
    if (until === null || player.seeking || current.start + player.currentTime < until) return;
    until = null;
    player.pause();
  });
  player.addEventListener("seeking", () => { if (Math.abs(player.currentTime - sought) > 0.5) until = null; });
  player.addEventListener("seeked", () => mark(current.start + player.currentTime));
  player.addEventListener("error", tellWhy);
  player.addEventListener("ended", () => {
    if (until !== null) return;
    const next = chapters[chapters.indexOf(current) + 1];
    if (next) seek(next.start);
  });
  drawHeads();
}

// A link from a letter names a second: #at=22.5
const asked = /^#at=(\d+(?:\.\d+)?)$/.exec(location.hash);
if (asked) seek(Number(asked[1]), false);
