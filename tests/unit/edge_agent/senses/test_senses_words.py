"""The candidate reads, corrects and writes: what is sealed, and what is sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
import pytest

from edge_agent.capture.bus import InterviewEndedMark
from edge_agent.errors import ProcessError
from edge_agent.publish.words_line import (
    SOCKET_NAME,
    WordsClient,
    WordsCorrected,
    WordsTyped,
    WordsWanted,
)
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.senses import WORDS, answer, interview
from tests.fakes.senses_rig import Rig
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures, SoundVerdict
from wire.messages.utterance_features import UtteranceFeatures
from wire.plan import Keyword
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wire.messages.fields import Durable

T = TypeVar("T")
PLAN = msgspec.structs.replace(
    sample_plan(Profile.CN),
    keywords=(
        Keyword(number=0, language=Language.EN, forms=("pangolin",)),
        Keyword(number=1, language=Language.EN, forms=("cash flow",)),
    ),
)


def of(kind: type[T], messages: list[Durable]) -> list[T]:
    return [message for message in messages if isinstance(message, kind)]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """One answer has been given, and everything of it is understood."""
    made = Rig(tmp_path)
    made.start([interview(PLAN), *answer(0, 0.0, 6.5)])
    made.wait_until(lambda: made.done() >= 1 or made.error is not None)
    yield made
    made.stop()


@pytest.fixture
def line(rig: Rig) -> WordsClient:
    return WordsClient(rig.settings.runtime_dir / SOCKET_NAME)


def test_what_was_understood_can_be_read_and_is_sealed_as_it_was(
    rig: Rig, line: WordsClient
) -> None:
    told = line.ask(WordsWanted(answer=0))
    assert [one.text for one in told.passages] == [" ".join(WORDS)] * len(told.passages)
    assert told.is_whole
    assert told.sound is not None
    sealed = rig.transcript(INTERVIEW_ID, 0)
    assert sealed.corrected == ()


def test_a_correction_is_sealed_beside_what_was_recognised(rig: Rig, line: WordsClient) -> None:
    before = line.ask(WordsWanted(answer=0))
    texts = ["the cash flow pangolin", *(one.text for one in before.passages[1:])]
    told = line.ask(WordsCorrected(answer=0, texts=tuple(texts)))
    assert [one.text for one in told.passages] == texts
    assert told.passages[0].recognised == " ".join(WORDS)
    sealed = rig.transcript(INTERVIEW_ID, "0-1")
    assert tuple(word.text for word in sealed.utterances[0]) == WORDS
    assert sealed.corrected[0] == texts[0]
    assert set(sealed.corrected[1:]) <= {None}
    assert rig.transcript(INTERVIEW_ID, 0).corrected == ()


def test_a_correction_sends_new_words_and_keywords_and_leaves_the_sound_alone(
    rig: Rig, line: WordsClient
) -> None:
    before = of(UtteranceFeatures, rig.messages())[0]
    texts = [one.text for one in line.ask(WordsWanted(answer=0)).passages]
    line.ask(WordsCorrected(answer=0, texts=("the cash flow pangolin", *texts[1:])))
    again = of(UtteranceFeatures, rig.messages())[-1]
    assert (again.start, again.end, again.revision) == (before.start, before.end, 1)
    assert (again.rate, again.pauses, again.fillers) == (
        before.rate,
        before.pauses,
        before.fillers,
    )
    assert sorted(hit.keyword for hit in again.hits) == [0, 1]
    assert all(again.start <= hit.start <= hit.end <= again.end for hit in again.hits)
    first, newest = of(AnswerFeatures, rig.messages())
    assert (newest.revision, newest.verdict) == (1, first.verdict)
    assert newest.words == first.words + 1


def test_what_is_taken_back_is_as_it_was_recognised(rig: Rig, line: WordsClient) -> None:
    texts = tuple(one.text for one in line.ask(WordsWanted(answer=0)).passages)
    line.ask(WordsCorrected(answer=0, texts=("something else", *texts[1:])))
    line.ask(WordsCorrected(answer=0, texts=texts))
    assert rig.transcript(INTERVIEW_ID, "0-2").corrected == ()
    first, *_, last = of(UtteranceFeatures, rig.messages())
    assert (last.hits, last.words, last.revision) == (first.hits, first.words, 2)


def test_a_correction_that_changes_nothing_sends_nothing(rig: Rig, line: WordsClient) -> None:
    texts = tuple(one.text for one in line.ask(WordsWanted(answer=0)).passages)
    count = len(rig.messages())
    line.ask(WordsCorrected(answer=0, texts=texts))
    assert len(rig.messages()) == count


def test_passages_that_do_not_fit_are_refused(line: WordsClient) -> None:
    with pytest.raises(ProcessError, match="no longer, in memory"):
        line.ask(WordsCorrected(answer=0, texts=("one",) * 99))
    with pytest.raises(ProcessError, match="no longer, in memory"):
        line.ask(WordsCorrected(answer=7, texts=("one",)))


def test_a_written_answer_is_scored_by_its_words_and_has_no_sound(
    rig: Rig, line: WordsClient
) -> None:
    line.ask(WordsTyped(answer=1, pts=6.5, text="I looked at the cash flow."))
    utterance = of(UtteranceFeatures, rig.messages())[-1]
    features = of(AnswerFeatures, rig.messages())[-1]
    assert [hit.keyword for hit in utterance.hits] == [1]
    assert (utterance.words, utterance.rate, utterance.pauses) == (6, 0.0, 0)
    assert (features.start, features.end, features.speech_s) == (6.5, 6.5, 0.0)
    assert features.verdict is SoundVerdict.GOOD
    sealed = rig.transcript(INTERVIEW_ID, 1)
    assert sealed.typed
    assert " ".join(word.text for word in sealed.utterances[0]) == "I looked at the cash flow."
    assert rig.done() == 2


def test_no_word_of_a_written_or_corrected_answer_leaves_by_message(
    rig: Rig, line: WordsClient
) -> None:
    line.ask(WordsTyped(answer=1, pts=6.5, text="quagga axolotl"))
    assert not any(word.encode() in payload for word in WORDS for payload in rig.payloads())


def test_words_are_forgotten_when_the_interview_ends(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.start([interview(PLAN), *answer(0, 0.0, 3.0), (InterviewEndedMark(pts=3.0), b"")])
    rig.wait_until(lambda: rig.done() >= 1 or rig.error is not None)
    line = WordsClient(rig.settings.runtime_dir / SOCKET_NAME)
    assert line.ask(WordsWanted(answer=0)).passages == ()
    rig.stop()


def test_without_consent_to_analysis_nothing_can_be_written(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.start([interview(PLAN, analysis=False), *answer(0, 0.0, 3.0)])
    rig.wait_until(lambda: rig.done() >= 1 or rig.error is not None)
    line = WordsClient(rig.settings.runtime_dir / SOCKET_NAME)
    assert line.ask(WordsWanted(answer=0)).passages == ()
    with pytest.raises(ProcessError, match="typed"):
        line.ask(WordsTyped(answer=1, pts=3.0, text="quagga"))
    rig.stop()
