"""Photographs of faces out of the clips at hand, and what the real models see in a picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from edge_agent.capture.frames import Frame
from edge_agent.inference.vision import open_tracker
from tests.fakes.rendered_face import RenderedFace, photographed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / ".cache" / "models"
CARPHONE = ROOT / ".cache" / "media" / "carphone_pristine.mp4"
SHARED = ROOT.parent / "shared" / "media"
_LOOKS = 3
"""Pictures until a tracker's region has settled."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """Where a picture is, how far it is enlarged, and whether its eyes are wide enough to shut."""

    film: Path
    at_s: float
    enlarged: float
    eyes: bool = True

    @property
    def name(self) -> str:
        """Give the clip's name and the second."""
        return f"{self.film.stem} {self.at_s:g} s"


PHOTOGRAPHS = (
    Photograph(CARPHONE, 0.0, 2.5, eyes=False),
    Photograph(CARPHONE, 0.5, 2.5, eyes=False),
    Photograph(SHARED / "talk-512.mp4", 0.0, 1.0),
    Photograph(SHARED / "talk-512.mp4", 4.0, 1.0),
    Photograph(SHARED / "webcam-400.mp4", 0.5, 2.0),
    Photograph(SHARED / "webcam-400.mp4", 3.0, 2.0),
    Photograph(SHARED / "webcam-400.mp4", 8.0, 2.0),
)
"""Carphone's eyes are 15 pixels wide: too few to draw a lid over them."""


def taken(photograph: Photograph) -> RenderedFace:
    """Cut the picture out of its clip and find the face in it."""
    image = _picture(photograph)
    points = landmarks(image)
    assert points is not None, f"no face in {photograph.name}"
    return photographed(image, points)


def landmarks(image: Image) -> NDArray[np.float32] | None:
    """Give what detector and landmark model see in one picture."""
    tracker = open_tracker(MODELS, behaviour=True)
    seen = [tracker.observe(frame) for frame in _still(image, _LOOKS)]
    mesh = seen[-1].mesh
    return mesh.points if mesh else None


def _still(image: Image, count: int) -> Iterator[Frame]:
    for number in range(count):
        yield Frame(pts=number / 15, captured_at=0.0, image=image)


def _picture(photograph: Photograph) -> Image:
    with av.open(str(photograph.film)) as container:
        frame = next(
            one for one in container.decode(video=0) if (one.time or 0.0) >= photograph.at_s
        )
    share = photograph.enlarged
    image = cv2.resize(
        frame.to_ndarray(format="rgb24"), None, fx=share, fy=share, interpolation=cv2.INTER_CUBIC
    )
    return image.astype(np.uint8, copy=False)
