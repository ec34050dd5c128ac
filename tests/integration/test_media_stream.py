"""The media stream over a real Unix socket: who hears what, and who can harm whom."""

from __future__ import annotations

import threading
from multiprocessing.connection import Client
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    ChunkHeader,
    FarEndMark,
    FrameHeader,
    InterviewEndedMark,
    InterviewMark,
    TakeOverMark,
)
from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.media_stream import MediaStream
from edge_agent.capture.stream_server import StreamServer
from tests.fakes.media_files import grey
from tests.integration.stream_listener import BOUND_S, Listener, wish
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.integration
RATE = 48_000
INTERVIEW = InterviewMark(plan=b"{}", language=Language.EN, analysis=True, face_analysis=False)
BEGAN = AnswerBeganMark(answer=1, stage=2, pts=3.0)
END = InterviewEndedMark(pts=9.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "media.sock"


@pytest.fixture
def server(path: Path) -> Iterator[StreamServer]:
    server = StreamServer(path, source_waits=True)
    yield server
    server.close()


def _joined(server: StreamServer, listener: Listener) -> Listener:
    """Let the listener hear the standing mark, so that it is known to be connected."""
    server.publish_mark(INTERVIEW)
    assert listener.first.wait(BOUND_S)
    return listener


def _late(path: Path) -> Listener:
    """Connect when marks stand, and hear the first of them."""
    listener = Listener(path, wish())
    assert listener.first.wait(BOUND_S)
    return listener


def _frame(number: int, rate: float = 30.0) -> Frame:
    return Frame(number / rate, 1000.0 + number / rate, grey(number % 256, (192, 128)))


def _chunk(number: int) -> AudioChunk:
    samples = np.full(960, number, np.int16)
    return AudioChunk(number * 0.02, 1000.0 + number * 0.02, RATE, samples)


def _play(server: StreamServer, seconds: int) -> None:
    for tick in range(seconds * 50):
        if tick * 30 % 50 < 30:
            server.publish_frame(_frame(tick * 30 // 50))
        server.publish_chunk(_chunk(tick))
    server.publish_mark(END)


def test_a_subscriber_that_is_waited_for_hears_everything_in_order(
    server: StreamServer, path: Path
) -> None:
    listener = _joined(server, Listener(path, wish()))
    _play(server, 10)
    heard = listener.all()
    chunks = [(header, payload) for header, payload in heard if isinstance(header, ChunkHeader)]
    assert [header.pts for header, _ in chunks] == [tick * 0.02 for tick in range(500)]
    assert [np.frombuffer(payload, "<i2")[0] for _, payload in chunks] == list(range(500))
    frames = [header for header, _ in heard if isinstance(header, FrameHeader)]
    assert [round(each.pts * 30) for each in frames] == list(range(300))
    assert {each.skipped for each in frames} == {0}


def test_pictures_come_at_the_asked_rate_and_width(server: StreamServer, path: Path) -> None:
    listener = _joined(server, Listener(path, wish(rate=15.0, width=96)))
    _play(server, 4)
    heard = listener.all()
    frames = [(header, body) for header, body in heard if isinstance(header, FrameHeader)]
    assert len(frames) == 60
    for header, body in frames:
        assert (header.width, header.height) == (96, 64)
        image = np.frombuffer(body, np.uint8).reshape(64, 96, 3)
        assert set(image.ravel().tolist()) == {round(header.pts * 30) % 256}


def test_pictures_go_on_for_the_self_view_while_media_time_stands(
    server: StreamServer, path: Path
) -> None:
    listener = _joined(server, Listener(path, wish(rate=10.0)))
    for number in range(30):
        server.publish_frame(Frame(5.0, 1000.0 + number / 30, grey(number, (64, 64))))
    server.publish_mark(END)
    assert len(listener.frames()) in range(9, 12)


def test_a_slow_subscriber_gets_the_newest_picture_and_harms_nobody(path: Path) -> None:
    server = StreamServer(path, source_waits=False)
    gate = threading.Event()
    slow = _joined(server, Listener(path, wish(every_sample=False), gate))
    quick = _joined(server, Listener(path, wish()))
    for number in range(600):
        server.publish_frame(_frame(number))
        server.publish_chunk(_chunk(number))
    server.publish_mark(END)
    quick_heard = [header for header, _ in quick.all() if isinstance(header, ChunkHeader)]
    gate.set()
    frames = slow.frames()
    slow_heard = [header for header, _ in slow.all() if isinstance(header, ChunkHeader)]
    server.close()
    assert len(quick_heard) == 600
    assert len(slow_heard) < 600
    assert round(frames[-1].pts * 30) == 599
    assert len(frames) + sum(each.skipped for each in frames) == 600


def test_a_newcomer_hears_the_marks_that_stand(server: StreamServer, path: Path) -> None:
    server.publish_mark(INTERVIEW)
    server.publish_mark(BEGAN)
    server.publish_mark(TakeOverMark(answer=1, pts=4.0))
    listener = Listener(path, wish())
    assert listener.first.wait(BOUND_S)
    server.publish_mark(END)
    assert [header for header, _ in listener.all()] == [INTERVIEW, BEGAN, END]


def test_a_newcomer_hears_that_the_kiosk_plays_a_voice_until_it_has_ended(
    server: StreamServer, path: Path
) -> None:
    playing = FarEndMark(playing=True, pts=3.0)
    for mark in (INTERVIEW, BEGAN, playing):
        server.publish_mark(mark)
    first = Listener(path, wish())
    assert first.first.wait(BOUND_S)
    over = FarEndMark(playing=False, pts=5.0)
    server.publish_mark(over)
    second = _late(path)
    server.publish_mark(END)
    assert [header for header, _ in first.all()][:4] == [INTERVIEW, BEGAN, playing, over]
    heard = [header for header, _ in second.all()]
    assert (playing in heard, over in heard) == (False, True)


def test_a_voice_plays_on_when_interviews_begin_and_end(server: StreamServer, path: Path) -> None:
    playing = FarEndMark(playing=True, pts=8.0)
    for mark in (INTERVIEW, playing, END):
        server.publish_mark(mark)
    between = _late(path)
    server.publish_mark(INTERVIEW)
    within = _late(path)
    server.publish_mark(END)
    anew = FarEndMark(playing=True, pts=0.0)
    assert [header for header, _ in between.all()] == [playing, INTERVIEW, END]
    assert [header for header, _ in within.all()] == [INTERVIEW, anew, END]


def test_an_answer_that_ended_does_not_stand(server: StreamServer, path: Path) -> None:
    for mark in (INTERVIEW, BEGAN, AnswerEndedMark(answer=1, pts=4.0, captured_at=1004.0)):
        server.publish_mark(mark)
    listener = Listener(path, wish())
    assert listener.first.wait(BOUND_S)
    server.publish_mark(END)
    assert [header for header, _ in listener.all()] == [INTERVIEW, END]


def test_a_subscriber_comes_back_when_the_recorder_does(path: Path) -> None:
    listener = Listener(path, wish())
    for _ in range(2):
        server = StreamServer(path, source_waits=True)
        listener.first.clear()
        server.publish_mark(INTERVIEW)
        assert listener.first.wait(BOUND_S)
        server.close()
    server = StreamServer(path, source_waits=True)
    listener.first.clear()
    server.publish_mark(BEGAN)
    assert listener.first.wait(BOUND_S)
    server.publish_mark(END)
    assert [header for header, _ in listener.all()] == [INTERVIEW, INTERVIEW, BEGAN, END]
    server.close()


def test_one_that_dies_or_talks_nonsense_harms_nobody(server: StreamServer, path: Path) -> None:
    listener = _joined(server, Listener(path, wish()))
    dying = _joined(server, Listener(path, wish()))
    dying.stream.close()
    for nonsense in (b"", b"\xc1", b"{}", b"x" * 9999):
        with Client(str(path), family="AF_UNIX") as connection:
            connection.send_bytes(nonsense)
    _play(server, 4)
    assert len(listener.frames()) == 120


def test_a_waiting_iteration_ends_when_it_is_closed(path: Path) -> None:
    stream = MediaStream(path, wish())
    ended = threading.Event()

    def listen() -> None:
        list(stream)
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    stream.close()
    assert ended.wait(BOUND_S)
