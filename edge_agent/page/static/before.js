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
