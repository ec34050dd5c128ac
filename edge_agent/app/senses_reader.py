"""The reader's thread: sorts the recorder's stream into pictures, sound and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.app.senses_events import Inbox, PictureDue, SoundHeard
from edge_agent.app.senses_vision import Album, Picture
from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    ChunkHeader,
    FrameHeader,
    PacketHeader,
)
from edge_agent.capture.frames import AudioChunk, Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge_agent.capture.bus import Heard


def read(stream: Iterable[tuple[Heard, bytes]], album: Album, inbox: Inbox) -> None:
    """Hand on everything until the stream ends; pictures only while an answer is open."""
    answer: int | None = None
    for header, payload in stream:
        match header:
            case ChunkHeader():
                inbox.put_media(SoundHeard(_chunk(header, payload)))
            case FrameHeader():
                if answer is not None and not album.is_closed:
                    due = PictureDue(answer, header.pts, header.captured_at, header.skipped)
                    inbox.put_media(due)
                    album.add(Picture(answer, _frame(header, payload)))
            case PacketHeader():
                pass  # not asked for
            case _:
                if isinstance(header, AnswerBeganMark):
                    answer = header.answer
                elif isinstance(header, AnswerEndedMark):
                    answer = None
                inbox.put(header)


def _chunk(header: ChunkHeader, payload: bytes) -> AudioChunk:
    samples = np.frombuffer(payload, dtype="<i2").astype(np.int16, copy=False)
    return AudioChunk(header.pts, header.captured_at, header.rate, samples)


def _frame(header: FrameHeader, payload: bytes) -> Frame:
    shape = (header.height, header.width, 3)
    image = np.frombuffer(payload, dtype=np.uint8).reshape(shape)
    return Frame(header.pts, header.captured_at, image)
