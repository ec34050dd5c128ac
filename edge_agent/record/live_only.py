"""Encodes for live viewers while no answer is recorded; nothing of it is written anywhere."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from edge_agent.capture.frames import Frame
from edge_agent.errors import RecordingError
from edge_agent.record.part_recorder import PartRecorder

if TYPE_CHECKING:
    from edge_agent.capture.frames import AudioChunk, Packet
    from edge_agent.record.part_recorder import Shape
    from edge_agent.record.part_writer import Tally
    from edge_agent.record.ports import Stream
    from wire.upload import Gap

_LOG = structlog.get_logger()
_RETRY_S = 1.0
"""Of media time, before an encoder that failed is followed by the next one."""


class _Nowhere:
    """A writer that keeps nothing."""

    def fragment(self, plaintext: bytes, start: float, duration: float, tally: Tally) -> None:
        """Forget a fragment."""

    def gap(self, gap: Gap) -> None:
        """Forget a gap."""

    def close(self, tally: Tally) -> None:
        """End."""

    def abandon(self) -> None:
        """End."""


class _Tap:
    """Hands packets on until it is shut: from then on no packet comes any more."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._is_shut = False

    def take(self, packet: Packet) -> None:
        with self._lock:
            if not self._is_shut:
                self._stream.publish_packet(packet)

    def shut(self) -> None:
        with self._lock:
            self._is_shut = True


class LiveOnly:
    """One encoder that runs while somebody watches; called by the recorder's thread only."""

    def __init__(self, shape: Shape, stream: Stream) -> None:
        self._shape = shape
        self._stream = stream
        self._part: PartRecorder | None = None
        self._tap: _Tap | None = None
        self._failed_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Say whether anything is encoded."""
        return self._part is not None

    def add(self, item: Frame | AudioChunk) -> None:
        """Encode what was captured, if somebody watches."""
        if self._part is not None and self._part.has_failed:
            self._failed_at = item.pts
            self.stop()
        elif not self._stream.is_watched:
            self.stop()
        elif self._part is None:
            self._begin(item)
        if self._part is not None:
            self._part.add(item)

    def key_picture(self) -> None:
        """Let the next picture be one that needs no other."""
        if self._part is not None:
            self._part.key_picture()

    def stop(self) -> None:
        """Encode no more; no packet follows."""
        part, tap, self._part, self._tap = self._part, self._tap, None, None
        if part is not None and tap is not None:
            tap.shut()
            part.finish(0.0)

    def _begin(self, item: Frame | AudioChunk) -> None:
        """Begin with a picture: sound alone shows nothing."""
        if not isinstance(item, Frame) or self._has_just_failed(item.pts):
            return
        tap = _Tap(self._stream)
        try:
            shape = replace(self._shape, tap=tap.take)
            self._part = PartRecorder(_Nowhere(), shape, item.pts)
        except RecordingError as error:
            self._failed_at = item.pts
            _LOG.warning("live_not_begun", code=error.code, why=str(error))
        else:
            self._tap, self._failed_at = tap, None

    def _has_just_failed(self, pts: float) -> bool:
        """Say so; another interview, whose media time restarts, waits no longer than this one."""
        return self._failed_at is not None and abs(pts - self._failed_at) < _RETRY_S
