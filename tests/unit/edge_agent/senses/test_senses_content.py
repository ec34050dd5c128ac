"""Answers are compared with their questions at their end, where there is leave and a model."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import msgspec
import pytest
from structlog.testing import capture_logs

from edge_agent.app.senses_content import Comparison, ContentDesk, Telling, question_of
from edge_agent.app.senses_models import Models
from edge_agent.errors import ModelError
from edge_agent.features.content import UNTOLD
from tests.fakes.plans import sample_plan
from tests.fakes.senses import FakeVoice, answer, interview
from tests.fakes.senses_rig import Rig
from tests.fakes.text_encoder import FakeTextEncoder
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures, Content, Topicality
from wire.messages.utterance_features import UtteranceFeatures
from wire.plan import Keyword
from wire.policy import Profile
from wire.upload import TranscriptWord

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.senses import Item

PLAN = sample_plan(Profile.EU)
INTRODUCTION, QUESTION, _, OWN_QUESTIONS = range(4)
LONG_S = 30.0


def contents(folder: Path, items: list[Item], encoder: FakeTextEncoder | None) -> list[Content]:
    rig = Rig(folder)
    models = Models(lambda **_: rig.tracker, FakeVoice, lambda _: rig.recogniser, lambda: encoder)
    rig.play(items, models=models)
    assert rig.error is None
    return [one.content for one in rig.messages() if isinstance(one, AnswerFeatures)]


def test_an_answer_is_compared_with_its_own_question_in_the_interviews_language(
    tmp_path: Path,
) -> None:
    encoder = FakeTextEncoder()
    items = [interview(PLAN), *answer(QUESTION, 0.0, LONG_S)]

    (content,) = contents(tmp_path, items, encoder)

    assert content.topic is Topicality.OFF_TOPIC
    assert encoder.asked == [PLAN.stages[QUESTION].text.en]
    assert any("quagga" in text for text in encoder.said)


@pytest.mark.parametrize(
    ("said", "hits"),
    [("Tell us about a time when a customer was about to leave.", 0), ("The customer left.", 1)],
)
@pytest.mark.parametrize("profile", [Profile.EU, Profile.CN])
def test_keywords_of_the_question_read_back_are_not_counted(
    tmp_path: Path, profile: Profile, said: str, hits: int
) -> None:
    keyword = Keyword(number=1, language=Language.EN, forms=("customer",))
    plan = msgspec.structs.replace(sample_plan(profile), keywords=(keyword,))
    rig = Rig(tmp_path)
    rig.recogniser.words = tuple(said.split())
    rig.play([interview(plan), *answer(QUESTION, 0.0, 5.0)])

    heard = [one for one in rig.messages() if isinstance(one, UtteranceFeatures)]
    assert {len(one.hits) for one in heard} == {hits}


@pytest.mark.parametrize("stage", [INTRODUCTION, OWN_QUESTIONS])
def test_where_nothing_is_asked_nothing_is_compared(tmp_path: Path, stage: int) -> None:
    encoder = FakeTextEncoder()
    items = [interview(PLAN), *answer(stage, 0.0, LONG_S)]
    assert contents(tmp_path, items, encoder) == [UNTOLD]
    assert encoder.asked == []


def test_without_a_model_nothing_is_told_and_all_else_goes_on(tmp_path: Path) -> None:
    items = [interview(PLAN), *answer(QUESTION, 0.0, LONG_S)]
    assert contents(tmp_path, items, None) == [UNTOLD]


def test_an_encoder_that_fails_costs_no_answer_its_words(tmp_path: Path) -> None:
    encoder = FakeTextEncoder(fails=True)
    first, second = answer(QUESTION, 0.0, LONG_S), answer(QUESTION + 1, LONG_S, 2 * LONG_S)
    rig = Rig(tmp_path)
    models = Models(lambda **_: rig.tracker, FakeVoice, lambda _: rig.recogniser, lambda: encoder)

    with capture_logs() as logs:
        rig.play([interview(PLAN), *first, *second], answers=2, models=models)

    assert rig.error is None
    told = [one for one in rig.messages() if isinstance(one, AnswerFeatures)]
    assert [(one.content, one.words > 0) for one in told] == [(UNTOLD, True)] * 2
    assert rig.transcript(told[0].stream_id, QUESTION).utterances
    failures = [one for one in logs if one["event"] == "content_given_up"]
    assert [one["code"] for one in failures] == [ModelError.code]


def test_an_encoder_that_cannot_be_opened_costs_no_answer_either(tmp_path: Path) -> None:
    def altered() -> FakeTextEncoder:
        raise ModelError("It was altered.")

    rig = Rig(tmp_path)
    models = Models(lambda **_: rig.tracker, FakeVoice, lambda _: rig.recogniser, altered)
    rig.play([interview(PLAN), *answer(QUESTION, 0.0, LONG_S)], models=models)
    assert rig.error is None
    assert [one.content for one in rig.messages() if isinstance(one, AnswerFeatures)] == [UNTOLD]


def test_without_consent_nothing_is_compared(tmp_path: Path) -> None:
    encoder = FakeTextEncoder()
    items = [interview(PLAN, analysis=False), *answer(QUESTION, 0.0, LONG_S)]
    assert contents(tmp_path, items, encoder) == []
    assert encoder.asked == []


def test_an_answer_is_given_once_and_a_part_of_one_never() -> None:
    telling = Telling("Why?")
    assert not telling.is_told
    assert telling.ask(1, Language.EN) is not None
    assert telling.ask(1, Language.EN) is None
    lost = Telling("Why?")
    lost.lose()
    assert lost.is_told
    assert lost.ask(1, Language.EN) is None


def test_a_stage_that_the_plan_does_not_have_asks_nothing() -> None:
    assert question_of(PLAN.stages, 99, Language.ZH) is None
    assert question_of((), 0, Language.ZH) is None


def test_where_there_is_no_encoder_it_is_looked_for_once() -> None:
    looked: list[int] = []
    desk = ContentDesk(lambda: looked.append(1))
    for language in (Language.EN, Language.ZH, Language.EN):
        desk.prepare(language)
    assert looked == [1]


def test_an_encoder_is_held_only_while_something_is_compared() -> None:
    opened: list[weakref.ref[FakeTextEncoder]] = []

    def open_encoder() -> FakeTextEncoder:
        encoder = FakeTextEncoder()
        opened.append(weakref.ref(encoder))
        return encoder

    desk = ContentDesk(open_encoder)
    desk.prepare(Language.EN)
    desk.measure(_comparison())
    assert len(opened) == 2
    assert [encoder() for encoder in opened] == [None, None]


def test_an_encoder_that_is_gone_when_it_is_wanted_again_tells_nothing() -> None:
    encoders: list[FakeTextEncoder | None] = [FakeTextEncoder(), None]
    desk = ContentDesk(lambda: encoders.pop(0))
    desk.prepare(Language.EN)
    with capture_logs() as logs:
        assert desk.measure(_comparison()) == UNTOLD
    assert [one["code"] for one in logs] == [ModelError.code]


def _comparison() -> Comparison:
    said = tuple(
        tuple(
            TranscriptWord(text=text, start=at + number, end=at + number + 0.5)
            for number, text in enumerate(("we", "lowered", "the", "risk."))
        )
        for at in (0.0, 10.0, 20.0, 30.0)
    )
    return Comparison(1, Language.EN, "What is a limit?", said)
