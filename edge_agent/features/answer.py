"""Whether an answer's sound allows a score, and what it amounted to."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import UNSET

from edge_agent.features import capture_limits as limits
from edge_agent.features.capture_picture import AnswerPicture
from edge_agent.features.capture_quality import is_understood
from edge_agent.features.capture_sound import SpeechOverNoise
from edge_agent.features.content import UNTOLD
from wire.messages.answer_features import AnswerFeatures, Content, SoundVerdict
from wire.messages.utterance_features import Speaker, UtteranceFeatures

if TYPE_CHECKING:
    from edge_agent.features.utterance import UtteranceMeasures
    from wire.messages.feature_window import PictureQuality, SoundQuality

LEAST_SPEECH_S = 1.0
"""Less is a cough, or nobody."""


@dataclass(slots=True)
class AnswerSound:
    """Adds up one answer's windows and utterances."""

    words: int = 0
    other_speech_s: float = 0.0
    """Speech of another voice in the room, which counts for nothing else."""
    tells_voices: bool = True
    """Whether voices may be compared at all."""
    picture: AnswerPicture = field(default_factory=AnswerPicture)
    content: Content = UNTOLD
    """Told when the whole text is there; without consent never."""
    _heard_s: float = 0.0
    _sure: float = 0.0
    _told_words: int = 0
    _least: float = 0.0
    _spoken_s: float = 0.0
    _power: float = 0.0
    _clipped: float = 0.0
    _noise: SpeechOverNoise = field(default_factory=SpeechOverNoise)

    def add_window(
        self,
        sound: SoundQuality,
        duration: float,
        picture: PictureQuality | None = None,
        sync_s: float | None = None,
    ) -> None:
        """Take one window's sound, and its pictures."""
        self._heard_s += sound.speech_s
        self._noise.add_window(sound)
        if picture is not None:
            self.picture.add_window(picture, sync_s)
        if sound.speech_s >= limits.SPEECH_SHARE * duration:
            self._spoken_s += duration
            self._power += duration * 10.0 ** (sound.level / 10.0)
            self._clipped += duration * sound.clipped

    def add_utterance(
        self, measures: UtteranceMeasures | UtteranceFeatures, speech_s: float | None = None
    ) -> None:
        """Take one recognised utterance, or what was sent of it.

        It held so much speech; where that is no longer known, its whole length counts as speech.
        """
        if measures.speaker is Speaker.OTHER:
            length = measures.end - measures.start
            self.other_speech_s += length if speech_s is None else speech_s
            return
        self.words += measures.words
        self._sure += measures.words * measures.confidence
        if not isinstance(measures, UtteranceFeatures):
            self._told_words += measures.words
            self._least += measures.words * measures.least_confidence

    @property
    def speech_s(self) -> float:
        """Speech that counts as the candidate's."""
        return max(0.0, self._heard_s - self.other_speech_s)

    def verdict(self) -> SoundVerdict:
        """Say whether the answer can be scored, and if not, what stood in the way."""
        obstacles = (
            (SoundVerdict.OTHER_VOICE, self._is_of_others),
            (SoundVerdict.NO_SPEECH, self._is_speechless),
            (SoundVerdict.TOO_QUIET, self._is_too_quiet),
            (SoundVerdict.CLIPPED, self._is_clipped),
            (SoundVerdict.NOISY, self._is_noisy),
            (SoundVerdict.NOT_UNDERSTOOD, self._is_guessed),
        )
        return next((one for one, holds in obstacles if holds()), SoundVerdict.GOOD)

    def message(
        self, stream_id: str, seq: int, answer: int, start: float, end: float, revision: int = 0
    ) -> AnswerFeatures:
        """Give the message for an answer that lasted [start, end)."""
        return AnswerFeatures(
            stream_id=stream_id,
            seq=seq,
            answer=answer,
            revision=revision,
            start=start,
            end=end,
            speech_s=self.speech_s,
            words=self.words,
            other_speech_s=self.other_speech_s if self.tells_voices else UNSET,
            verdict=self.verdict(),
            picture=self.picture.verdict(),
            content=self.content,
        )

    def _is_of_others(self) -> bool:
        """Say whether so much was another voice that it may be the candidate's after all."""
        share = limits.MOST_OTHER * self._heard_s
        return self._heard_s >= LEAST_SPEECH_S and self.other_speech_s > share

    def _is_speechless(self) -> bool:
        return self.speech_s < LEAST_SPEECH_S or not self._spoken_s

    def _is_too_quiet(self) -> bool:
        return 10.0 * math.log10(self._power / self._spoken_s) < limits.QUIETEST

    def _is_clipped(self) -> bool:
        return self._clipped / self._spoken_s > limits.MOST_CLIPPED

    def _is_noisy(self) -> bool:
        return self._noise.noisy_share > limits.MOST_NOISY

    def _is_guessed(self) -> bool:
        """Say whether there are too few words, or too unsure ones."""
        told = (self.words, self._sure / self.words if self.words else 0.0, self.speech_s)
        return not is_understood(*told, self._least_confidence())

    def _least_confidence(self) -> float:
        """Give what the recogniser asks for, and more where noise cannot have been seen."""
        told = self._least / self._told_words if self._told_words else limits.LEAST_CONFIDENCE
        is_known = self._noise.known_s >= limits.LEAST_KNOWN * self._heard_s
        return told if is_known else told + limits.SURER
