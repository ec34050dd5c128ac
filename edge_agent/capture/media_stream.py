"""The subscriber's end of the media stream."""

from __future__ import annotations

import threading
from multiprocessing.connection import Client
from typing import TYPE_CHECKING

from edge_agent.capture.bus import ChunkHeader, FrameHeader, PacketHeader, pack, unpack_heard
from edge_agent.capture.hang_up import hang_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from edge_agent.capture.bus import Heard, Subscribe

_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 2.0
_LONGEST_ITEM = 64 * 1024 * 1024
_WITH_PAYLOAD = (FrameHeader, ChunkHeader, PacketHeader)


class MediaStream:
    """Yields what the recorder streams, and connects again whenever the recorder was away.

    On every connection the recorder first repeats the marks that stand (`InterviewMark`, and
    `AnswerBeganMark` while an answer is open), so a subscriber that was cut off, or came late,
    knows where it is; it must take such a repeated mark for what it already knows.
    """

    def __init__(
        self, path: Path, subscribe: Subscribe, cut_off: Callable[[], None] | None = None
    ) -> None:
        """Take `cut_off`, which is called whenever the recorder has hung up."""
        self._path = path
        self._subscribe = subscribe
        self._cut_off = cut_off
        self._closed = threading.Event()
        self._connection: Connection | None = None

    def __iter__(self) -> Iterator[tuple[Heard, bytes]]:
        """Yield (header, payload) until closed; marks have an empty payload."""
        wait = _FIRST_WAIT_S
        while not self._closed.is_set():
            connection = self._connect()
            if connection is None:
                self._closed.wait(wait)
                wait = min(2 * wait, _LONGEST_WAIT_S)
                continue
            wait = _FIRST_WAIT_S
            with connection:
                yield from self._heard(connection)
            if self._cut_off is not None and not self._closed.is_set():
                self._cut_off()

    def close(self) -> None:
        """End the iteration, also from another thread; safe to call twice."""
        self._closed.set()
        if self._connection is not None:
            hang_up(self._connection)

    def _connect(self) -> Connection | None:
        try:
            connection = Client(str(self._path), family="AF_UNIX")
            connection.send_bytes(pack(self._subscribe))
        except OSError:
            return None
        self._connection = connection
        if self._closed.is_set():
            hang_up(connection)
        return connection

    def _heard(self, connection: Connection) -> Iterator[tuple[Heard, bytes]]:
        while True:
            try:
                header = unpack_heard(connection.recv_bytes(_LONGEST_ITEM))
                has_payload = isinstance(header, _WITH_PAYLOAD)
                payload = connection.recv_bytes(_LONGEST_ITEM) if has_payload else b""
            except (OSError, EOFError):
                return
            yield header, payload
