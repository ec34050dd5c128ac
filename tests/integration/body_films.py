"""A real portrait on a drawn trunk with drawn arms, moved by known amounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import acos, atan2, cos, hypot, sin
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
CARPHONE = ROOT / ".cache" / "media" / "carphone_pristine.mp4"
MODELS = ROOT / ".cache" / "models"
SIZE = (1280, 720)
LEFT, RIGHT = (822.0, 368.0), (552.0, 443.0)
"""The portrait's shoulders."""
WIDTH = hypot(LEFT[0] - RIGHT[0], LEFT[1] - RIGHT[1])
MIDDLE = ((LEFT[0] + RIGHT[0]) / 2, (LEFT[1] + RIGHT[1]) / 2)
HIPS = (690.0, 800.0)
_SCALE, _CORNER = 3, (390, 59)
_SLEEVE, _SKIN = (52, 54, 66), (205, 150, 125)
_UPPER, _FORE = 200.0, 180.0
_FINE = 8
"""OpenCV's fixed point: three bits."""
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Move:
    """How the whole picture is moved: degrees clockwise about the hips, pixels, factor."""

    turn: float = 0.0
    right: float = 0.0
    down: float = 0.0
    growth: float = 1.0

    def matrix(self) -> NDArray[np.float64]:
        """Give the 2 x 3 matrix from the still picture to the moved one."""
        matrix = cv2.getRotationMatrix2D(HIPS, -self.turn, self.growth).astype(np.float64)
        matrix[:, 2] += (self.right, self.down)
        return matrix


def wrist(across: float, below: float) -> Place:
    """Give the pixels of a place that many shoulder widths right of and below the middle."""
    return (MIDDLE[0] + across * WIDTH, MIDDLE[1] + below * WIDTH)


def sitter(left: Place | None = None, right: Place | None = None) -> NDArray[np.uint8]:
    """Draw trunk and arms below the portrait; an arm without a wrist stays behind the trunk."""
    picture = _portrait().copy()
    trunk = [RIGHT, (540, 470), (585, 900), (800, 900), (850, 440), LEFT, (700, 470)]
    cv2.fillPoly(picture, [np.array(trunk, np.int32)], _SLEEVE)
    for shoulder, place, side in ((LEFT, left, 1.0), (RIGHT, right, -1.0)):
        if place is not None:
            _arm(picture, shoulder, place, side)
    return cv2.GaussianBlur(picture, (3, 3), 0).astype(np.uint8)


def moved(picture: NDArray[np.uint8], move: Move, seed: int = 0) -> NDArray[np.uint8]:
    """Move a picture and add the noise of a sensor (3 of 255)."""
    still = cv2.warpAffine(picture, move.matrix(), SIZE, borderMode=cv2.BORDER_REPLICATE)
    noise = np.roll(_noise(), seed * 997, axis=0)
    return cv2.add(still, noise, dtype=cv2.CV_8U).astype(np.uint8, copy=False)


@cache
def _noise() -> NDArray[np.int16]:
    values = np.random.default_rng(7).normal(0.0, 3.0, (SIZE[1], SIZE[0], 3))
    return values.round().astype(np.int16)


@cache
def _portrait() -> NDArray[np.uint8]:
    """Give the first picture of the clip, three times as large, its edges drawn out."""
    with av.open(str(CARPHONE)) as container:
        small = next(container.decode(video=0)).to_ndarray(format="rgb24")
    large = cv2.resize(small, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_CUBIC)
    left, top = _CORNER
    bottom, right = SIZE[1] - top - large.shape[0], SIZE[0] - left - large.shape[1]
    whole = cv2.copyMakeBorder(large, top, bottom, left, right, cv2.BORDER_REPLICATE)
    return whole.astype(np.uint8)


def _arm(picture: NDArray[np.uint8], shoulder: Place, place: Place, side: float) -> None:
    elbow = _elbow(shoulder, place, side)
    along = np.subtract(place, elbow) / max(hypot(*np.subtract(place, elbow)), 1e-6)
    across = np.array([-along[1], along[0]])
    _limb(picture, shoulder, elbow, _SLEEVE, 66)
    _limb(picture, elbow, tuple(np.subtract(place, along * 70)), _SLEEVE, 54)
    _limb(picture, tuple(np.subtract(place, along * 75)), place, _SKIN, 38)
    _limb(picture, place, tuple(place + along * 45), _SKIN, 52)
    for finger in (-18, -6, 6, 18):
        tip = place + along * 92 + across * finger * 1.4
        _limb(picture, tuple(place + along * 50 + across * finger), tuple(tip), _SKIN, 12)
    thumb = place + along * 48 - across * 50 * side
    _limb(picture, tuple(place + along * 15 - across * 20 * side), tuple(thumb), _SKIN, 13)


def _elbow(shoulder: Place, place: Place, side: float) -> Place:
    """Bend an arm of two bones outwards and down."""
    reach = min(hypot(*np.subtract(place, shoulder)), _UPPER + _FORE - 1)
    to_hand = atan2(place[1] - shoulder[1], place[0] - shoulder[0])
    cosine = (_UPPER**2 + reach**2 - _FORE**2) / (2 * _UPPER * max(reach, 1.0))
    bend = acos(max(-1.0, min(1.0, cosine)))
    angle = max((to_hand + bend, to_hand - bend), key=lambda each: sin(each) + side * cos(each))
    return (shoulder[0] + _UPPER * cos(angle), shoulder[1] + _UPPER * sin(angle))


def _limb(
    picture: NDArray[np.uint8], start: Place, end: Place, colour: tuple[int, int, int], width: int
) -> None:
    ends = [tuple(round(value * _FINE) for value in place) for place in (start, end)]
    cv2.line(picture, ends[0], ends[1], colour, width, cv2.LINE_AA, 3)
