// Reads the whole page aloud, piece by piece in its order, and marks the piece that is read. The
// kiosk makes the voice; it is told when the page plays it.
"use strict";

(() => {
  const button = document.getElementById("aloud");
  if (!button) return;
  const PIECES = "h1, h2, h3, p, li, legend, label, button, summary, dt, dd, figcaption";
  const LONGEST = 300;
  let turn = 0;

  function pieces() {
    const main = document.querySelector("main");
    return [...main.querySelectorAll(PIECES)].filter((one) =>
      one.checkVisibility() && one.textContent.trim() && !one.querySelector(PIECES) &&
      !one.closest(".keys"));
  }

  function post(path, fields) {
    return fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  function wait(ms) { return new Promise((done) => { setTimeout(done, ms); }); }

  // Sentences of one piece, none longer than the kiosk takes at once.
  function sentences(piece) {
    const text = piece.textContent.replace(/\s+/g, " ").trim();
    return text.match(new RegExp(`[^.!?。！？]{1,${LONGEST}}[.!?。！？]*`, "gu")) || [];
  }

  async function play(blob) {
    const player = new Audio(URL.createObjectURL(blob));
    await post("/voice", { playing: "on" });
    await new Promise((done) => {
      player.onended = player.onerror = done;
      button.addEventListener("click", () => { player.pause(); done(); }, { once: true });
      player.play().catch(done);
    });
    URL.revokeObjectURL(player.src);
  }

  async function say(text) {
    const answer = await post("/say", { text });
    if (!answer.ok) throw new Error(answer.status);
    if (answer.status === 204) await wait(1000 * Number(answer.headers.get("Speech-Seconds")));
    else await play(await answer.blob());
  }

  async function read(mine) {
    for (const piece of pieces()) {
      piece.classList.add("being-read");
      piece.scrollIntoView({ block: "nearest" });
      try {
        for (const sentence of sentences(piece)) {
          if (mine !== turn) return;
          await say(sentence);
        }
      } finally {
        piece.classList.remove("being-read");
      }
    }
  }

  function show(reading) {
    button.setAttribute("aria-pressed", String(reading));
    button.textContent = reading ? button.dataset.stop : button.dataset.read;
  }

  function stop() {
    turn += 1;
    show(false);
    post("/voice", { playing: "off" }).catch(() => {});
  }

  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-pressed") === "true") { stop(); return; }
    const mine = ++turn;
    show(true);
    await read(mine).catch(() => {});
    if (mine === turn) stop();
  });
  addEventListener("pagehide", () => {
    if (button.getAttribute("aria-pressed") === "true") stop();
  });
})();
