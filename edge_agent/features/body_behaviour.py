"""Observable posture and gestures, against the person's own neutral posture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.messages.behaviour_window import BodyBehaviour

if TYPE_CHECKING:
    from edge_agent.inference.observation import PictureObservation


class BodyMeter:
    """Measures one person's upper body through an interview."""

    def observe(self, observation: PictureObservation) -> None:
        """Take in one picture; pictures come in the order of media time."""

    def take(self, start: float, end: float) -> BodyBehaviour:  # noqa: ARG002 - see FaceMeter
        """Sum up [start, end) and forget all before `end`; windows are taken in order."""
        return BodyBehaviour(
            measured_s=0.0,
            lean=None,
            lean_forward=None,
            sway=None,
            hands_s=0.0,
            hand_movement=None,
            gestures=0,
            gesture_s=0.0,
        )
