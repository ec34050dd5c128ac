"""Whether pictures can serve: of one window, and of a whole answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from edge_agent.features.capture_limits import EARLIEST_PICTURE_S, LATEST_PICTURE_S
from edge_agent.features.capture_problems import CaptureProblem
from wire.messages.answer_features import PictureVerdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wire.messages.feature_window import PictureQuality

_HALF = 0.5
_MOST_SEVERAL = 0.2
"""Others pass behind a seat; for a fifth of the time they are in the picture."""
_FROZEN = 0.9
"""Nearly every picture is the one before; a slow camera repeats at most every other."""
_LEAST_SEEN = 5
"""Fewer pictures say nothing, neither good nor bad."""

_VERDICTS = {
    CaptureProblem.FROZEN: PictureVerdict.FROZEN,
    CaptureProblem.DARK: PictureVerdict.DARK,
    CaptureProblem.NO_FACE: PictureVerdict.NO_FACE,
    CaptureProblem.SEVERAL_FACES: PictureVerdict.SEVERAL_FACES,
    CaptureProblem.BADLY_FRAMED: PictureVerdict.BADLY_FRAMED,
    CaptureProblem.OUT_OF_SYNC: PictureVerdict.OUT_OF_SYNC,
}


@dataclass(slots=True)
class AnswerPicture:
    """Adds up the pictures of one window after the other."""

    seen: int = 0
    with_face: int = 0
    with_more_faces: int = 0
    framed: int = 0
    dark: int = 0
    frozen: int = 0
    _lags: list[float] = field(default_factory=list)

    def add_window(self, picture: PictureQuality, sync_s: float | None) -> None:
        """Take one window's pictures."""
        self.seen += picture.frames_seen
        self.with_face += picture.frames_with_face
        self.with_more_faces += picture.frames_with_more_faces
        self.framed += picture.frames_framed
        self.dark += picture.frames_dark
        self.frozen += picture.frames_frozen
        if sync_s is not None:
            self._lags.append(sync_s)

    def judged(self) -> Mapping[CaptureProblem, bool | None]:
        """Say of each problem whether it is there; None where that cannot be told."""
        if self.seen < _LEAST_SEEN:
            return dict.fromkeys(_VERDICTS)
        dark = self.dark > _HALF * self.seen
        face = self.with_face >= _HALF * self.seen
        return {
            CaptureProblem.FROZEN: self.frozen >= _FROZEN * self.seen,
            CaptureProblem.DARK: dark,
            CaptureProblem.NO_FACE: None if dark and not face else not face,
            CaptureProblem.SEVERAL_FACES: self.with_more_faces > _MOST_SEVERAL * self.seen,
            CaptureProblem.BADLY_FRAMED: self.framed < _HALF * self.with_face if face else None,
            CaptureProblem.OUT_OF_SYNC: self._is_out_of_sync(),
        }

    def verdict(self) -> PictureVerdict:
        """Say whether an answer's pictures can serve, and if not, the first reason."""
        if self.seen < _LEAST_SEEN:
            return PictureVerdict.NOT_SEEN
        judged = self.judged()
        found = (_VERDICTS[problem] for problem in _VERDICTS if judged[problem])
        return next(found, PictureVerdict.GOOD)

    def _is_out_of_sync(self) -> bool | None:
        if not self._lags:
            return None
        return not EARLIEST_PICTURE_S <= median(self._lags) <= LATEST_PICTURE_S
