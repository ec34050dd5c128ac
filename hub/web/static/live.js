// The interviewer's side screen: one viewing, and what the kiosk says on its data channel.
import { Captions } from "./live/captions.js";
import { Coverage } from "./live/coverage.js";
import { Help } from "./live/help.js";
import { Latency } from "./live/latency.js";
import { Link, OVER } from "./live/link.js";
import { Notes } from "./live/notes.js";
import { Prompts } from "./live/prompts.js";
import { Sound } from "./live/sound.js";
import { Standing } from "./live/standing.js";
import { say } from "./live/words.js";

const LOOKS_MS = 5000;

function begin(place) {
  const told = document.getElementById("link");
  const video = document.getElementById("picture");
  if (!("RTCPeerConnection" in window)) {
    told.textContent = say("no-webrtc");
    return;
  }
  const link = new Link(place);
  const standing = new Standing(link);
  const latency = new Latency(link, standing, video);
  const [captions, coverage, prompts, sound] = [new Captions(), new Coverage(), new Prompts(link), new Sound(link, video)];
  const help = new Help(link);
  new Notes(standing);
  const takes = {
    standing: (said) => {
      standing.take(said);
      help.take(said);
    },
    caption: (said) => captions.take(said),
    evidence: (said) => coverage.take(said),
    prompt: (said) => prompts.take(said),
    prompt_gone: (said) => prompts.gone(said),
    heard: (said) => latency.heard(said),
    clock: (said) => latency.clock(said),
  };
  link.addEventListener("said", ({ detail }) => takes[detail.kind]?.(detail));
  link.addEventListener("track", ({ detail }) => {
    if (video.srcObject !== detail) video.srcObject = detail;
    video.play().catch(() => {});
  });
  link.addEventListener("state", ({ detail: state }) => {
    told.textContent = say(state);
    told.dataset.link = state;
    const isOpen = state === "live";
    standing.open(isOpen);
    sound.open(isOpen);
    if (!isOpen) latency.clear();
    if (state === "connecting") prompts.clear(); // the kiosk tells again which are open
    if (OVER.has(state)) {
      sound.over();
      standing.over();
    }
  });
  link.start();
}

// Who waits for the interview sees it begin.
function wait({ stateAt, state }) {
  setInterval(async () => {
    const answer = await fetch(stateAt, { redirect: "error" }).catch(() => null);
    if (answer?.ok && (await answer.json()).state !== state) location.reload();
  }, LOOKS_MS);
}

const place = document.getElementById("live").dataset;
const waiting = document.getElementById("not-begun")?.dataset;
if (place.call) begin(place);
else if (waiting) wait(waiting);
