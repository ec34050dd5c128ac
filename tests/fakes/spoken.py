"""A voice activity model's judgement of a whole sound, known beforehand."""

from __future__ import annotations


class Spoken:
    """A `SpeechClock` of given stretches of speech."""

    def __init__(self, *spans: tuple[float, float]) -> None:
        self._spans = spans

    def speech_s(self, start: float, end: float) -> float:
        """Give the seconds of [start, end) within the stretches."""
        return sum(max(0.0, min(end, last) - max(start, first)) for first, last in self._spans)

    def far_end_s(self, start: float, end: float) -> float:
        """Give none: the kiosk plays nothing."""
        assert start <= end
        return 0.0
