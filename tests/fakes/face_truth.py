"""How far the real models and measures are off on faces whose changes are known."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.neutral import read
from tests.fakes.face_changes import Change, expressed, turned
from tests.fakes.face_photographs import landmarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edge_agent.features.neutral import FaceReading
    from tests.fakes.face_shape import Points
    from tests.fakes.rendered_face import RenderedFace

TURNS = (
    *(Change(yaw=yaw) for yaw in (-30, -20, -10, 10, 20, 30)),
    *(Change(pitch=pitch) for pitch in (-20, -10, 10, 20)),
    *(Change(yaw=yaw, pitch=pitch) for yaw in (-20, 20) for pitch in (-15, 15)),
)
ROLLS = tuple(Change(roll=roll) for roll in (-20, -10, 10, 20))
SMILES = tuple(Change(smile=smile) for smile in (2, 4, 6, 8))
BROWS = tuple(Change(brows=brows) for brows in (-3, 1.5, 3, 5))
LIDS = tuple(Change(lids=lids) for lids in (0.8, 0.6, 0.4, 0.2, 0.05))
SIDEWAYS = tuple(Change(gaze_yaw=yaw) for yaw in (-20, -10, 10, 20))
UPWARDS = tuple(Change(gaze_pitch=pitch) for pitch in (-15, 15))


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure of one rendered face."""

    measure: str
    true: float
    """The change that was drawn."""
    measured: float


def findings(face: RenderedFace, changes: Iterable[Change]) -> Iterator[Finding]:
    """Draw each change and measure it against the photograph itself."""
    before = _seen(face, Change())
    for change in changes:
        after = _seen(face, change)
        yield from _turned(before, after, change)
        yield from _moved(face, before, after, change)


def _seen(face: RenderedFace, change: Change) -> FaceReading:
    points = landmarks(face.render(change))
    assert points is not None, f"the face was lost at {change}"
    return read(points)


def _turned(before: FaceReading, after: FaceReading, change: Change) -> Iterator[Finding]:
    """Compare with the first pose, or gaze, turned by what was drawn; eyes turn with the head."""
    if change.roll:
        yield Finding("roll", change.roll, after.pose.roll - before.pose.roll)
    if not (change.yaw or change.pitch):
        return
    yaw, pitch = _angles(turned(change) @ np.array(before.pose.forward))
    looked = _direction(before.gaze_yaw, before.gaze_pitch)
    x, y, _ = turned(change) @ looked
    for name, true, was, now in (
        ("yaw", yaw, before.pose.yaw, after.pose.yaw),
        ("pitch", pitch, before.pose.pitch, after.pose.pitch),
        ("gaze sideways, head turned", degrees(asin(x)), before.gaze_yaw, after.gaze_yaw),
        ("gaze up, head turned", degrees(asin(-y)), before.gaze_pitch, after.gaze_pitch),
    ):
        yield Finding(name, true - was, now - was)


def _moved(
    face: RenderedFace, before: FaceReading, after: FaceReading, change: Change
) -> Iterator[Finding]:
    """Compare with what the drawn points themselves show."""
    still = read(face.shape.points.astype(np.float32))
    drawn = read(expressed(face.shape, change).astype(np.float32))
    where = " of a turned head" if change.yaw or change.pitch or change.roll else ""
    smile, brow = (
        Finding(
            f"{name}{where}",
            getattr(drawn, field) - getattr(still, field),
            getattr(after, field) - getattr(before, field),
        )
        for name, field in (("smile", "smile_extent"), ("brow", "brow_height"))
    )
    if change.smile or where:
        yield smile
    if change.brows or where:
        yield brow
    if change.lids < 1:
        share = after.eye_aspect_ratio / before.eye_aspect_ratio
        yield Finding("eye opening", change.lids, share)
    if change.gaze_yaw:
        yield Finding(
            "gaze sideways, eyes alone", change.gaze_yaw, after.gaze_yaw - before.gaze_yaw
        )
    if change.gaze_pitch:
        risen = after.gaze_pitch - before.gaze_pitch
        yield Finding("gaze up, eyes alone", change.gaze_pitch, risen)


def _angles(ahead: Points) -> tuple[float, float]:
    return degrees(atan2(ahead[0], -ahead[2])), degrees(asin(-ahead[1]))


def _direction(yaw: float, pitch: float) -> Points:
    x, y = sin(radians(yaw)), -sin(radians(pitch))
    return np.array([x, y, -cos(asin(min(1.0, (x * x + y * y) ** 0.5)))])
