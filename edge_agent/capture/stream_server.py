"""The recorder's end of the media stream: everything captured goes to everyone who listens."""

from __future__ import annotations

import contextlib
import threading
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING

from msgspec import structs

from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    FarEndMark,
    InterviewEndedMark,
    InterviewMark,
    unpack_subscribe,
)
from edge_agent.capture.subscriber import Subscriber
from edge_agent.errors import ProcessError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from edge_agent.capture.bus import Said
    from edge_agent.capture.frames import AudioChunk, Frame, Packet

_FIRST_WORD_S = 5.0
_LONGEST_WISH = 4096


class StreamServer:
    """Hands pictures, sound and marks to every subscriber; none can harm the recorder.

    A newcomer first hears the marks that stand.
    """

    def __init__(self, path: Path, *, source_waits: bool) -> None:
        self._source_waits = source_waits
        path.unlink(missing_ok=True)
        self._path = path
        self._listener = Listener(str(path), family="AF_UNIX", backlog=8)
        self._subscribers: list[Subscriber] = []
        self._standing: list[Said] = []
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._accept, name="media-accept", daemon=True)
        self._thread.start()

    def publish_frame(self, frame: Frame) -> None:
        """Offer a picture; returns when everyone who is waited for has taken it."""
        for subscriber in self._present():
            subscriber.offer_frame(frame)

    def publish_chunk(self, chunk: AudioChunk) -> None:
        """Offer sound; returns when everyone who is waited for has taken it."""
        for subscriber in self._present():
            subscriber.offer_chunk(chunk)

    @property
    def is_watched(self) -> bool:
        """Say whether anybody wants encoded packets."""
        return any(subscriber.wants_packets for subscriber in self._present())

    def publish_packet(self, packet: Packet) -> None:
        """Offer an encoded packet; never waits."""
        for subscriber in self._present():
            subscriber.offer_packet(packet)

    def publish_mark(self, mark: Said) -> None:
        """Say a mark, and remember it for newcomers as long as it stands."""
        with self._lock:
            self._standing = _standing_after(self._standing, mark)
            for subscriber in self._subscribers:
                subscriber.offer_mark(mark)

    def close(self) -> None:
        """Hang up on everyone."""
        self._is_closed = True
        with contextlib.suppress(OSError):
            Client(str(self._path), family="AF_UNIX").close()
        self._thread.join()
        self._listener.close()
        for subscriber in self._present():
            subscriber.hang_up()

    def _present(self) -> list[Subscriber]:
        with self._lock:
            self._subscribers = [each for each in self._subscribers if not each.is_gone]
            return list(self._subscribers)

    def _accept(self) -> None:
        while not self._is_closed:
            with contextlib.suppress(OSError, EOFError):
                connection = self._listener.accept()
                threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        """Hear what the subscriber wants, then send to it; one that says nonsense is cut off."""
        try:
            if self._is_closed or not connection.poll(_FIRST_WORD_S):
                connection.close()
                return
            wish = unpack_subscribe(connection.recv_bytes(_LONGEST_WISH))
        except (OSError, EOFError, ProcessError):
            connection.close()
            return
        subscriber = Subscriber(connection, wish, source_waits=self._source_waits)
        with self._lock:
            for mark in self._standing:
                subscriber.offer_mark(mark)
            self._subscribers.append(subscriber)
        subscriber.send_all()


def _standing_after(standing: list[Said], mark: Said) -> list[Said]:
    """Give the marks that a newcomer must know once `mark` has been said.

    The last mark of the kiosk's own voice stands always: a newcomer may know the one before it.
    Media time restarts with an interview, and what plays then has played from its beginning.
    """
    playing = [each for each in standing if isinstance(each, FarEndMark)]
    match mark:
        case InterviewMark():
            return [mark, *(structs.replace(each, pts=0.0) for each in playing)]
        case AnswerBeganMark():
            return [*standing, mark]
        case AnswerEndedMark():
            return [each for each in standing if not isinstance(each, AnswerBeganMark)]
        case InterviewEndedMark():
            return [*playing]
        case FarEndMark():
            return [*(each for each in standing if not isinstance(each, FarEndMark)), mark]
        case _:
            return standing
