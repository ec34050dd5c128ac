"""Captions are made while somebody listens, go to the agent alone, and stand nowhere."""

from __future__ import annotations

import tempfile
from collections import UserList
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from edge_agent.app.senses_ear import WANTED_S, Ear
from edge_agent.app.senses_models import Models
from edge_agent.publish.bell import (
    SENSES_SOCKET_NAME,
    BellPush,
    CaptionHeard,
    Listen,
    Puzzled,
    TopicNow,
)
from tests.fakes.plans import sample_plan
from tests.fakes.senses import (
    WORDS,
    FakeRecogniser,
    FakeVoice,
    Item,
    began,
    ended,
    interview,
    media,
)
from tests.fakes.senses_rig import Rig
from tests.fakes.text_encoder import FakeTextEncoder
from wire.messages.answer_features import Topicality
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

PLAN = sample_plan(Profile.EU)
QUESTION = 1
TEXT = " ".join(WORDS)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder whose name is short enough for a socket's."""
    with tempfile.TemporaryDirectory(prefix="k-") as made:
        yield Path(made)


class Listened(UserList[Item]):
    """A stream's items; somebody begins to listen when they begin to come."""

    def __init__(self, items: list[Item], socket: Path) -> None:
        super().__init__(items)
        self._socket = socket

    def __iter__(self) -> Iterator[Item]:
        with closing(BellPush(self._socket)) as push:
            assert push.ring(Listen())
        return iter(self.data)


def answered(seconds: float, *, analysis: bool = True) -> list[Item]:
    asked = interview(PLAN, analysis=analysis)
    return [asked, began(QUESTION, 0.0), *media(0.0, seconds), ended(QUESTION, seconds)]


def play(rig: Rig, items: list[Item], *, listened: bool = True) -> None:
    socket = rig.settings.runtime_dir / SENSES_SOCKET_NAME
    rig.play(Listened(items, socket) if listened else items, models=models(rig))
    assert rig.error is None


def goes_on(rig: Rig, seconds: float, until: Callable[[], bool]) -> None:
    """Play an answer that does not end, until a fact."""
    items = Listened(answered(seconds)[:-1], rig.settings.runtime_dir / SENSES_SOCKET_NAME)
    rig.start(items, models(rig))
    rig.wait_until(until)
    rig.stop()
    assert rig.error is None


def topics(rig: Rig) -> list[TopicNow]:
    return [one for one in rig.rung if isinstance(one, TopicNow)]


def models(rig: Rig) -> Models:
    return Models(lambda **_: rig.tracker, FakeVoice, lambda _: rig.recogniser, FakeTextEncoder)


def captions(rig: Rig) -> list[CaptionHeard]:
    return [one for one in rig.rung if isinstance(one, CaptionHeard)]


def test_who_listens_is_told_what_is_said_while_it_is_said(folder: Path) -> None:
    rig = Rig(folder)
    goes_on(rig, 0.9, lambda: bool(captions(rig)))
    assert {(one.text, one.final) for one in captions(rig)} == {(TEXT, False)}


def test_who_listens_is_told_what_was_said_for_good(folder: Path) -> None:
    rig = Rig(folder)
    play(rig, answered(6.0))
    told = captions(rig)
    assert {one.text for one in told} == {TEXT}
    assert [one.final for one in told].count(True) == 2
    assert all(0.0 <= one.start <= one.end <= 6.0 for one in told)


def test_while_nobody_listens_no_word_is_told_and_nothing_is_decoded_for_it(
    folder: Path,
) -> None:
    class Counting(FakeRecogniser):
        previews = 0

        def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
            Counting.previews += 1
            return super().preview(samples)

    rig = Rig(folder, recogniser=Counting())
    play(rig, answered(6.0), listened=False)
    assert captions(rig) == []
    assert not [one for one in rig.rung if isinstance(one, TopicNow)]
    assert Counting.previews == 0


def test_without_consent_to_analysis_there_is_nothing_to_tell(folder: Path) -> None:
    rig = Rig(folder)
    play(rig, answered(6.0, analysis=False))
    assert captions(rig) == []


def test_the_numbers_are_the_same_whether_somebody_listens_or_not(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="k-") as other:
        alone, listened = Rig(folder), Rig(Path(other))
        play(alone, answered(6.0), listened=False)
        play(listened, answered(6.0))
        assert alone.messages() == listened.messages()


def test_no_word_stands_in_a_message_or_a_log(folder: Path) -> None:
    rig = Rig(folder)
    with capture_logs() as logs:
        play(rig, answered(6.0))
    assert captions(rig)
    written = b"".join(rig.payloads()) + repr(logs).encode()
    assert not [word for word in WORDS if word.encode() in written]


def test_how_a_long_answer_keeps_to_its_topic_is_told_before_its_end(folder: Path) -> None:
    rig = Rig(folder)
    goes_on(rig, 50.0, lambda: len(topics(rig)) == 2)
    told = topics(rig)
    assert [one.topic for one in told] == [Topicality.OFF_TOPIC] * 2
    assert all(after.pts - before.pts >= 20.0 for before, after in pairwise(told))


def test_that_a_question_was_not_understood_is_told_without_a_word_of_it(folder: Path) -> None:
    rig = Rig(folder, recogniser=FakeRecogniser(words=("I", "don't", "understand.")))
    play(rig, answered(3.0), listened=False)
    (told,) = [one for one in rig.rung if isinstance(one, Puzzled)]
    assert 0.0 <= told.start < told.end <= 3.0
    assert captions(rig) == []


def test_who_asks_no_more_is_told_nothing_after_a_while(folder: Path) -> None:
    path = folder / "s"
    with closing(Ear(path)) as ear, closing(BellPush(path)) as push:
        assert not ear.is_wanted(0.0)
        push.ring(Listen())
        assert ear.is_wanted(1.0)
        assert ear.is_wanted(1.0 + WANTED_S - 0.1)
        assert not ear.is_wanted(1.0 + WANTED_S)
