"""The script that notes what an interviewer's screen shows, and when it was painted."""

from __future__ import annotations

NOTES = """
window.drawn = []; window.measured = []; window.prompted = [];
const painted = (then) => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = () => then(Date.now() / 1000);
  after.port2.postMessage(0);
});
const make = RTCPeerConnection.prototype.createDataChannel;
RTCPeerConnection.prototype.createDataChannel = function (...named) {
  const channel = make.apply(this, named);
  channel.addEventListener("message", ({data}) => {
    const said = JSON.parse(data);
    const {text, start, end, final} = said;
    if (said.kind === "heard") painted((at) => window.measured.push({at, pts: said.pts}));
    if (said.kind === "caption") painted((at) => window.drawn.push({at, text, start, end, final}));
  });
  return channel;
};
addEventListener("DOMContentLoaded", () => {
  const watch = (id, note) => {
    const place = document.getElementById(id);
    const told = {childList: true, subtree: true, characterData: true};
    if (place) new MutationObserver(() => painted(note)).observe(place, told);
  };
  watch("prompts", (at) => {
    for (const card of document.querySelectorAll("#prompts .prompt"))
      if (!window.prompted.some((one) => one.prompt === card.dataset.prompt))
        window.prompted.push({at, prompt: card.dataset.prompt});
  });
});
"""
