// Puts the second that plays into the forms of scorecard and notes. Without it, it is typed.
// A note is added in place (htmx): the recording plays on, and a card half filled in stays.
"use strict";

const playing = document.getElementById("player");

function clockOf(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function secondOf() {
  return playing?.dataset.second === undefined ? null : Number(playing.dataset.second);
}

function showWhatNeedsThePlayer() {
  if (!playing) return;
  for (const button of document.querySelectorAll("[data-second]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-second]");
  const at = secondOf();
  if (!button || at === null) return;
  const field = document.getElementById(button.dataset.second);
  field.value = clockOf(at);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// A note begun while the recording plays belongs to the second at which it was begun.
document.addEventListener("input", (event) => {
  const field = event.target.form?.querySelector("[data-follows]");
  const at = secondOf();
  if (!field || field === event.target || at === null) return;
  if (!field.value && event.target.value) field.value = clockOf(at);
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.text.includes('id="notes"')) return;
  event.preventDefault(); // another page answered: signed out meanwhile, or no longer allowed
  ctx.sourceElement.querySelector("[data-unkept]").hidden = false;
});

document.addEventListener("htmx:after:swap", () => {
  showWhatNeedsThePlayer();
  document.getElementById("note-text")?.focus();
});

for (const form of document.querySelectorAll("form.scorecard")) {
  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", () => { isChanged = false; });
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
}
showWhatNeedsThePlayer();
