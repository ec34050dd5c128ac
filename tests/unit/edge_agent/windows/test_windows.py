"""The assembler's laws: windows partition the answer, everything is counted once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.windows import PATIENCE_S, Window, WindowAssembler
from edge_agent.inference.observation import PictureObservation
from tests.fakes.faces import IN_THE_MIDDLE

RATE = 1000
WALL = 1_700_000_000.0


class Silence:
    def speech_s(self, start: float, end: float) -> float:
        assert start < end
        return 0.0

    def far_end_s(self, start: float, end: float) -> float:
        return self.speech_s(start, end)


def chunk(start: float, length: float) -> AudioChunk:
    samples = np.full(round(length * RATE), 100, dtype=np.int16)
    return AudioChunk(start, WALL + start + length, RATE, samples)


def seen(pts: float) -> PictureObservation:
    return PictureObservation(
        pts=pts,
        faces=1,
        mesh=None,
        face=IN_THE_MIDDLE,
        body=None,
        change=0.02,
        brightness=0.5,
        sharpness=0.5,
    )


@dataclass
class Answer:
    """Plays an answer's media into an assembler; vision lags `lag` pictures behind."""

    start: float
    length: float
    picture_gap: float
    chunk_s: float
    lag: int
    patience_s: float | None = None
    now: float = 0.0
    windows: list[Window] = field(default_factory=list)
    looking_at: list[float] = field(default_factory=list)
    pictures: int = 0

    def play(self, heard_from: float | None = None) -> list[Window]:
        assembler = WindowAssembler(self.start, Silence(), None, self.patience_s)
        at = picture = self.start if heard_from is None else heard_from
        end = self.start + self.length
        while at < end - 1e-9:
            part = min(self.chunk_s, end - at)
            while picture < at + part - 1e-9:
                assembler.await_picture(picture, WALL + picture, skipped=0)
                self.looking_at.append(picture)
                self.pictures += 1
                self.look(assembler, keep=self.lag)
                picture += self.picture_gap
            assembler.hear(chunk(at, part), at + part)
            at += part
            self.close(assembler)
        assembler.finish(end, WALL + end)
        self.close(assembler)
        self.look(assembler, keep=0)
        self.close(assembler)
        assert assembler.is_complete
        return self.windows

    def look(self, assembler: WindowAssembler, keep: int) -> None:
        while len(self.looking_at) > keep:
            assembler.observe(seen(self.looking_at.pop(0)))
            self.close(assembler)

    def close(self, assembler: WindowAssembler) -> None:
        self.now += 0.02
        self.windows += assembler.close_due(self.now)


answers = st.builds(
    Answer,
    start=st.floats(min_value=0, max_value=100),
    length=st.floats(min_value=0.05, max_value=6),
    picture_gap=st.floats(min_value=0.03, max_value=0.9),
    chunk_s=st.sampled_from([0.01, 0.02, 0.064, 0.1]),
    lag=st.integers(min_value=0, max_value=8),
)


@given(answer=answers)
@example(answer=Answer(0.0, 3.0, picture_gap=1 / 3, chunk_s=0.01, lag=0))
@settings(max_examples=60, deadline=None)
def test_windows_partition_the_answer_and_count_everything_once(answer: Answer) -> None:
    windows = answer.play()
    assert windows[0].start == answer.start
    for before, after in pairwise(windows):
        assert before.start + before.duration == pytest.approx(after.start)
    assert sum(window.duration for window in windows) == pytest.approx(answer.length)
    assert len(windows) == max(1, math.ceil(answer.length - 1e-6))
    assert sum(window.picture.frames_seen for window in windows) == answer.pictures
    assert sum(window.picture.frames_skipped for window in windows) == 0


@given(answer=answers, other_lag=st.integers(min_value=0, max_value=8))
@example(answer=Answer(0.0, 4.0, picture_gap=0.03, chunk_s=0.02, lag=0), other_lag=1)
@settings(max_examples=30, deadline=None)
def test_without_patience_windows_do_not_depend_on_how_fast_vision_is(
    answer: Answer, other_lag: int
) -> None:
    again = Answer(answer.start, answer.length, answer.picture_gap, answer.chunk_s, lag=other_lag)
    assert answer.play() == again.play()


