"""An upper body drawn in landmarks, whose lean, nearness, place and hands are known."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.ports import BodyPose
from tests.fakes.faces import IN_THE_MIDDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHOULDERS = 200.0
"""Pixels between the shoulders of a body that sits upright where it sat at first."""
_MIDDLE = (640.0, 420.0)
_PAIRS = (
    (1, 4),
    (2, 5),
    (3, 6),
    (7, 8),
    (9, 10),
    *((number, number + 1) for number in range(11, 33, 2)),
)
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Body:
    """Degrees; lengths in widths of the shoulders as they were at first."""

    lean: float = 0.0
    """To the person's left, which is the picture's right."""
    growth: float = 1.0
    """1.1 is a tenth nearer."""
    x: float = 0.0
    """Of the shoulders' middle, to the picture's right."""
    y: float = 0.0
    left: Place | None = None
    """The left wrist from the shoulders' middle (right, down); none when it is out of sight."""
    right: Place | None = None
    shoulders: float = 1.0
    """Visibility of both."""
    pixels: float = SHOULDERS
    """The shoulders' width at first."""

    def pose(self) -> BodyPose:
        """Draw the landmarks."""
        points, visibility = np.zeros((33, 3)), np.zeros(33)
        middle = np.array([*_MIDDLE, 0.0]) + self.pixels * np.array([self.x, self.y, 0.0])
        angle = radians(self.lean)
        half = self.pixels * self.growth / 2 * np.array([cos(angle), sin(angle), 0.0])
        points[11], points[12] = middle + half, middle - half
        visibility[[11, 12]] = self.shoulders
        for number, place in ((15, self.left), (16, self.right)):
            if place is not None:
                points[number] = middle + self.pixels * np.array([*place, 0.0])
                visibility[number] = 1.0
        return BodyPose(points.astype(np.float32), visibility.astype(np.float32), 1.0)

    def seen(self, pts: float, faces: int = 1) -> PictureObservation:
        """Give the observation of this body at `pts`."""
        return bare(pts, self.pose(), faces)


def bare(pts: float, body: BodyPose | None = None, faces: int = 1) -> PictureObservation:
    """Give the observation of a picture in which no body was looked for, unless one is given."""
    return PictureObservation(
        pts=pts,
        faces=faces,
        mesh=None,
        face=IN_THE_MIDDLE,
        body=body,
        change=0.02,
        brightness=0.5,
        sharpness=0.5,
    )


def film(
    pose: Callable[[float], Body | None], seconds: float, start: float = 0.0, slower: float = 1.0
) -> Iterator[PictureObservation]:
    """Give 15 pictures a second, every third with the body that `pose` gives for its time.

    `slower` stretches the movement, as a film that is played slowly does.
    """
    for number in range(round(seconds * slower * 15)):
        pts = number / 15
        body = pose(pts / slower) if number % 3 == 0 else None
        yield bare(start + pts) if body is None else body.seen(start + pts)


def mirrored(pose: BodyPose, width: float = 1280.0) -> BodyPose:
    """Mirror a body left to right; what was its right side becomes the left one."""
    points, visibility = pose.points.copy(), pose.visibility.copy()
    for one, other in _PAIRS:
        points[[one, other]] = points[[other, one]]
        visibility[[one, other]] = visibility[[other, one]]
    points[:, 0] = width - points[:, 0]
    return BodyPose(points, visibility, pose.presence)
