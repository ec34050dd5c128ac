"""The vision line beside MediaPipe's FaceMesh: the same 720p frames, one core, block by block."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

from tests.benchmarks.rows import row
from tests.benchmarks.vision_peer import ROOT, peer_python, say

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARED = ROOT.parent / "shared" / "media"
CLIPS = (
    ROOT / ".cache" / "media" / "carphone_pristine.mp4",
    SHARED / "talk-512.mp4",
    SHARED / "webcam-400.mp4",
)
_WIDTH, _HEIGHT = 1280, 720
_FRAMES = 60
_ROUNDS = 5
_CLIP_RATE, _BEHAVIOUR_RATE = 25.0, 15.0
_PEER = "mediapipe 0.10.21 FaceMesh"
_PROCESS = Path(__file__).with_name("vision_process.py")
_RIGHT_EYE, _LEFT_EYE = 33, 263


class Side:
    """One of the two, in a process of its own on one core."""

    def __init__(self, name: str, python: Path) -> None:
        core = min(os.sched_getaffinity(0))
        command = ["taskset", "-c", str(core), str(python), str(_PROCESS), name]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            text=True,
        )

    def look(self, clip: Path, rate: float, out: Path | None = None) -> dict[str, float]:
        """Look at a clip once; raises RuntimeError when the process died."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The process has no pipes.")
        asked = {"clip": str(clip), "rate": rate, "out": str(out or "")}
        stdin.write(json.dumps(asked) + "\n")
        stdin.flush()
        for line in stdout:
            if line.startswith("{"):
                outcome: dict[str, float] = json.loads(line)
                return outcome
        raise RuntimeError(f"The vision process ended with {self._process.wait()}.")

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


def vision_line() -> list[dict[str, Any]]:
    """Measure both sides in turns; without the peer only ours."""
    python = peer_python()
    sides = {"ours": Side("ours", Path(sys.executable))}
    body = Side("body", Path(sys.executable))
    if python is not None:
        sides["peer"] = Side("peer", python)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _measure(sides, body, Path(folder))
    finally:
        for side in (*sides.values(), body):
            side.close()


def _measure(sides: dict[str, Side], body: Side, folder: Path) -> list[dict[str, Any]]:
    blocks: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    cpu: list[float] = []
    with_body: list[float] = []
    errors: list[NDArray[np.float64]] = []
    lost = peers_lost = 0
    for source in filter(Path.is_file, CLIPS):
        say(f"looking at {source.name}")
        clip = _scaled(source, folder)
        outs = {name: folder / f"{name}.npy" for name in sides}
        for name, side in sides.items():
            side.look(clip, _CLIP_RATE, outs[name])
        for _ in range(_ROUNDS):
            for name, side in sides.items():
                blocks[name].append(side.look(clip, _CLIP_RATE))
            cpu.append(sides["ours"].look(clip, _BEHAVIOUR_RATE)["cpu_s"])
            with_body.append(body.look(clip, _BEHAVIOUR_RATE)["cpu_s"])
        if "peer" in sides:
            found, theirs = np.load(outs["ours"]), np.load(outs["peer"])
            errors.append(_errors(found, theirs))
            ours_lost, peer_lost = (np.isnan(each[:, 0, 0]) for each in (found, theirs))
            lost += int((ours_lost & ~peer_lost).sum())
            peers_lost += int(peer_lost.sum())
    rows = [_compared("vision_fps", "frames/s", "fps", blocks)]
    rows.append(_compared("vision_cpu", "core seconds/frame", "cpu_s", blocks))
    rows.append(row("vision_15hz_cores", median(cpu) * _BEHAVIOUR_RATE, "cores"))
    rows.append(row("vision_body_15hz_cores", median(with_body) * _BEHAVIOUR_RATE, "cores"))
    if "peer" in sides:
        error = float(np.median(np.concatenate(errors)))
        rows.append({**row("landmark_error_percent", error, "% of eye distance"), "peer": _PEER})
        held = {"peer": _PEER, "peer_value": peers_lost}
        rows.append({**row("vision_tracks_lost", lost, "frames the peer keeps"), **held})
    return rows


def _compared(
    name: str, unit: str, key: str, blocks: dict[str, list[dict[str, float]]]
) -> dict[str, Any]:
    """Give medians, and the median ratio of blocks of the same clip, one after the other."""
    ours = [each[key] for each in blocks["ours"]]
    compared = {**row(name, median(ours), unit), "value": round(median(ours), 5)}
    if "peer" in blocks:
        theirs = [each[key] for each in blocks["peer"]]
        ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
        compared.update(peer=_PEER, peer_value=round(median(theirs), 5), ratio=round(ratio, 3))
    return compared


def _errors(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give each point's distance in percent of the peer's distance of the outer eye corners."""
    both = ~np.isnan(ours[:, 0, 0]) & ~np.isnan(theirs[:, 0, 0])
    eyes = np.linalg.norm(theirs[both, _RIGHT_EYE] - theirs[both, _LEFT_EYE], axis=1)
    away = np.linalg.norm(ours[both] - theirs[both], axis=2)
    percent: NDArray[np.float64] = (100.0 * away / eyes[:, None]).ravel()
    return percent


def _scaled(source: Path, folder: Path) -> Path:
    """Write a clip's first frames as 720p RGB: scaled to fit, black around it."""
    scaled = []
    with av.open(str(source), mode="r") as container:
        for _, frame in zip(range(_FRAMES), container.decode(video=0), strict=False):
            image = frame.to_ndarray(format="rgb24")
            share = min(_WIDTH / image.shape[1], _HEIGHT / image.shape[0])
            small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_LINEAR)
            top, left = (_HEIGHT - small.shape[0]) // 2, (_WIDTH - small.shape[1]) // 2
            whole = np.zeros((_HEIGHT, _WIDTH, 3), np.uint8)
            whole[top : top + small.shape[0], left : left + small.shape[1]] = small
            scaled.append(whole)
    path = folder / f"{source.stem}.npy"
    np.save(path, np.array(scaled))
    return path
