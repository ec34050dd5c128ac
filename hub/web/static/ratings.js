// Puts the second that plays into the forms of scorecard and notes. Without it, it is typed.
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

if (playing) {
  for (const button of document.querySelectorAll("[data-second]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const at = secondOf();
      if (at === null) return;
      const field = document.getElementById(button.dataset.second);
      field.value = clockOf(at);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  // A note begun while the recording plays belongs to the second at which it was begun.
  for (const field of document.querySelectorAll("[data-follows]")) {
    field.form.querySelector("textarea").addEventListener("input", (event) => {
      const at = secondOf();
      if (at !== null && !field.value && event.target.value) field.value = clockOf(at);
    });
  }
}
for (const form of document.querySelectorAll("form.scorecard")) {
  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", () => { isChanged = false; });
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
}
