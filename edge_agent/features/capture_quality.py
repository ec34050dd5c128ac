"""What is wrong with the running answer's capture, told calmly while it can still be mended.

Sans-I/O: windows and utterances come in as they close, the present problems go out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.features import capture_limits as limits
from edge_agent.features.capture_picture import AnswerPicture
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.features.capture_sound import SpeechOverNoise
from wire.messages.utterance_features import Speaker

if TYPE_CHECKING:
    from edge_agent.features.utterance import UtteranceMeasures
    from wire.messages.feature_window import PictureQuality, SoundQuality

APPEARS_S = 3.0
"""So long something must be wrong before it is said; what passes by itself is not."""
GOES_S = 2.0
"""So long it must be right before that is believed."""
FORGOTTEN_S = 10.0
"""After so long without a sign of it either way nobody is told any more."""


@dataclass(slots=True)
class _Trouble:
    """One problem, with hysteresis."""

    shown: bool = False
    _wrong_s: float = 0.0
    _right_s: float = 0.0
    _untold_s: float = 0.0

    def take(self, wrong: bool | None, duration: float) -> None:  # noqa: FBT001 - three answers
        """Take how it was for `duration` seconds; None says nothing either way."""
        if wrong is None:
            self._untold_s += duration
            if self._untold_s >= FORGOTTEN_S:
                self.shown, self._wrong_s = False, 0.0
            return
        self._untold_s = 0.0
        if wrong:
            self._right_s = 0.0
            self._wrong_s += duration
            self.shown = self.shown or self._wrong_s >= APPEARS_S
        else:
            self._right_s += duration
            self._wrong_s = max(0.0, self._wrong_s - duration)
            if self._right_s >= GOES_S:
                self.shown, self._wrong_s = False, 0.0


class CaptureWatch:
    """Folds one answer's windows and utterances into the problems it has now."""

    def __init__(self) -> None:
        self._troubles = {problem: _Trouble() for problem in CaptureProblem}
        self._noise = SpeechOverNoise()
        self._told: tuple[CaptureProblem, ...] | None = None

    @property
    def problems(self) -> tuple[CaptureProblem, ...]:
        """Give what is wrong now, worst first."""
        return tuple(one for one in CaptureProblem if self._troubles[one].shown)

    def news(self) -> tuple[CaptureProblem, ...] | None:
        """Give what is wrong now where it differs from what this gave before; else None."""
        if self.problems == self._told:
            return None
        self._told = self.problems
        return self._told

    def add_window(
        self, sound: SoundQuality, duration: float, picture: PictureQuality, sync_s: float | None
    ) -> None:
        """Take one window."""
        self._noise.add_window(sound)
        seen = AnswerPicture()
        seen.add_window(picture, sync_s)
        judged = {
            CaptureProblem.TOO_QUIET: _is_too_quiet(sound, duration),
            CaptureProblem.CLIPPED: _is_clipped(sound, duration),
            CaptureProblem.NOISY: self._noise.is_noisy_now,
            **seen.judged(),
        }
        for problem, trouble in self._troubles.items():
            trouble.take(judged.get(problem), duration)

    def add_utterance(self, measures: UtteranceMeasures, speech_s: float) -> None:
        """Take one utterance that held so much speech."""
        other = measures.speaker is Speaker.OTHER
        if measures.speaker in (Speaker.CANDIDATE, Speaker.OTHER):
            length = max(speech_s, APPEARS_S)
            self._troubles[CaptureProblem.OTHER_VOICE].take(other, length)
        if not other:
            told = (measures.words, measures.confidence, speech_s, measures.least_confidence)
            unread = not is_understood(*told)
            self._troubles[CaptureProblem.NOT_UNDERSTOOD].take(unread, speech_s)


def is_understood(words: int, confidence: float, speech_s: float, least: float) -> bool:
    """Say whether there are words enough for so much speech, and sure enough."""
    enough = words >= max(1.0, speech_s * limits.LEAST_WORDS_PER_S)
    return enough and confidence >= least


def _is_too_quiet(sound: SoundQuality, duration: float) -> bool | None:
    if sound.level < limits.SILENT:
        return True
    if sound.speech_s < limits.SPEECH_SHARE * duration:
        return None
    return sound.level < limits.QUIETEST


def _is_clipped(sound: SoundQuality, duration: float) -> bool | None:
    if sound.clipped > limits.MOST_CLIPPED:
        return True
    return None if sound.speech_s < limits.SPEECH_SHARE * duration else False
