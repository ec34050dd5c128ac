// Check-in by keys on the screen, and the practice's clock. The rest of these pages is plain HTML.
"use strict";

const CODE_LENGTH = 8;

// One shows "ABCD 2345"; spaces and small letters are taken as they come.
function grouped(typed) {
  const code = typed.toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, CODE_LENGTH);
  return code.length > 4 ? `${code.slice(0, 4)} ${code.slice(4)}` : code;
}

function pressed(code, key) {
  code.value = key === "delete"
    ? grouped(code.value.replace(/\s/g, "").slice(0, -1)) : grouped(code.value + key);
}

const code = document.getElementById("code");
if (code) {
  document.querySelector(".keys").addEventListener("click", ({ target }) => {
    const key = target.closest("[data-key]");
    if (key) pressed(code, key.dataset.key);
  });
  code.addEventListener("input", () => { code.value = grouped(code.value); });
  // With a keyboard one may type wherever the focus is.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || document.activeElement === code) return;
    if (/^[0-9a-z]$/i.test(event.key)) pressed(code, event.key);
  });
}

const trial = document.getElementById("trial");
if (trial) {
  const began = performance.now();
  const longest = Number(trial.dataset.longest);
  setInterval(() => {
    const whole = Math.min(longest, Math.floor((performance.now() - began) / 1000));
    trial.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }, 250);
}

// The four pictures move only where nobody asked for less motion, and until somebody stops them.
const explainer = document.getElementById("explainer");
if (explainer && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
  const pause = document.getElementById("explainer-pause");
  explainer.classList.add("moving");
  pause.hidden = false;
  pause.addEventListener("click", () => {
    const still = explainer.classList.toggle("still");
    pause.setAttribute("aria-pressed", String(still));
    pause.textContent = still ? pause.dataset.play : pause.dataset.pause;
  });
}

// Larger text and more contrast change nothing that was chosen or typed on the page.
const aids = document.getElementById("aids");
document.addEventListener("submit", async (event) => {
  if (event.target !== aids) return;
  event.preventDefault();
  const button = event.submitter;
  const body = new URLSearchParams({ toggle: button.value });
  const answer = await fetch("/view", { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect" && !answer.ok) return;
  const on = document.documentElement.classList.toggle(button.value);
  button.setAttribute("aria-pressed", String(on));
}, true);

// Nobody touched the page for a while: it asks, and waits two minutes for one press of any kind.
const there = document.getElementById("there");
if (there) {
  const ASK_MS = Number(there.dataset.askS) * 1000;
  const GIVE_UP_MS = Number(there.dataset.giveUpS) * 1000;
  let timer = setTimeout(ask, ASK_MS);
  function ask() {
    there.showModal();
    timer = setTimeout(() => document.getElementById("step-back").requestSubmit(), GIVE_UP_MS);
  }
  function stay() {
    clearTimeout(timer);
    if (there.open) there.close();
    timer = setTimeout(ask, ASK_MS);
  }
  for (const kind of ["pointerdown", "keydown", "scroll"]) document.addEventListener(kind, stay, true);
  document.getElementById("still-here").addEventListener("click", stay);
}

// A page that a browser kept is never shown again: it is asked for anew.
addEventListener("pageshow", (event) => { if (event.persisted) location.replace("/"); });