@given(answer=answers)
@settings(max_examples=30, deadline=None)
def test_live_no_picture_is_counted_twice_however_late_it_is(answer: Answer) -> None:
    answer.patience_s = 0.0
    windows = answer.play()
    counted = sum(one.picture.frames_seen + one.picture.frames_skipped for one in windows)
    assert counted <= answer.pictures
    assert sum(window.duration for window in windows) == pytest.approx(answer.length)


def assembler(patience_s: float | None = PATIENCE_S) -> WindowAssembler:
    return WindowAssembler(0.0, Silence(), None, patience_s)


def test_a_window_waits_for_its_pictures_no_longer_than_its_patience() -> None:
    live = assembler()
    live.hear(chunk(0.0, 0.5), 0.5)
    live.await_picture(0.9, WALL + 0.9, skipped=0)
    live.hear(chunk(0.5, 0.5), 1.0)
    assert list(live.close_due(10.0)) == []
    assert live.due_at == pytest.approx(10.0 + PATIENCE_S)
    assert list(live.close_due(10.0 + PATIENCE_S / 2)) == []
    (window,) = live.close_due(10.0 + PATIENCE_S)
    assert window.picture.frames_seen == 0
    live.observe(seen(0.9))
    live.hear(chunk(1.0, 1.0), 2.0)
    (following,) = live.close_due(11.0)
    assert following.picture.frames_seen == 0
    assert following.picture.frames_skipped == 1


def test_a_lossless_window_waits_for_ever() -> None:
    lossless = assembler(patience_s=None)
    lossless.hear(chunk(0.0, 0.5), 0.5)
    lossless.await_picture(0.9, WALL + 0.9, skipped=0)
    lossless.hear(chunk(0.5, 0.5), 1.0)
    assert list(lossless.close_due(1e9)) == []
    lossless.observe(seen(0.9))
    assert len(list(lossless.close_due(1e9))) == 1


def test_a_window_waits_until_its_sound_was_judged() -> None:
    live = assembler()
    live.hear(chunk(0.0, 1.0), 0.98)
    assert list(live.close_due(0.0)) == []
    live.hear(chunk(1.0, 0.02), 1.01)
    assert len(list(live.close_due(0.0))) == 1


def test_closed_at_is_when_the_last_sample_left_the_device() -> None:
    live = assembler()
    live.hear(chunk(0.0, 0.95), 0.95)
    live.hear(chunk(0.95, 0.1), 1.05)
    (window,) = live.close_due(0.0)
    assert window.closed_at == pytest.approx(WALL + 1.0)


def test_a_window_cut_by_the_answers_end_closed_when_the_answer_ended() -> None:
    held = assembler()
    held.hear(chunk(0.0, 0.7), 0.7)
    held.finish(0.7, WALL + 5.0)
    (window,) = held.close_due(0.0)
    assert window.closed_at == WALL + 5.0


def test_skipped_pictures_are_counted_where_they_were_missed() -> None:
    live = assembler()
    live.await_picture(0.5, WALL, skipped=2)
    live.skip(0.5)
    live.hear(chunk(0.0, 1.0), 1.0)
    (window,) = live.close_due(0.0)
    assert window.picture.frames_skipped == 3


def test_after_a_restart_windows_go_on_from_the_next_whole_second() -> None:
    answer = Answer(start=10.0, length=5.0, picture_gap=0.1, chunk_s=0.1, lag=0)
    windows = answer.play(heard_from=12.3)
    assert [window.start for window in windows] == [13.0, 14.0]


def test_an_answer_whose_sound_is_lost_still_closes_its_windows() -> None:
    live = assembler()
    for number in range(31):
        live.await_picture(number / 10, WALL + number / 10, skipped=0)
        live.observe(seen(number / 10))
    assert [window.start for window in live.close_due(0.0)] == [0.0, 1.0]


def test_an_answer_without_any_media_is_still_covered() -> None:
    live = assembler()
    live.finish(2.5, WALL)
    windows = list(live.close_due(0.0))
    assert [window.duration for window in windows] == [1.0, 1.0, 0.5]
    assert {window.closed_at for window in windows} == {WALL}


def test_an_answer_that_ends_where_it_began_has_no_window() -> None:
    live = assembler()
    live.finish(0.0, WALL)
    assert list(live.close_due(0.0)) == []
    assert live.is_complete
