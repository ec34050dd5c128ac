"""What waits for the encoder: bounded, and it says what did not fit."""

from __future__ import annotations

import threading
from collections import deque

from edge_agent.capture.frames import AudioChunk, Frame

MOST_PICTURE_BYTES = 64 * 1024 * 1024
MOST_CHUNKS = 3000
"""A minute of sound."""


class Backlog:
    """A queue of pictures and sound between capture and encoder.

    A source that can wait is made to wait. Of a live one, a picture that does not fit is refused
    (its loss is counted by the caller); sound is refused only when a minute of it waits.
    """

    def __init__(self, *, source_waits: bool) -> None:
        self._source_waits = source_waits
        self._items: deque[Frame | AudioChunk] = deque()
        self._picture_bytes = 0
        self._chunks = 0
        self._is_closed = False
        self._changed = threading.Condition()

    def put(self, item: Frame | AudioChunk) -> bool:
        """Take an item; False when it had to be refused."""
        with self._changed:
            if self._source_waits:
                self._changed.wait_for(lambda: self._has_room(item) or self._is_closed)
            if self._is_closed or not self._has_room(item):
                return False
            self._items.append(item)
            self._count(item, 1)
            self._changed.notify_all()
            return True

    def close(self) -> None:
        """Take nothing more; what waits is still given out."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def get(self) -> Frame | AudioChunk | None:
        """Wait for the next item; None when the backlog is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._is_closed)
            if not self._items:
                return None
            item = self._items.popleft()
            self._count(item, -1)
            self._changed.notify_all()
            return item

    def _has_room(self, item: Frame | AudioChunk) -> bool:
        if isinstance(item, AudioChunk):
            return self._chunks < MOST_CHUNKS
        return not self._picture_bytes or (
            self._picture_bytes + item.image.nbytes <= MOST_PICTURE_BYTES
        )

    def _count(self, item: Frame | AudioChunk, sign: int) -> None:
        if isinstance(item, AudioChunk):
            self._chunks += sign
        else:
            self._picture_bytes += sign * item.image.nbytes
