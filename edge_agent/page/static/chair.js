// Countdowns, the voice that reads aloud, live captions. Everything else is plain HTML.
"use strict";

(() => {
  const COUNT_MS = 250;
  const CAPTIONS_MS = 400;

  function onTheClock(seconds) {
    const whole = Math.max(0, Math.ceil(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }

  function countDown(box, shown, over) {
    const end = performance.now() + 1000 * Number(box.dataset.left);
    const show = () => {
      const left = (end - performance.now()) / 1000;
      shown.textContent = onTheClock(left);
      if (left > 0) setTimeout(show, COUNT_MS);
      else over();
    };
    show();
  }

  const prepare = document.getElementById("prepare");
  if (prepare && Number(prepare.dataset.left) > 0) {
    countDown(prepare, document.getElementById("prepare-left"), () => {
      document.getElementById("prepare-runs").hidden = true;
      document.getElementById("prepare-over").hidden = false;
    });
  }

  const pause = document.getElementById("pause");
  if (pause) countDown(pause, document.getElementById("pause-left"), () => {});

  // The voice: the kiosk makes the sound, this page plays it, and the kiosk is told when it plays
  // so that none of it is taken for the candidate's words.
  function post(path, fields) {
    return fetch(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  const box = document.getElementById("voice");
  const voice = {
    button: document.getElementById("say"),
    player: null,
    timer: 0,
    text() {
      return [...document.querySelectorAll("[data-say]")].map((one) => one.textContent.trim())
        .join("\n");
    },
    async start() {
      this.show(true);
      const answer = await post("/say", { text: this.text() });
      if (!answer.ok) { this.stop(); return; }
      if (answer.status === 204) { // The kiosk's own loudspeaker plays it.
        const seconds = Number(answer.headers.get("Speech-Seconds"));
        this.timer = setTimeout(() => this.show(false), 1000 * seconds);
        return;
      }
      this.player = new Audio(URL.createObjectURL(await answer.blob()));
      this.player.onended = () => this.stop();
      try {
        await post("/voice", { playing: "on" });
        await this.player.play();
      } catch (error) {
        this.stop(); // The browser plays nothing before a touch; the button is there.
      }
    },
    stop() {
      clearTimeout(this.timer);
      if (this.player) this.player.pause();
      this.player = null;
      this.show(false);
      post("/voice", { playing: "off" }).catch(() => {});
    },
    show(playing) {
      box.dataset.playing = String(playing);
      this.button.textContent = playing ? this.button.dataset.stopLabel
        : this.button.dataset.sayLabel;
    },
  };
  if (box) {
    voice.button.addEventListener("click", () => {
      if (box.dataset.playing === "true") voice.stop();
      else voice.start();
    });
    if (box.dataset.reads === "true") voice.start();
    addEventListener("pagehide", () => { if (voice.player) voice.stop(); });
  }

  const captions = document.getElementById("captions");
  let shown = "";
  async function follow() {
    try {
      const told = await (await fetch("/captions", { cache: "no-store" })).json();
      const now = JSON.stringify(told);
      if (now !== shown) { shown = now; write(told); }
    } catch (error) {
      // The kiosk's own server is restarting; look again.
    }
    setTimeout(follow, CAPTIONS_MS);
  }

  function write(told) {
    const line = document.createElement("p");
    line.append(told.said || (told.partial ? "" : captions.dataset.waiting));
    const partial = document.createElement("span");
    partial.className = "partial";
    partial.textContent = told.partial ? ` ${told.partial}` : "";
    line.append(partial);
    captions.replaceChildren(line);
    captions.scrollTop = captions.scrollHeight;
  }
  if (captions) follow();
})();
