"""Which voices the kiosk plays now: only the first one's beginning and the last one's end count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.capture.bus import FarEndMark

if TYPE_CHECKING:
    from edge_agent.capture.bus import FarEnd


class PlayedVoices:
    """Pure; a voice that is told twice changes nothing."""

    def __init__(self) -> None:
        self._playing: set[str] = set()

    def hear(self, told: FarEnd, pts: float) -> FarEndMark | None:
        """Take what is told of one voice; gives the mark where it changes what is heard."""
        before = bool(self._playing)
        if told.playing:
            self._playing.add(told.voice)
        else:
            self._playing.discard(told.voice)
        after = bool(self._playing)
        return None if after == before else FarEndMark(playing=after, pts=pts)
