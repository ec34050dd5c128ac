"""Whether the camera delivered a usable picture; says nothing about the person."""

from __future__ import annotations

from math import atan2, degrees
from typing import TYPE_CHECKING

from wire.messages.feature_window import PictureQuality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.inference.observation import FacePlace, PictureObservation

LEAST_HEIGHT, MOST_HEIGHT = 0.15, 0.75
"""Shares of the picture's height: below, landmarks lose the lids; above, chin or brow is near the
edge."""
OFF_MIDDLE = 0.25
"""How far the face's middle may lie from the picture's, in shares of width and height."""
_EDGE = 0.005
"""A box so near to the edge is cut off there."""
DARK = 0.06
"""Mean luma; from 0.045 down the detector loses faces."""
SAME = 2e-5
"""Mean change of luma: below, a picture is the one before. Light alone changes a still scene by
3.5e-5 where the sensor's noise is a fifth of a level; an encoder changes a picture that stands
still by 1.7e-5 at most, key pictures aside."""
UPRIGHT = 60.0
"""Degrees that a head may be tilted; beyond, the camera lies on its side. One upside down is not
told: the landmark model lays an upright face over it."""
_FOREHEAD, _NOSE_BASE = 10, 2
"""Landmarks of the face's midline: a head that is turned keeps it upright."""


class PictureMeter:
    """Sums up the pictures of each window."""

    def __init__(self) -> None:
        self._seen: list[PictureObservation] = []

    def observe(self, observation: PictureObservation) -> None:
        """Take in one picture; pictures come in the order of media time."""
        self._seen.append(observation)

    def take(self, start: float, end: float, skipped: int) -> PictureQuality:
        """Sum up the pictures of [start, end) and forget all before `end`.

        `skipped` pictures were captured in the window within the asked rate and not looked at.
        """
        window = [seen for seen in self._seen if start <= seen.pts < end]
        self._seen = [seen for seen in self._seen if seen.pts >= end]
        with_face = [seen for seen in window if seen.faces > 0]
        return PictureQuality(
            frames_seen=len(window),
            frames_skipped=skipped,
            frames_with_face=len(with_face),
            frames_with_more_faces=sum(seen.faces > 1 for seen in window),
            frames_framed=sum(_is_framed(seen) for seen in window),
            frames_dark=sum(is_dark(seen) for seen in window),
            frames_frozen=sum(is_same(seen) for seen in window),
            brightness=_mean([seen.brightness for seen in window]),
            sharpness=_mean([seen.sharpness for seen in window]),
            face_height=_mean([seen.face.height for seen in with_face if seen.face]),
        )


def is_dark(seen: PictureObservation) -> bool:
    """Say whether a picture is too dark to trust what is found in it."""
    return seen.brightness < DARK


def is_same(seen: PictureObservation) -> bool:
    """Say whether a picture is the one before; of the first nobody knows."""
    return seen.change is not None and seen.change < SAME


def is_upright(seen: PictureObservation) -> bool:
    """Say whether the landmarks are upright; without them nothing else is known."""
    if seen.mesh is None:
        return True
    right, down = (seen.mesh.points[_FOREHEAD] - seen.mesh.points[_NOSE_BASE])[:2].tolist()
    return abs(degrees(atan2(right, -down))) <= UPRIGHT


def is_framed(face: FacePlace) -> bool:
    """Say whether a face is whole, near the middle and of a useful size."""
    right, bottom = face.left + face.width, face.top + face.height
    whole = min(face.left, face.top) >= _EDGE and max(right, bottom) <= 1.0 - _EDGE
    across = abs(face.left + face.width / 2 - 0.5)
    down = abs(face.top + face.height / 2 - 0.5)
    middle = max(across, down) <= OFF_MIDDLE
    return whole and middle and LEAST_HEIGHT <= face.height <= MOST_HEIGHT


def _is_framed(seen: PictureObservation) -> bool:
    return seen.face is not None and is_framed(seen.face) and is_upright(seen)


def _mean(shares: Sequence[float]) -> float:
    """Average shares; 0 of none, and never outside 0..1."""
    return min(1.0, max(0.0, sum(shares) / len(shares))) if shares else 0.0
