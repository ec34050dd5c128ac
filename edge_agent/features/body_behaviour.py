"""Observable posture and gestures, against the person's own neutral posture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.features.episodes import SpanMeter
from edge_agent.features.hands import HandMeter, read_wrists
from edge_agent.features.posture import LeanMeter, NeutralPosture, read_posture
from edge_agent.features.sight import Sight
from wire.messages.behaviour_window import BodyBehaviour

if TYPE_CHECKING:
    from edge_agent.features.posture import Posture
    from edge_agent.inference.observation import PictureObservation
    from edge_agent.inference.ports import BodyPose

LONGEST_STEP_S = 0.35
"""Between two bodies further apart nothing is known; five are looked for in a second."""


class BodyMeter:
    """Measures one person's upper body through an interview; knows nothing before a neutral one.

    What a picture shows is taken to have held since the body before it.
    """

    def __init__(self) -> None:
        self._neutral = NeutralPosture()
        self._sight = Sight()
        self._last: float | None = None
        self._measured = SpanMeter()
        self._lean, self._hands = LeanMeter(), HandMeter()

    def observe(self, observation: PictureObservation) -> None:
        """Take in one picture; pictures come in the order of media time."""
        if not self._sight.serves(observation):
            self._lose()
        elif observation.body is not None:
            self._meet(observation.pts, observation.body)

    def take(self, start: float, end: float) -> BodyBehaviour:
        """Sum up [start, end) and forget all before `end`; windows are taken in order."""
        lean, hands = self._lean.take(start, end), self._hands.take(start, end)
        return BodyBehaviour(
            measured_s=self._measured.take(start, end),
            lean=lean.aside,
            lean_forward=lean.forward,
            sway=lean.sway,
            hands_s=hands.seconds,
            hand_movement=hands.speed,
            gestures=hands.gestures,
            gesture_s=hands.gesture_s,
        )

    def _meet(self, pts: float, body: BodyPose) -> None:
        posture = read_posture(body)
        last = self._last
        if posture is None:
            self._lose()
            return
        self._last = pts
        if last is None or not 0 < pts - last <= LONGEST_STEP_S:
            self._hands.lose()
            return
        self._neutral.observe(posture, pts - last)
        if self._neutral.width is not None:
            self._measure(last, pts, body, posture, self._neutral.width)

    def _measure(
        self, start: float, end: float, body: BodyPose, posture: Posture, width: float
    ) -> None:
        """Judge the stretch [start, end) by what `body` shows."""
        self._measured.add(start, end)
        self._lean.add(end, posture, width, self._neutral.tilt)
        self._hands.observe(start, end, read_wrists(body, posture, width))

    def _lose(self) -> None:
        """Begin anew: a picture that does not serve, or no shoulders."""
        self._last = None
        self._hands.lose()
