"""Takes, pauses, help and written answers, as the candidate meets them."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from edge_agent.capture.bus import BeginAnswer, EndAnswer
from edge_agent.interview.arrival import Understood
from edge_agent.interview.calling_help import CallHelp, SayComing
from edge_agent.interview.commands import (
    Answer,
    AskAlso,
    Begin,
    Command,
    Consent,
    Finish,
    Found,
    Next,
    Ready,
    TimePassed,
)
from edge_agent.interview.decisions import OutOfOrderError, decide
from edge_agent.interview.fold import fold
from edge_agent.interview.helping import Help
from edge_agent.interview.in_the_chair import (
    AskPlainer,
    Choose,
    Pause,
    Resume,
    Retake,
    TypeIn,
)
from edge_agent.interview.state import Phase
from tests.fakes.plans import sample_plan
from tests.unit.edge_agent.interview.test_interview_laws import AT, Sitting, sit
from wire.language import Language, LocalText
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerKept,
    Ending,
    HelpCalled,
    HelpComing,
    NotUnderstood,
    Paused,
    Resumed,
    TakeChosen,
)
from wire.policy import Profile, Purpose
from wire.prompting import FollowUp, RuleKind

PLAN = msgspec.structs.replace(
    sample_plan(Profile.CN),
    follow_ups=(
        FollowUp(text=LocalText(en="Why?", zh="为什么？"), serves=(RuleKind.OFF_TOPIC,), stage=1),
    ),
)
START: list[Command] = [Begin(Language.EN), Understood(), Consent(frozenset(Purpose)), Ready()]
FIRST: list[Command] = [Answer(), Next(), Next()]
"""The introduction; after it comes a question with one retake."""


def at_the_question() -> Sitting:
    return sit(PLAN, [*START, *FIRST])


def begun(sitting: Sitting) -> list[AnswerBegan]:
    return [e for e in sitting.events() if isinstance(e, AnswerBegan)]


def test_an_answer_is_looked_at_before_the_interview_goes_on() -> None:
    sitting = at_the_question().take([Answer(), Next()])
    assert (sitting.state.phase, sitting.state.stage) == (Phase.REVIEW, 1)
    assert sitting.take([Next()]).state.stage == 2
    assert isinstance(sitting.done[-1], AnswerKept)


def test_a_retake_stands_beside_the_first_and_counts_until_another_is_chosen() -> None:
    sitting = at_the_question().take([Answer(), Next(), Retake()])
    assert (sitting.state.phase, sitting.state.stage) == (Phase.QUESTION, 1)
    sitting.take([Answer(), Next()])
    assert [one.retake_of for one in begun(sitting)] == [None, None, 1]
    assert sitting.state.taking.counted == {0, 2}
    sitting.take([Choose(1)])
    assert sitting.state.taking.counted == {0, 1}
    assert isinstance(sitting.done[-1], TakeChosen)


def test_no_more_retakes_than_the_plan_allows_but_free_ones_always() -> None:
    sitting = at_the_question().take([Answer(), Next(), Retake(), Answer(), Next()])
    with pytest.raises(OutOfOrderError):
        decide(sitting.state, Retake(), AT)
    sitting.take([Retake(free=True), Answer(), Next()])
    assert begun(sitting)[-1].free
    assert sitting.state.taking.used == 1


def test_where_the_plan_allows_none_a_take_that_failed_is_still_given_again() -> None:
    sitting = sit(PLAN, [*START, Answer(), Next()])
    with pytest.raises(OutOfOrderError):
        decide(sitting.state, Retake(), AT)
    assert sitting.take([Retake(free=True)]).state.phase is Phase.QUESTION


def test_a_retake_that_is_not_made_keeps_the_first() -> None:
    sitting = at_the_question().take([Answer(), Next(), Retake(), Next()])
    assert (sitting.state.stage, set(sitting.state.taking.counted)) == (2, {0, 1})
    assert isinstance(sitting.done[-1], AnswerKept)


def test_a_take_of_another_question_cannot_be_chosen() -> None:
    sitting = at_the_question().take([Answer(), Next()])
    with pytest.raises(OutOfOrderError):
        decide(sitting.state, Choose(0), AT)


def test_a_kiosk_that_fell_shows_the_answer_again() -> None:
    sitting = at_the_question().take([Answer(), Next(), Retake()])
    assert fold(PLAN, sitting.events()).phase is Phase.REVIEW


def test_a_retake_found_on_the_recorder_is_known_as_one() -> None:
    sitting = at_the_question().take([Answer(), Next()])
    assert sitting.take([Found(answer=2, stage=1, pts=9.0)]).state.phase is Phase.ANSWERING
    assert begun(sitting)[-1].retake_of == 1


def test_a_pause_stops_the_recording_and_the_answer_is_gone_on_with() -> None:
    sitting = at_the_question().take([Answer(), Pause()])
    assert sitting.state.phase is Phase.PAUSED
    kinds = [type(one) for one in sitting.done[-3:]]
    assert kinds == [EndAnswer, AnswerEnded, Paused]
    sitting.take([Resume()])
    assert (sitting.state.phase, sitting.state.stage) == (Phase.QUESTION, 1)
    sitting.take([Answer(), Next()])
    assert begun(sitting)[-1].continues == 1
    assert sitting.state.taking.counted == {0, 1, 2}
    assert len(sitting.state.taking.beside) == 1


def test_the_time_of_an_answer_does_not_begin_anew_after_a_pause() -> None:
    sitting = at_the_question().take([Answer()])
    opened = sitting.state.open_answer
    assert opened is not None
    ended = AnswerEnded(stream_id=PLAN.interview_id, seq=1, pts=170.0, at=AT, answer=1)
    paused = Paused(stream_id=PLAN.interview_id, seq=1, pts=170.0, at=AT, stage=1, cut=1)
    rested = Sitting(fold(PLAN, [*sitting.events(), ended, paused]))
    rested.take([Resume(), Answer()])
    assert rested.take([TimePassed(179.9)]).state.phase is Phase.ANSWERING
    assert rested.take([TimePassed(180.0)]).state.phase is Phase.REVIEW


def test_a_pause_ends_by_itself_and_nothing_is_recorded_then() -> None:
    sitting = at_the_question().take([Pause()])
    assert decide(sitting.state, TimePassed(0.0), AT + timedelta(seconds=299)) == ()
    (resumed,) = decide(sitting.state, TimePassed(0.0), AT + timedelta(seconds=300))
    assert isinstance(resumed, Resumed)


def test_there_are_no_more_pauses_than_the_plan_allows() -> None:
    sitting = at_the_question().take([Pause(), Resume(), Pause(), Resume()])
    with pytest.raises(OutOfOrderError):
        decide(sitting.state, Pause(), AT)


def test_a_pause_while_an_answer_is_looked_at_comes_back_to_it() -> None:
    sitting = at_the_question().take([Answer(), Next(), Pause(), Resume()])
    assert sitting.state.phase is Phase.REVIEW


def test_help_is_called_on_every_page_of_the_interview_and_told() -> None:
    sitting = at_the_question()
    for command in (Answer(), Next(), Pause()):
        sitting.take([CallHelp(), command])
    assert sum(isinstance(e, HelpCalled) for e in sitting.events()) == 3
    assert sitting.state.help is not None
    assert sitting.take([Resume(), Next()]).state.help is None


def test_who_waits_for_help_hears_once_that_somebody_comes() -> None:
    sitting = at_the_question().take([CallHelp(), SayComing("a" * 32)])
    assert sitting.state.help == Help(AT, is_coming=True)
    told = sitting.done[-1]
    assert isinstance(told, HelpComing)
    assert told.viewing_id == "a" * 32
    with pytest.raises(OutOfOrderError):
        decide(sitting.state, SayComing(), AT)


def test_nobody_is_told_that_somebody_comes_who_did_not_ask() -> None:
    with pytest.raises(OutOfOrderError):
        decide(at_the_question().state, SayComing(), AT)


def test_who_asks_again_waits_again_since_the_first_time() -> None:
    sitting = at_the_question().take([CallHelp(), SayComing()])
    (called,) = decide(sitting.state, CallHelp(), AT + timedelta(minutes=3))
    assert isinstance(called, HelpCalled)
    again = fold(PLAN, [*sitting.events(), called])
    assert again.help == Help(AT)


def test_who_does_not_understand_is_shown_other_words_and_loses_nothing() -> None:
    sitting = at_the_question().take([Answer(), AskPlainer()])
    assert sitting.state.phase is Phase.ANSWERING
    assert sitting.state.puzzled == {1}
    assert isinstance(sitting.done[-1], NotUnderstood)


def test_a_written_answer_asks_the_recorder_for_nothing() -> None:
    sitting = at_the_question()
    asked = sum(isinstance(one, BeginAnswer) for one in sitting.done)
    sitting.take([TypeIn()])
    assert sitting.state.phase is Phase.REVIEW
    assert begun(sitting)[-1].typed
    assert sum(isinstance(one, BeginAnswer) for one in sitting.done) == asked


def test_a_follow_up_asked_while_the_answer_is_looked_at_comes_next() -> None:
    sitting = at_the_question().take([Answer(), Next(), AskAlso(0, rule=0)])
    assert sitting.state.phase is Phase.REVIEW
    sitting.take([Next()])
    assert (sitting.state.phase, sitting.state.stage) == (Phase.QUESTION, 1)
    assert sitting.state.follow_up == 0
    sitting.take([Answer(), Next()])
    assert sitting.state.taking.counted == {0, 1, 2}
    assert sitting.take([Next()]).state.stage == 2


def test_a_follow_up_given_once_more_is_asked_once_more() -> None:
    follow: list[Command] = [Answer(), Next(), AskAlso(0, rule=0), Next(), Answer(), Next()]
    sitting = at_the_question().take([*follow, Retake(free=True)])
    assert sitting.state.follow_up == 0


def test_who_stops_after_the_last_answer_has_finished() -> None:
    sitting = at_the_question().take([Answer(), Next(), Next(), Answer(), Next(), Finish()])
    assert sitting.state.leaving is Ending.FINISHED
