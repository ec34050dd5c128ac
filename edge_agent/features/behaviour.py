"""Observable behaviour of face and body: measured where profile and candidate allow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.features.body_behaviour import BodyMeter
from edge_agent.features.face_behaviour import FaceMeter

if TYPE_CHECKING:
    from edge_agent.inference.observation import PictureObservation
    from wire.messages.behaviour_window import BodyBehaviour, FaceBehaviour


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What face and body did in a window."""

    face: FaceBehaviour
    body: BodyBehaviour


class BehaviourMeter:
    """Measures one person through an interview; what was learnt of the neutral person stays."""

    def __init__(self) -> None:
        self._face, self._body = FaceMeter(), BodyMeter()

    def observe(self, observation: PictureObservation) -> None:
        """Take in one picture; pictures come in the order of media time."""
        self._face.observe(observation)
        self._body.observe(observation)

    def take(self, start: float, end: float) -> Behaviour:
        """Sum up [start, end) and forget all before `end`; windows are taken in order."""
        return Behaviour(face=self._face.take(start, end), body=self._body.take(start, end))
