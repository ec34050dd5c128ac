"""Whether the camera delivered a usable picture; says nothing about the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.messages.feature_window import PictureQuality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.inference.observation import PictureObservation


class PictureMeter:
    """Sums up the pictures of each window."""

    def __init__(self) -> None:
        self._seen: list[PictureObservation] = []

    def observe(self, observation: PictureObservation) -> None:
        """Take in one picture; pictures come in the order of media time."""
        self._seen.append(observation)

    def take(self, start: float, end: float, skipped: int) -> PictureQuality:
        """Sum up the pictures of [start, end) and forget all before `end`.

        `skipped` pictures were captured in the window within the asked rate and not looked at.
        """
        window = [seen for seen in self._seen if start <= seen.pts < end]
        self._seen = [seen for seen in self._seen if seen.pts >= end]
        with_face = [seen for seen in window if seen.faces > 0]
        return PictureQuality(
            frames_seen=len(window),
            frames_skipped=skipped,
            frames_with_face=len(with_face),
            frames_with_more_faces=sum(seen.faces > 1 for seen in window),
            frames_framed=len(with_face),
            frames_dark=0,
            frames_frozen=0,
            brightness=_mean([seen.brightness for seen in window]),
            sharpness=_mean([seen.sharpness for seen in window]),
            face_height=_mean([seen.face.height for seen in with_face if seen.face]),
        )


def _mean(shares: Sequence[float]) -> float:
    """Average shares; 0 of none, and never outside 0..1."""
    return min(1.0, max(0.0, sum(shares) / len(shares))) if shares else 0.0
