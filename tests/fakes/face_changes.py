"""Known changes of a face in space: turned, smiling, brows down, eyes shut, eyes turned."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np

from tests.fakes.face_shape import IRISES

if TYPE_CHECKING:
    from tests.fakes.face_shape import FaceShape, Points

UPPER_LIDS = ((246, 161, 160, 159, 158, 157, 173), (466, 388, 387, 386, 385, 384, 398))
LOWER_LIDS = ((7, 163, 144, 145, 153, 154, 155), (249, 390, 373, 374, 380, 381, 382))
EYES = tuple(
    (corner, other, (*UPPER_LIDS[side], *LOWER_LIDS[side]))
    for side, (corner, other) in enumerate(((33, 133), (263, 362)))
)
_MOUTH_CORNERS = ((61, -1.0), (291, 1.0))
_BROWS = ((55, 107), (285, 336))
_REACH_MM = 13.0
"""Standard deviation of the bell by which the skin round a moved point follows it."""
_EYEBALL_MM = 10.0


@dataclass(frozen=True, slots=True)
class Change:
    """Degrees (up and the picture's right positive, roll clockwise), millimetres, shares."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    smile: float = 0.0
    """How far each corner of the mouth moves outward; half as far it moves up."""
    brows: float = 0.0
    """How far the inner brows come down."""
    lids: float = 1.0
    """How far the eyes are open, 1 as photographed."""
    gaze_yaw: float = 0.0
    """By how much the eyes turn in the head."""
    gaze_pitch: float = 0.0


def turned(change: Change) -> Points:
    """Give the rotation in picture axes: first roll, then pitch, then yaw."""
    yaw, pitch, roll = radians(change.yaw), radians(change.pitch), radians(change.roll)
    about_down = np.array([[cos(yaw), 0, -sin(yaw)], [0, 1, 0], [sin(yaw), 0, cos(yaw)]])
    about_right = np.array([[1, 0, 0], [0, cos(pitch), sin(pitch)], [0, -sin(pitch), cos(pitch)]])
    about_away = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    rotation: Points = about_down @ about_right @ about_away
    return rotation


def expressed(shape: FaceShape, change: Change) -> Points:
    """Give the face's points with the expression, not yet turned."""
    points = shape.points @ shape.axes  # in the face's own axes
    for corner, side in _MOUTH_CORNERS:
        move = np.array([side * change.smile, -change.smile / 2, 0.0])
        points = points + _bell(points, points[corner])[:, None] * move
    held = points.copy()
    for one, other in _BROWS:
        middle = (held[one] + held[other]) / 2
        points[:, 1] += change.brows * _bell(held, middle) / _bell(held[[one]], middle)
    for (corner, other, lids), upper, lower in zip(EYES, UPPER_LIDS, LOWER_LIDS, strict=True):
        rows = [corner, other, *lids]
        points[rows] = held[rows]
        _open(points, upper, lower, change.lids)
    for iris, _, _ in IRISES:
        points[iris : iris + 5] = held[iris : iris + 5]
    return points @ shape.axes.T


def with_eyes_turned(shape: FaceShape, change: Change) -> Points:
    """Give the face as photographed but for the irises."""
    points = shape.points @ shape.axes
    move = np.array([sin(radians(change.gaze_yaw)), -sin(radians(change.gaze_pitch)), 0.0])
    for iris, _, _ in IRISES:
        points[iris : iris + 5] += _EYEBALL_MM * move
    return points @ shape.axes.T


def _bell(points: Points, middle: Points) -> Points:
    apart = ((points[:, :2] - middle[:2]) ** 2).sum(axis=1)
    bell: Points = np.exp(-apart / (2 * _REACH_MM**2))
    return bell


def _open(points: Points, upper: tuple[int, ...], lower: tuple[int, ...], share: float) -> None:
    """Draw each point of the upper lid down towards the lower lid's, which stays."""
    for high, low in zip(upper, lower, strict=True):
        points[high] = points[low] + share * (points[high] - points[low])
