"""The recorder's packets, heard by a thread of its own while anybody watches."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from edge_agent.capture.bus import KeyPicture, PacketHeader, Subscribe
from edge_agent.capture.frames import Packet
from edge_agent.capture.media_stream import MediaStream
from edge_agent.errors import ProcessError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from edge_agent.capture.recorder_client import RecorderClient

PACKETS = Subscribe(frame_rate=1.0, frame_width=64, every_sample=False, packets=True)
ASKED_APART_S = 1.0


class PacketFeed:
    """Hands each packet to every taker, on the event loop; without takers nothing is heard."""

    def __init__(
        self, path: Path, recorder: RecorderClient, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.lost = 0
        """Packets that the recorder could not hand over in time."""
        self._path = path
        self._recorder = recorder
        self._loop = loop
        self._takers: list[Callable[[Packet], None]] = []
        self._stream: MediaStream | None = None
        self._asked_at = -ASKED_APART_S

    def join(self, taker: Callable[[Packet], None]) -> None:
        """Hand packets to `taker` from now on, and have a key picture soon."""
        self._takers.append(taker)
        if self._stream is None:
            self._stream = MediaStream(self._path, PACKETS)
            threading.Thread(target=self._listen, args=[self._stream], daemon=True).start()
        else:
            self.want_key()

    def leave(self, taker: Callable[[Packet], None]) -> None:
        """Hand nothing more to `taker`."""
        if taker in self._takers:
            self._takers.remove(taker)
        if not self._takers and self._stream is not None:
            self._stream.close()
            self._stream = None

    def want_key(self) -> None:
        """Ask the recorder for a key picture, once a second at most."""
        now = self._loop.time()
        if now - self._asked_at >= ASKED_APART_S:
            self._asked_at = now
            self._loop.run_in_executor(None, self._ask)

    def _ask(self) -> None:
        with contextlib.suppress(ProcessError):  # each second begins with one anyway
            self._recorder.ask(KeyPicture())

    def _listen(self, stream: MediaStream) -> None:
        for header, content in stream:
            if isinstance(header, PacketHeader):
                packet = Packet(header.kind, header.pts, header.captured_at, header.is_key, content)
                with contextlib.suppress(RuntimeError):  # the loop was closed
                    self._loop.call_soon_threadsafe(self._hand_out, stream, packet, header.lost)

    def _hand_out(self, stream: MediaStream, packet: Packet, lost: int) -> None:
        if stream is self._stream:
            self.lost += lost
            for taker in tuple(self._takers):
                taker(packet)
