"""One side of the vision benchmark: a process that looks at clips as it is told, block by block.

`python vision_process.py ours|body|peer`; each line on stdin is a block, `{"clip", "rate",
"out"}`; each line on stdout its outcome. Runs in the peer's environment too, so it imports nothing
of the kiosk until asked for `ours` or `body`.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Look = Callable[[NDArray[np.uint8], float], Any]

MODELS = Path(__file__).resolve().parents[2] / ".cache" / "models"


def ours() -> Look:
    """Open the whole face line: light, track, landmarks, angles, eyes, mouth, brows."""
    frames = importlib.import_module("edge_agent.capture.frames")
    vision = importlib.import_module("edge_agent.inference.vision")
    meter = importlib.import_module("edge_agent.features.face_behaviour").FaceMeter()
    seer = vision.Vision(vision.open_face(MODELS, behaviour=True))

    def look(image: NDArray[np.uint8], pts: float) -> Any:
        seen = seer.observe(frames.Frame(pts=pts, captured_at=0.0, image=image))
        meter.observe(seen)
        return seen

    return look


def body() -> Look:
    """Open the whole vision line: the face's, and the body below it at the rate of its own."""
    frames = importlib.import_module("edge_agent.capture.frames")
    vision = importlib.import_module("edge_agent.inference.vision")
    meter = importlib.import_module("edge_agent.features.behaviour").BehaviourMeter()
    seer = vision.open_tracker(MODELS, behaviour=True)

    def look(image: NDArray[np.uint8], pts: float) -> Any:
        seen = seer.observe(frames.Frame(pts=pts, captured_at=0.0, image=image))
        meter.observe(seen)
        return seen

    return look


def peer() -> Look:
    """Open MediaPipe's FaceMesh with irises."""
    face_mesh = importlib.import_module("mediapipe.python.solutions.face_mesh")
    mesh = face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=1)
    return lambda image, _: mesh.process(image)


def points_of(seen: Any, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Give 478 x 2 pixels of either side's outcome; not a number where it has no face."""
    height, width = image.shape[:2]
    if hasattr(seen, "mesh"):
        found = None if seen.mesh is None else seen.mesh.points[:, :2]
    else:
        faces = seen.multi_face_landmarks
        found = [(p.x * width, p.y * height) for p in faces[0].landmark] if faces else None
    nothing = np.full((478, 2), np.nan, np.float32)
    return nothing if found is None else np.array(found, np.float32)


def block(side: str, clip: str, rate: float, out: str) -> dict[str, float]:
    """Look at a clip once; reading it and opening the models is not timed."""
    film = np.load(clip)
    look = {"ours": ours, "body": body, "peer": peer}[side]()
    look(film[0], -1.0 / rate)
    began, cpu = time.perf_counter(), time.process_time()
    seen = [look(image, number / rate) for number, image in enumerate(film)]
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    if out:
        np.save(out, np.array([points_of(each, film[0]) for each in seen]))
    return {"fps": len(film) / took, "cpu_s": cpu / len(film)}


def main() -> None:
    """Answer block by block until there is no more to do."""
    for line in sys.stdin:
        sys.stdout.write("\n" + json.dumps(block(sys.argv[1], **json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
