"""How long the open answer has lasted, in media time, as the recorder's stream tells it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    ChunkHeader,
    FarEndMark,
    FrameHeader,
    InterviewEndedMark,
    InterviewMark,
    PacketHeader,
    TakeOverMark,
    TroubleMark,
)

if TYPE_CHECKING:
    from edge_agent.capture.bus import Heard
    from edge_agent.interview.state import OpenAnswer

_ALIVE_S = 5.0


class MediaClock:
    """Listens to the stream; `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._answer: int | None = None
        self._pts = 0.0
        self._over: int | None = None
        self._heard_at = -math.inf

    def hear(self, header: Heard, now: float) -> None:
        """Take what the stream said."""
        self._heard_at = now
        match header:
            case AnswerBeganMark():
                self._answer, self._pts = header.answer, header.pts
            case FrameHeader() | ChunkHeader():
                self._pts = max(self._pts, header.pts)
            case TakeOverMark():
                self._over = header.answer
            case InterviewMark() | AnswerEndedMark() | InterviewEndedMark():
                self._answer = self._over = None
            case TroubleMark() | FarEndMark() | PacketHeader():
                pass

    def pts(self, opened: OpenAnswer) -> float:
        """Give the media time reached in the open answer."""
        return max(self._pts, opened.start) if self._answer == opened.answer else opened.start

    def is_over(self, opened: OpenAnswer) -> bool:
        """Say whether a replay has no more sound for the open answer."""
        return self._over == opened.answer

    def is_running(self, now: float) -> bool:
        """Say whether the recorder was heard of late."""
        return now - self._heard_at < _ALIVE_S
