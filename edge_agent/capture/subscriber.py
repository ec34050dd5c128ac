"""One subscriber of the media stream: what waits for it, and the thread that sends it."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import TYPE_CHECKING

from edge_agent.capture.bus import ChunkHeader, FrameHeader, PacketHeader, pack
from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.hang_up import hang_up
from edge_agent.capture.packet_line import PacketLine
from edge_agent.capture.pictures import Pace, narrowed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from edge_agent.capture.bus import Said, Subscribe
    from edge_agent.capture.frames import Packet

_CHUNKS_FOR_ALL = 3000
"""A minute of sound: a subscriber that wants every sample and is further behind is cut off."""
_CHUNKS_FOR_SOME = 50
_FRAMES_WAITED_FOR = 4
_ITEMS_WAITED_FOR = 64


class Subscriber:
    """Takes what is offered without ever stopping the recorder, unless the source can wait.

    Pictures: the newest wins and the others are counted. Sound: never dropped for a subscriber
    that wants every sample. Marks: never dropped.
    """

    def __init__(self, connection: Connection, wish: Subscribe, *, source_waits: bool) -> None:
        self._connection = connection
        self._wish = wish
        self._is_waited_for = source_waits and wish.every_sample and not wish.packets
        self._items: deque[Frame | AudioChunk | Said] = deque()
        self._packets = PacketLine()
        self._changed = threading.Condition()
        self._skipped = 0
        self._pace = Pace(wish.frame_rate)
        self.is_gone = False
        """Nobody listens any more."""

    @property
    def wants_packets(self) -> bool:
        """Say whether encoded packets are wanted in place of pictures and sound."""
        return self._wish.packets

    def offer_packet(self, packet: Packet) -> None:
        """Take an encoded packet; of those that wait too long whole groups are lost."""
        with self._changed:
            if self._wish.packets and not self.is_gone:
                self._packets.put(packet)
                self._changed.notify_all()

    def offer_frame(self, frame: Frame) -> None:
        """Take a picture if it is due; it replaces one that was not sent yet."""
        with self._changed:
            if self._wish.packets or not self._pace.is_due(frame):
                return
            if self._is_waited_for:
                self._wait_for_room()
            elif waiting := next((i for i in self._items if isinstance(i, Frame)), None):
                self._items.remove(waiting)
                self._skipped += 1
            self._put(frame)

    def offer_chunk(self, chunk: AudioChunk) -> None:
        """Take sound; a subscriber a minute behind is cut off, for it would want all of it."""
        with self._changed:
            if self._wish.packets:
                return
            if self._is_waited_for:
                self._wait_for_room()
            chunks = [item for item in self._items if isinstance(item, AudioChunk)]
            if self._wish.every_sample and len(chunks) >= _CHUNKS_FOR_ALL:
                self.hang_up()
            elif not self._wish.every_sample and len(chunks) >= _CHUNKS_FOR_SOME:
                self._items.remove(chunks[0])
            self._put(chunk)

    def offer_mark(self, mark: Said) -> None:
        """Take a mark."""
        with self._changed:
            self._put(mark)

    def hang_up(self) -> None:
        """Let the sending thread end."""
        with self._changed:
            self.is_gone = True
            self._items.clear()
            self._changed.notify_all()
        hang_up(self._connection)

    def send_all(self) -> None:
        """Send what waits, in order, until one side hangs up."""
        with contextlib.suppress(OSError), self._connection:
            while (item := self._next()) is not None:
                self._send(item)
        with self._changed:
            self.is_gone = True
            self._changed.notify_all()

    def _wait_for_room(self) -> None:
        def has_room() -> bool:
            frames = sum(isinstance(item, Frame) for item in self._items)
            enough = len(self._items) < _ITEMS_WAITED_FOR and frames < _FRAMES_WAITED_FOR
            return enough or self.is_gone

        self._changed.wait_for(has_room)

    def _put(self, item: Frame | AudioChunk | Said) -> None:
        if not self.is_gone:
            self._items.append(item)
            self._changed.notify_all()

    def _next(self) -> Frame | AudioChunk | Said | tuple[Packet, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._packets or self.is_gone)
            if self.is_gone:
                return None
            item = self._items.popleft() if self._items else self._packets.take()
            self._changed.notify_all()
            return item

    def _send(self, item: Frame | AudioChunk | Said | tuple[Packet, int]) -> None:
        if isinstance(item, tuple):
            self._send_packet(*item)
        elif isinstance(item, Frame):
            self._send_frame(item)
        elif isinstance(item, AudioChunk):
            header = ChunkHeader(pts=item.pts, captured_at=item.captured_at, rate=item.rate)
            self._connection.send_bytes(pack(header))
            self._connection.send_bytes(item.samples.astype("<i2").tobytes())
        else:
            self._connection.send_bytes(pack(item))

    def _send_packet(self, packet: Packet, lost: int) -> None:
        header = PacketHeader(
            kind=packet.kind,
            pts=packet.pts,
            captured_at=packet.captured_at,
            is_key=packet.is_key,
            lost=lost,
        )
        self._connection.send_bytes(pack(header))
        self._connection.send_bytes(packet.content)

    def _send_frame(self, frame: Frame) -> None:
        image = narrowed(frame.image, self._wish.frame_width)
        with self._changed:
            skipped, self._skipped = self._skipped, 0
        header = FrameHeader(
            pts=frame.pts,
            captured_at=frame.captured_at,
            width=image.shape[1],
            height=image.shape[0],
            skipped=skipped,
        )
        self._connection.send_bytes(pack(header))
        self._connection.send_bytes(image.tobytes())
