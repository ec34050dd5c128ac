"""How far the eyes are open: the eye aspect ratio (Soukupova and Cech, CVWW 2016)."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from edge_agent.features.ranked import Ranked

if TYPE_CHECKING:
    from edge_agent.features.face_points import FacePoints, Point

_RIGHT = (33, 160, 158, 133, 153, 144)
_LEFT = (362, 385, 387, 263, 373, 380)
"""p1 to p6 of the paper: corner, two of the upper lid, corner, two of the lower lid."""

CLOSED_SHARE = 0.6
"""Of the person's own open eye; open ratios differ by person (0.25 to 0.34)."""
_OPEN_PERCENTILE = 0.9
_REMEMBERED = 900
"""Pictures: a minute at 15 Hz."""


def eye_aspect_ratio(face: FacePoints) -> float:
    """Give (|p2 p6| + |p3 p5|) / (2 |p1 p4|), the mean of both eyes."""
    return (_ratio(face, _RIGHT) + _ratio(face, _LEFT)) / 2


def _ratio(face: FacePoints, eye: tuple[int, ...]) -> float:
    p1, p2, p3, p4, p5, p6 = (face[number] for number in eye)
    return (_across(p2, p6) + _across(p3, p5)) / max(2.0 * _across(p1, p4), 1e-6)


def _across(one: Point, other: Point) -> float:
    """Give the distance in the picture."""
    return hypot(one[0] - other[0], one[1] - other[1])


class OpenEye:
    """How open this person's eyes are when open, over the last minute."""

    def __init__(self) -> None:
        self._ratios = Ranked(_REMEMBERED)

    def observe(self, ratio: float) -> None:
        """Take in the ratio of one picture."""
        self._ratios.add(ratio)

    def is_closed(self, ratio: float) -> bool:
        """Say whether `ratio` is less than 60 % of the 90th percentile seen."""
        if not len(self._ratios):
            return False
        return ratio < CLOSED_SHARE * self._ratios.percentile(_OPEN_PERCENTILE)
