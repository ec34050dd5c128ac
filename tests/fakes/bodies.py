"""An upper body drawn in landmarks, whose lean, nearness, place and hands are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.body_behaviour import BodyMeter
from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.ports import BodyPose
from tests.fakes.faces import IN_THE_MIDDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wire.messages.behaviour_window import BodyBehaviour

    Script = Callable[[float], "Body | None"]
    Movement = Callable[[float], "Body"]

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


UPRIGHT = Body()
HANDS = Body(left=(0.4, 1.0), right=(-0.4, 1.0))
KNOWN = 4.0
"""Seconds after which the neutral posture is known; what they show is measured from 3.2 s on."""


def after(script: Script, neutral: Body = UPRIGHT) -> Script:
    """Sit as usual until the neutral posture is known, then play `script` from 0."""
    return lambda at: neutral if at < KNOWN else script(at - KNOWN)


def measured(observations: Iterable[PictureObservation], start: float = KNOWN) -> BodyBehaviour:
    """Give what a meter makes of all that follows `start`."""
    meter = BodyMeter()
    for observation in observations:
        meter.observe(observation)
    meter.take(0, start)
    return meter.take(start, 10_000)


def steady(body: Body, seconds: float = 6.0, neutral: Body = UPRIGHT) -> BodyBehaviour:
    """Measure one posture held for a while."""
    return measured(film(after(lambda _: body, neutral), KNOWN + seconds))


def gesture(began: float, lasted: float, speed: float = 1.5) -> Movement:
    """Raise the left hand for half of the time and lower it for the other half."""

    def at_time(at: float) -> Body:
        along = min(max(at - began, 0.0), lasted)
        return replace(HANDS, left=(0.4, 1.0 - speed * min(along, lasted - along)))

    return at_time
