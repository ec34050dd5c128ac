"""The page that watches in the live benchmark: it reads each shown picture's painted time."""

from __future__ import annotations

PAGE = """<!doctype html><title>live</title><video id="v" autoplay muted playsinline></video>
<script>
const BLOCK = 32, BITS = 32, SPAN = 1 << 24;
const video = document.getElementById("v");
const canvas = new OffscreenCanvas(BLOCK * BITS, BLOCK);
const pen = canvas.getContext("2d", {willReadFrequently: true});
window.ages = []; window.shownAt = []; window.spoilt = 0; window.lost = "";
function read() {
  pen.drawImage(video, 0, 0, BLOCK * BITS, BLOCK, 0, 0, BLOCK * BITS, BLOCK);
  const row = pen.getImageData(0, BLOCK / 2, BLOCK * BITS, 1).data;
  let bits = "";
  for (let i = 0; i < BITS; i++) {
    let sum = 0;
    for (let x = BLOCK / 4; x < 3 * BLOCK / 4; x++) sum += row[4 * (i * BLOCK + x) + 1];
    bits += sum / (BLOCK / 2) > 128 ? "1" : "0";
  }
  const value = parseInt(bits.slice(0, 24), 2), check = parseInt(bits.slice(24), 2);
  return ((value ^ value >> 8 ^ value >> 16 ^ 0xA5) & 0xFF) === check ? value : null;
}
function shown(now, about) {
  const wall = Date.now() - performance.now();
  const at = wall + Math.max(about.expectedDisplayTime, performance.now());
  const painted = read();
  window.shownAt.push(at);
  if (painted === null) window.spoilt++;
  else window.ages.push(((at - painted) % SPAN + SPAN) % SPAN);
  video.requestVideoFrameCallback(shown);
}
window.watch = async () => {
  const link = window.link = new RTCPeerConnection({iceServers: []});
  link.addTransceiver("video", {direction: "recvonly"});
  link.addTransceiver("audio", {direction: "recvonly"});
  link.createDataChannel("side");
  const stream = new MediaStream();
  link.ontrack = (event) => {
    stream.addTrack(event.track);
    video.srcObject = stream;
  };
  video.requestVideoFrameCallback(shown);
  link.onconnectionstatechange = () => { window.lost = link.connectionState; };
  await link.setLocalDescription(await link.createOffer());
  await new Promise((done) => {
    if (link.iceGatheringState === "complete") return done();
    link.onicegatheringstatechange = () => link.iceGatheringState === "complete" && done();
  });
  const reply = await fetch("/call", {method: "POST", body: link.localDescription.sdp});
  await link.setRemoteDescription({type: "answer", sdp: await reply.text()});
};
</script>"""
