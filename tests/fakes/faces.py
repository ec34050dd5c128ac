"""A face drawn in landmarks, whose eyes, mouth, brows and pose are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import radians
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.observation import FacePlace, PictureObservation
from edge_agent.inference.ports import FaceMesh
from tests.fakes.face_changes import Change, turned

if TYPE_CHECKING:
    from numpy.typing import NDArray

IN_THE_MIDDLE = FacePlace(left=0.35, top=0.3, width=0.3, height=0.4)
EYE_WIDTH = 29.0
EYE_DISTANCE = (92.0 + 34.0) / 2
"""Millimetres: the mean of outer and inner corner distance."""

_MIDDLE = np.array([320.0, 240.0, 0.0])

# Left of the person (right in the picture) number of each pair, and the right one.
_PAIRS = {33: 263, 133: 362, 129: 358, 127: 356, 234: 454, 61: 291, 55: 285, 107: 336}
_PAIRS |= {160: 387, 158: 385, 153: 380, 144: 373}
_PAIRS |= {468: 473, 469: 476, 470: 475, 471: 474, 472: 477}


@dataclass(frozen=True, slots=True)
class Face:
    """Millimetres, degrees; up and the picture's right are positive, roll is clockwise."""

    eye: float = 0.3
    mouth_width: float = 50.0
    lift: float = 0.0
    brow: float = 25.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    gaze_yaw: float = 0.0
    gaze_pitch: float = 0.0

    @cache  # noqa: B019 - a few faces, as long as the tests run
    def points(self, scale: float = 2.0) -> NDArray[np.float32]:
        """Give 478 x 3 landmarks, `scale` pixels per millimetre."""
        points = np.zeros((478, 3))
        points[:, 1] = np.linspace(-80, 80, 478)
        self._skull(points)
        self._eyes(points)
        turn = turned(Change(yaw=self.yaw, pitch=self.pitch, roll=self.roll))
        points = points @ turn.T
        self._irises(points, turn)
        drawn: NDArray[np.float32] = (points * scale + _MIDDLE).astype(np.float32)
        return drawn

    def _skull(self, points: NDArray[np.float64]) -> None:
        points[10], points[2] = (0, -70, 0), (0, 30, 0)
        points[13], points[14] = (0, 48, 0), (0, 52, 0)
        for side, (wing, temple, ear) in ((-1, (129, 127, 234)), (1, (358, 356, 454))):
            points[wing] = (side * 17, 28, 0)
            points[temple] = (side * 70, -10, 60)
            points[ear] = (side * 75, 10, 70)
        for side, corner in ((-1, 61), (1, 291)):
            points[corner] = (side * self.mouth_width / 2, 50 - self.lift, 0)
        for side, brows in ((-1, (55, 107)), (1, (285, 336))):
            for number in brows:
                points[number] = (side * 17, -self.brow, 0)

    def _eyes(self, points: NDArray[np.float64]) -> None:
        half = self.eye * EYE_WIDTH / 2
        eyes = ((-1, 33, 133, (160, 158, 153, 144)), (1, 263, 362, (387, 385, 380, 373)))
        for side, outer, inner, (upper_outer, upper_inner, lower_inner, lower_outer) in eyes:
            points[outer], points[inner] = (side * 46, 0, 0), (side * 17, 0, 0)
            points[upper_outer], points[lower_outer] = (side * 36, -half, 0), (side * 36, half, 0)
            points[upper_inner], points[lower_inner] = (side * 27, -half, 0), (side * 27, half, 0)

    def _irises(self, points: NDArray[np.float64], turn: NDArray[np.float64]) -> None:
        """The eye's centre lies 4 mm behind its corners, the iris 10 mm along the gaze."""
        x, y = np.sin(radians(self.gaze_yaw)), -np.sin(radians(self.gaze_pitch))
        gaze = np.array([x, y, -np.sqrt(max(0.0, 1 - x * x - y * y))])
        rim = np.array([[5.85, 0, 0], [0, -5.85, 0], [-5.85, 0, 0], [0, 5.85, 0]])
        for side, iris in ((-1, 468), (1, 473)):
            centre = turn @ np.array([side * 31.5, 0, 4.0]) + 10.0 * gaze
            points[iris] = centre
            points[iris + 1 : iris + 5] = centre + rim

    def seen(self, pts: float, faces: int = 1) -> PictureObservation:
        """Give the observation of this face at `pts`."""
        return PictureObservation(
            pts=pts,
            faces=faces,
            mesh=FaceMesh(points=self.points(), presence=1.0),
            face=IN_THE_MIDDLE,
            body=None,
            change=0.02,
            brightness=0.5,
            sharpness=0.5,
        )


def no_face(pts: float) -> PictureObservation:
    """Give the observation of an empty picture."""
    return PictureObservation(
        pts=pts,
        faces=0,
        mesh=None,
        face=None,
        body=None,
        change=0.02,
        brightness=0.5,
        sharpness=0.5,
    )


def mirrored(points: NDArray[np.float32], width: float = 640.0) -> NDArray[np.float32]:
    """Mirror a face left to right; what was the right eye becomes the left one."""
    swapped = points.copy()
    for right, left in _PAIRS.items():
        swapped[[right, left]] = points[[left, right]]
    swapped[:, 0] = width - swapped[:, 0]
    return swapped
