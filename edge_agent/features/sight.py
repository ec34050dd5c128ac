"""Whether a picture shows one person in such a way that behaviour can be measured in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.features.picture_quality import is_dark, is_same, is_upright

if TYPE_CHECKING:
    from edge_agent.inference.observation import PictureObservation

FROZEN_S = 1.0
"""After so long without any change of the picture it shows nobody any more."""


class Sight:
    """Follows the pictures of one camera."""

    def __init__(self) -> None:
        self._changed_at: float | None = None

    def serves(self, observation: PictureObservation) -> bool:
        """Say whether to measure in this picture; pictures come in the order of media time.

        Not where it is dark, where it has stood still for a second, where the face lies on its
        side, or where there are several people: landmarks found there are guesses.
        """
        return not (
            self._is_frozen(observation)
            or observation.faces > 1
            or is_dark(observation)
            or not is_upright(observation)
        )

    def _is_frozen(self, observation: PictureObservation) -> bool:
        if self._changed_at is None or not is_same(observation):
            self._changed_at = observation.pts
        return observation.pts - self._changed_at > FROZEN_S
