"""How the hands move against the shoulders, from the wrists that are in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import dist
from statistics import fmean
from typing import TYPE_CHECKING

from edge_agent.features.episodes import EpisodeMeter, SpanMeter
from edge_agent.features.posture import SEEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge_agent.features.posture import Posture
    from edge_agent.inference.ports import BodyPose

WRISTS = (15, 16)
GESTURE_ON, GESTURE_OFF = 1.0, 0.5
"""Shoulder widths a second: about 0.37 and 0.18 m/s on an adult."""
GESTURE_S = 0.4
"""The shortest gesture."""
REST_S = 0.4
"""A hand slow for so long has come to rest; it is also slow for a moment where it turns."""
_FASTEST = 10.0
"""Shoulder widths a second, 3.7 m/s: faster is the model's jump, not a hand's."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the hands did in a window."""

    seconds: float
    """In which at least one wrist was followed."""
    speed: float | None
    """Shoulder widths a second, mean over that time; none without such time."""
    gestures: int
    gesture_s: float


@dataclass(frozen=True, slots=True)
class _Step:
    instant: float
    seconds: float
    path: float
    """Shoulder widths."""


class HandMeter:
    """Speed of the wrists, and gestures: stretches of fast movement between two rests."""

    def __init__(self) -> None:
        self._places: Mapping[int, tuple[float, float]] = {}
        self._steps: list[_Step] = []
        self._moved_s = SpanMeter()
        self._gestures = EpisodeMeter(shortest=GESTURE_S)
        self._moving = False
        self._slow_since: float | None = None

    def observe(self, start: float, end: float, places: Mapping[int, tuple[float, float]]) -> None:
        """Take the wrists' places at `end`; they were last seen at `start`."""
        before, self._places = self._places, places
        speeds = _speeds(before, places, end - start)
        if not speeds:
            self._rest()
            return
        self._steps.append(_Step(end, end - start, fmean(speeds) * (end - start)))
        self._judge(start, end, max(speeds))

    def lose(self) -> None:
        """Nothing is known from here on."""
        self._places = {}
        self._rest()

    def take(self, start: float, end: float) -> Hands:
        """Sum up the pictures in [start, end) and forget all before `end`."""
        taken = [step for step in self._steps if start <= step.instant < end]
        self._steps = [step for step in self._steps if step.instant >= end]
        seconds = sum((step.seconds for step in taken), start=0.0)
        return Hands(
            seconds=seconds,
            speed=sum(step.path for step in taken) / seconds if taken else None,
            gestures=self._gestures.take(start, end),
            gesture_s=self._moved_s.take(start, end),
        )

    def _rest(self) -> None:
        self._moving, self._slow_since = False, None
        self._gestures.interrupt()

    def _judge(self, start: float, end: float, speed: float) -> None:
        """Say whether the faster hand is gesturing; a short hold belongs to what follows it."""
        if self._moving and speed <= GESTURE_OFF:
            self._hold(start, end)
        elif speed > (GESTURE_OFF if self._moving else GESTURE_ON):
            since = start if self._slow_since is None else self._slow_since
            self._moved_s.add(since, end)
            self._gestures.observe(since, end, on=True)
            self._moving, self._slow_since = True, None

    def _hold(self, start: float, end: float) -> None:
        if self._slow_since is None:
            self._slow_since = start
        if end - self._slow_since >= REST_S:
            self._rest()


def read_wrists(
    body: BodyPose, posture: Posture, width: float
) -> Mapping[int, tuple[float, float]]:
    """Give each wrist that is seen: its place from the shoulders' middle, in `width`s."""
    places = {}
    for wrist in WRISTS:
        if body.visibility[wrist] >= SEEN:
            x, y = body.points[wrist, :2].tolist()
            places[wrist] = ((x - posture.x) / width, (y - posture.y) / width)
    return places


def _speeds(
    before: Mapping[int, tuple[float, float]],
    after: Mapping[int, tuple[float, float]],
    seconds: float,
) -> Sequence[float]:
    """Give the speed of each wrist seen both times, but for the model's jumps."""
    both = sorted(before.keys() & after.keys())
    speeds = [dist(before[wrist], after[wrist]) / seconds for wrist in both]
    return [speed for speed in speeds if speed <= _FASTEST]
