"""One-second windows of an answer: when each may be closed, and what was observed in it.

Sans-I/O: pictures, sound and times come in, windows go out.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edge_agent.features.picture_quality import PictureMeter
from edge_agent.features.sound_quality import SoundMeter
from edge_agent.features.sync import SyncMeter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.capture.frames import AudioChunk
    from edge_agent.features.behaviour import Behaviour, BehaviourMeter
    from edge_agent.features.noise import SpeechClock
    from edge_agent.inference.observation import PictureObservation
    from wire.messages.feature_window import PictureQuality, SoundQuality

LENGTH_S = 1.0
PATIENCE_S = 0.15
"""A live window waits so long for pictures that are still being looked at."""
_UNHEARD_S = 1.0
"""When pictures are so far past a window's end, no sound will come for it."""
_RESUMED_S = 0.5
"""Media that begin so long after the answer began are its continuation after a restart."""
_NOTHING_S = 1e-6


@dataclass(frozen=True, slots=True)
class Window:
    """What was seen and heard in [start, start + duration)."""

    start: float
    duration: float
    closed_at: float
    """Wall time (POSIX seconds) at which the window's last sample left the device; of a window
    that the answer's end cut short, when the answer ended, for it could not be known earlier."""
    sync_s: float | None
    """How much later than sound of the same media time pictures left their device."""
    picture: PictureQuality
    sound: SoundQuality
    behaviour: Behaviour | None
    """Absent without leave to measure it."""


class WindowAssembler:
    """The windows of one answer that began at media time `start`.

    A window closes when its sound has been judged and every picture before its end was looked at,
    or, when `patience_s` is given, that long after its sound. A replay at full speed has no
    patience to lose, so its windows depend on the media alone.
    """

    def __init__(
        self,
        start: float,
        speech: SpeechClock,
        behaviour: BehaviourMeter | None,
        patience_s: float | None,
    ) -> None:
        self._origin = start
        self._speech = speech
        self._behaviour = behaviour
        self._patience_s = patience_s
        self._picture, self._sound, self._sync = PictureMeter(), SoundMeter(), SyncMeter()
        self._number: int | None = None
        """The open window's, counted from the answer's start; None before anything came."""
        self._awaited: list[float] = []
        self._skipped: list[float] = []
        self._heard_until = self._seen_until = start
        self._left_at: deque[tuple[float, float]] = deque()
        """Media times, and the wall times at which they left the device, in order."""
        self._end: float | None = None
        self._due_at: float | None = None

    def await_picture(self, pts: float, captured_at: float, skipped: int) -> None:
        """Note a picture that is going to be looked at, and how many before it will not be."""
        self._begin(pts)
        self._awaited.append(pts)
        self._skipped += [pts] * skipped
        self._seen_until = max(self._seen_until, pts)
        self._left_at.append((pts, captured_at))
        self._sync.see(pts, captured_at)

    def observe(self, observation: PictureObservation) -> None:
        """Take what a picture showed; one whose window is closed counts as skipped in the next."""
        self._settle(observation.pts)
        placed = replace(observation, pts=self._placed(observation.pts))
        if self._behaviour is not None:
            self._behaviour.observe(placed)
        if placed.pts < self.start:
            self._skipped.append(self.start)
        else:
            self._picture.observe(placed)

    def skip(self, pts: float) -> None:
        """Note that an awaited picture will not be looked at after all."""
        self._settle(pts)
        self._skipped.append(max(pts, self.start))

    def skip_all(self) -> None:
        """Note that no awaited picture will be looked at."""
        for pts in tuple(self._awaited):
            self.skip(pts)

    def hear(self, chunk: AudioChunk, judged_until: float) -> None:
        """Take sound; up to `judged_until` it has been told speech or silence."""
        self._begin(chunk.pts)
        self._sound.hear(chunk)
        self._sync.hear(chunk.end, chunk.captured_at)
        self.heard(judged_until)
        self._left_at.append((chunk.end, chunk.captured_at))

    def heard(self, judged_until: float) -> None:
        """Note that sound has been told speech or silence so far."""
        self._heard_until = max(self._heard_until, judged_until)

    def finish(self, end: float, captured_at: float) -> None:
        """Note that the answer ended; all its sound has been judged."""
        self._end = max(end, self._origin)
        self._left_at.append((math.inf, captured_at))

    @property
    def start(self) -> float:
        """Where the open window starts."""
        return self._origin + (self._number or 0) * LENGTH_S

    @property
    def is_complete(self) -> bool:
        """Whether the last window was closed."""
        return self._end is not None and self._end - self.start <= _NOTHING_S

    @property
    def due_at(self) -> float | None:
        """When to ask again though nothing came (monotonic seconds)."""
        return self._due_at

    def close_due(self, now: float) -> Iterator[Window]:
        """Yield each window that may be closed at `now` (monotonic seconds)."""
        while not self.is_complete and self._may_close(self._window_end, now):
            end = self._window_end
            yield self._take(end)
            self._number = (self._number or 0) + 1
            self._due_at = None

    @property
    def _window_end(self) -> float:
        whole = self._origin + ((self._number or 0) + 1) * LENGTH_S
        if self._end is not None and self._end < whole + _NOTHING_S:
            return self._end
        return whole

    def _begin(self, pts: float) -> None:
        """Open the first window: the answer's, or after a restart the next whole second."""
        if self._number is None:
            late = pts - self._origin
            self._number = math.ceil(late / LENGTH_S) if late > _RESUMED_S else 0

    def _placed(self, pts: float) -> float:
        """Give `pts`, or the window's start that rounding put it a hair before."""
        edge = self._origin + round((pts - self._origin) / LENGTH_S) * LENGTH_S
        return edge if abs(edge - pts) <= _NOTHING_S else pts

    def _settle(self, pts: float) -> None:
        if pts in self._awaited:
            self._awaited.remove(pts)

    def _may_close(self, end: float, now: float) -> bool:
        passed = max(self._heard_until, self._seen_until - _UNHEARD_S)
        if self._end is None and passed < end:
            return False
        if all(self._placed(pts) >= end for pts in self._awaited):
            return True
        if self._patience_s is None:
            return False
        if self._due_at is None:
            self._due_at = now + self._patience_s
        return now >= self._due_at

    def _take(self, end: float) -> Window:
        start = self.start
        skipped = sum(self._placed(pts) < end for pts in self._skipped)
        self._skipped = [pts for pts in self._skipped if self._placed(pts) >= end]
        behaviour = self._behaviour.take(start, end) if self._behaviour else None
        return Window(
            start=start,
            duration=min(LENGTH_S, end - start),
            closed_at=self._closed_at(end),
            sync_s=self._sync.take(start, end),
            picture=self._picture.take(start, end, skipped),
            sound=self._sound.take(start, end, self._speech),
            behaviour=behaviour,
        )

    def _closed_at(self, end: float) -> float:
        """Give the wall time at which the window that ends at `end` was over."""
        if self._end is not None and end - self.start < LENGTH_S - _NOTHING_S:
            return self._left_at[-1][1]
        while len(self._left_at) > 1 and self._left_at[0][0] < end - _NOTHING_S:
            self._left_at.popleft()
        pts, captured_at = self._left_at[0]
        return captured_at - max(0.0, min(pts - end, LENGTH_S) if math.isfinite(pts) else 0.0)
