"""How a person sits, from the shoulders alone: hips are rarely in a kiosk's picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan2, degrees, hypot, sqrt
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.inference.ports import BodyPose

LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12
SEEN = 0.5
"""Visibility from which a point counts as seen."""
KNOWN_AFTER_S = 3.0
"""Seconds of one tracked body after which the neutral posture is known."""
SETTLED_AFTER_S = 30.0
"""Until then it is refined; from then on it stays for the interview."""
_LEAST_SAMPLES = 2
"""One picture cannot sway."""
_FORWARD_MOST, _FORWARD_LEAST = 10.0, -1.0


@dataclass(frozen=True, slots=True)
class Posture:
    """Where the shoulders are in a picture."""

    x: float
    """Their middle, pixels."""
    y: float
    width: float
    """Pixels from one to the other."""
    tilt: float
    """Degrees by which the person's left shoulder is the lower one."""


def read_posture(body: BodyPose) -> Posture | None:
    """Read the shoulders off a body; None unless both are seen, the person facing the camera."""
    if min(body.visibility[LEFT_SHOULDER], body.visibility[RIGHT_SHOULDER]) < SEEN:
        return None
    left, right = (body.points[number, :2].tolist() for number in (LEFT_SHOULDER, RIGHT_SHOULDER))
    across, down = left[0] - right[0], left[1] - right[1]
    if across <= 0:
        return None
    return Posture(
        x=(left[0] + right[0]) / 2,
        y=(left[1] + right[1]) / 2,
        width=hypot(across, down),
        tilt=degrees(atan2(down, across)),
    )


class NeutralPosture:
    """The median of width and tilt over the first half minute of a tracked body."""

    def __init__(self) -> None:
        self.width: float | None = None
        """Pixels; unknown until enough was seen."""
        self.tilt = 0.0
        self._seen: list[Posture] = []
        self._seen_s = 0.0

    def observe(self, posture: Posture, seconds: float) -> None:
        """Take in what held for `seconds`."""
        if self._seen_s >= SETTLED_AFTER_S:
            return
        self._seen.append(posture)
        self._seen_s += seconds
        if self._seen_s >= KNOWN_AFTER_S:
            self.width = median(each.width for each in self._seen)
            self.tilt = median(each.tilt for each in self._seen)


@dataclass(frozen=True, slots=True)
class Lean:
    """What a window's postures amount to; absent where there were none."""

    aside: float | None
    forward: float | None
    sway: float | None


@dataclass(frozen=True, slots=True)
class _Sample:
    instant: float
    aside: float
    forward: float
    x: float
    y: float


@dataclass(slots=True)
class LeanMeter:
    """Lean and sway against a neutral posture, taken out window by window."""

    _samples: list[_Sample] = field(default_factory=list)

    def add(self, instant: float, posture: Posture, width: float, tilt: float) -> None:
        """Note one picture's posture against the neutral `width` and `tilt`."""
        self._samples.append(
            _Sample(
                instant=instant,
                aside=posture.tilt - tilt,
                forward=posture.width / width - 1.0,
                x=posture.x / width,
                y=posture.y / width,
            )
        )

    def take(self, start: float, end: float) -> Lean:
        """Give the postures of the pictures in [start, end) and forget all before `end`."""
        taken = [each for each in self._samples if start <= each.instant < end]
        self._samples = [each for each in self._samples if each.instant >= end]
        if not taken:
            return Lean(aside=None, forward=None, sway=None)
        forward = median(each.forward for each in taken)
        return Lean(
            aside=median(each.aside for each in taken),
            forward=min(_FORWARD_MOST, max(_FORWARD_LEAST, forward)),
            sway=_sway(taken) if len(taken) >= _LEAST_SAMPLES else None,
        )


def _sway(samples: Sequence[_Sample]) -> float:
    """Give the root mean square distance from the mean place, in shoulder widths."""
    x, y = fmean(each.x for each in samples), fmean(each.y for each in samples)
    return sqrt(fmean((each.x - x) ** 2 + (each.y - y) ** 2 for each in samples))
