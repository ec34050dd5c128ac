"""Records one part on a thread of its own: backlog, timeline, encoder, writer."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import structlog

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.errors import EdgeError
from edge_agent.record.backlog import Backlog
from edge_agent.record.encoder import Encoder
from edge_agent.record.part_writer import Tally
from edge_agent.record.timeline import Black, Timeline
from edge_agent.record.writer_behind import WriterBehind
from wire.fragments import FragmentSplitter, fragment_time, video_track
from wire.upload import Gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.capture.frames import Packet
    from edge_agent.record.ports import Writer
    from edge_agent.record.timeline import Filling

_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shape:
    """What is recorded."""

    size: tuple[int, int]
    """Width and height in pixels."""
    sound_rate: int
    """Hertz."""
    bit_rate: int
    """The most that pictures may take, bits per second."""
    source_waits: bool
    tap: Callable[[Packet], None] | None = None
    """Gets every encoded packet, in media time of the interview."""


class PartRecorder:
    """Takes pictures and sound in media time and makes them durable, fragment by fragment."""

    def __init__(self, writer: Writer, shape: Shape, start: float) -> None:
        self._shape = shape
        self._start = start
        self._end = start
        self._backlog = Backlog(source_waits=shape.source_waits)
        self._timeline = Timeline(shape.sound_rate)
        self._splitter = FragmentSplitter()
        self._track: tuple[int, int] | None = None
        self._frames_recorded = 0
        self._frames_lost = 0
        self.has_failed = False
        """Nothing more is recorded here; what is journalled is kept."""
        tap = None if shape.tap is None else self._hand_on
        self._encoder = Encoder(self._write, shape.size, shape.sound_rate, shape.bit_rate, tap)
        self._writer = WriterBehind(writer)
        self._thread = threading.Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def add(self, item: Frame | AudioChunk) -> None:
        """Take what was captured at or after the part's start."""
        if not self._backlog.put(item) and isinstance(item, Frame):
            self._frames_lost += 1

    def lose(self, pictures: int) -> None:
        """Count pictures that never came as far as here."""
        self._frames_lost += pictures

    def key_picture(self) -> None:
        """Let the next picture be one that needs no other."""
        self._encoder.key_picture()

    def finish(self, end: float) -> None:
        """Let the part end at media time `end`; returns at once."""
        self._end = end
        self._backlog.close()

    def join(self) -> None:
        """Wait until the part is closed."""
        self._thread.join()

    def rest(self) -> list[Frame | AudioChunk]:
        """Give what a part that failed had not come to yet; after `join`."""
        return list(iter(self._backlog.get, None))

    def _run(self) -> None:
        try:
            while (item := self._backlog.get()) is not None:
                self._record(item)
            self._fill(self._timeline.close(self._end - self._start))
            self._encoder.close()
            self._note_gaps()
            self._writer.close(self._tally())
        except EdgeError as error:
            self.has_failed = True
            _LOG.error("part_failed", code=error.code, error=str(error))
        finally:
            self._backlog.close()
            self._writer.abandon()

    def _record(self, item: Frame | AudioChunk) -> None:
        self._writer.check()
        at = max(item.pts - self._start, 0.0)
        if isinstance(item, AudioChunk):
            fillings, left_out = self._timeline.sound(at, len(item.samples))
            self._fill(fillings)
            if left_out < len(item.samples):
                self._encoder.sound(item.samples[left_out:], item.captured_at)
        else:
            self._fill(self._timeline.picture(at))
            self._encoder.picture(at, item.image, item.captured_at)
            self._frames_recorded += 1
        self._note_gaps()

    def _fill(self, fillings: list[Filling]) -> None:
        width, height = self._shape.size
        for filling in fillings:
            if isinstance(filling, Black):
                self._encoder.picture(filling.at, np.zeros((height, width, 3), np.uint8))
            else:
                self._encoder.sound(np.zeros(filling.samples, np.int16))

    def _note_gaps(self) -> None:
        for gap in self._timeline.gaps():
            self._writer.gap(Gap(start=self._start + gap.start, end=self._start + gap.end))

    def _tally(self) -> Tally:
        return Tally(self._frames_recorded, self._frames_lost)

    def _hand_on(self, packet: Packet) -> None:
        if self._shape.tap is not None:
            self._shape.tap(replace(packet, pts=self._start + packet.pts))

    def _write(self, data: bytes) -> None:
        """Take the muxer's bytes; called by the encoder."""
        for fragment in self._splitter.feed(data):
            if self._track is None:
                self._track = video_track(fragment)
                start = duration = 0
            else:
                start, duration = fragment_time(fragment, self._track[0])
            scale = self._track[1]
            self._writer.fragment(fragment, start / scale, duration / scale, self._tally())
