"""The straight way through an interview, and each way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndInterview
from edge_agent.interview.arrival import Understood
from edge_agent.interview.commands import (
    Answer,
    Begin,
    Close,
    Command,
    Consent,
    Finish,
    Next,
    Note,
    Ready,
    TimePassed,
)
from edge_agent.interview.decisions import OutOfOrderError, decide
from edge_agent.interview.fold import fold
from edge_agent.interview.state import InterviewState, Phase
from tests.fakes.plans import sample_plan
from tests.unit.edge_agent.interview.test_interview_laws import AT, Sitting, sit
from wire.language import Language
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    Ending,
    InterviewBegan,
    Trouble,
    TroubleSeen,
)
from wire.plan import plan_hash
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from wire.plan import Plan

EVERYTHING = Consent(frozenset(Purpose))
TO_THE_FIRST_QUESTION: list[Command] = [
    Begin(Language.ZH),
    Understood(),
    EVERYTHING,
    Ready(("a" * 64,)),
]
TURN: list[Command] = [Answer(), Next(), Next()]


@pytest.fixture
def plan() -> Plan:
    return sample_plan(Profile.CN)


def begin_request(sitting: Sitting) -> BeginInterview:
    return next(step for step in sitting.done if isinstance(step, BeginInterview))


def test_the_straight_way_passes_every_page_in_order(plan: Plan) -> None:
    sitting = Sitting(InterviewState(plan=plan))
    commands = [*TO_THE_FIRST_QUESTION, *TURN * len(plan.stages)]
    phases = [sitting.state.phase, *(sitting.take([one]).state.phase for one in commands)]
    turns = [Phase.ANSWERING, Phase.REVIEW, Phase.QUESTION] * len(plan.stages)
    assert phases == [
        Phase.WELCOME,
        Phase.ABOUT,
        Phase.CONSENT,
        Phase.CHECK,
        Phase.QUESTION,
        *turns[:-1],
        Phase.THANKS,
    ]
    assert sitting.take([Close()]).state.ending is Ending.FINISHED
    assert sitting.refused == 0


def test_without_a_plan_nothing_may_be_done() -> None:
    with pytest.raises(OutOfOrderError, match="K-INTERVIEW-001"):
        decide(InterviewState(), Begin(Language.EN), AT)


def test_the_first_event_names_plan_policy_and_models(plan: Plan) -> None:
    began = next(e for e in sit(plan, TO_THE_FIRST_QUESTION).done if isinstance(e, InterviewBegan))
    assert began.plan_hash == plan_hash(plan)
    assert began.policy_hash == plan.policy_hash
    assert began.model_hashes == ("a" * 64,)
    assert began.language is Language.ZH


def test_refusing_to_be_recorded_ends_kindly_and_asks_the_recorder_for_nothing(plan: Plan) -> None:
    refusal = Consent(frozenset({Purpose.ANALYSIS, Purpose.FACE_ANALYSIS}))
    sitting = sit(plan, [Begin(Language.EN), Understood(), refusal])
    assert sitting.state.ending is Ending.NO_CONSENT
    assert sitting.state.phase is Phase.THANKS
    assert sitting.done == sitting.events()


def test_a_refusal_that_was_cut_off_still_ends_without_consent(plan: Plan) -> None:
    refused = sit(plan, [Begin(Language.EN), Understood(), Consent(frozenset())]).events()[:-1]
    sitting = Sitting(fold(plan, refused))
    assert sitting.state.phase is Phase.THANKS
    assert sitting.take([Close()]).state.ending is Ending.NO_CONSENT


def test_a_consent_that_was_cut_off_is_asked_again(plan: Plan) -> None:
    events = sit(plan, [Begin(Language.EN), Understood(), EVERYTHING]).events()[:1]
    assert fold(plan, events).phase is Phase.WELCOME


def test_refusing_analysis_goes_on_without_it(plan: Plan) -> None:
    consent = Consent(frozenset({Purpose.RECORDING}))
    request = begin_request(sit(plan, [Begin(Language.EN), Understood(), consent, Ready()]))
    assert not request.analysis
    assert not request.face_analysis


def test_a_profile_without_behaviour_measures_never_analyses_a_face() -> None:
    request = begin_request(sit(sample_plan(Profile.EU), TO_THE_FIRST_QUESTION))
    assert request.analysis
    assert not request.face_analysis


def test_the_language_may_change_until_the_interview_begins(plan: Plan) -> None:
    early = sit(plan, [Begin(Language.ZH), Understood(), EVERYTHING, Begin(Language.EN), Ready()])
    assert early.state.language is Language.EN
    late = sit(plan, [*TO_THE_FIRST_QUESTION, Begin(Language.EN)])
    assert (late.state.language, late.refused) == (Language.ZH, 1)


def test_the_longest_time_closes_the_answer_and_not_a_moment_earlier(plan: Plan) -> None:
    longest = plan.stages[0].longest_s
    sitting = sit(plan, [*TO_THE_FIRST_QUESTION, Answer(), TimePassed(longest - 0.01)])
    assert sitting.state.phase is Phase.ANSWERING
    assert sitting.take([TimePassed(longest)]).state.phase is Phase.REVIEW
    assert isinstance(sitting.done[-1], AnswerEnded)


def test_stopping_early_closes_the_answer_and_says_so(plan: Plan) -> None:
    sitting = sit(plan, [*TO_THE_FIRST_QUESTION, Answer(), Finish()])
    assert sitting.state.phase is Phase.THANKS
    assert isinstance(sitting.done[-1], AnswerEnded)
    assert sitting.take([Close()]).state.ending is Ending.STOPPED_BY_CANDIDATE
    assert isinstance(sitting.done[-2], EndInterview)


def test_leaving_out_ones_own_questions_is_not_stopping_early(plan: Plan) -> None:
    answered = [*TO_THE_FIRST_QUESTION, *TURN * (len(plan.stages) - 1)]
    assert sit(plan, [*answered, Finish(), Close()]).state.ending is Ending.FINISHED


def test_a_stage_may_be_left_out_without_recording_anything(plan: Plan) -> None:
    sitting = sit(plan, [*TO_THE_FIRST_QUESTION, Next()])
    assert (sitting.state.phase, sitting.state.stage) == (Phase.QUESTION, 1)
    assert not any(isinstance(step, BeginAnswer) for step in sitting.done)
    began = sitting.take([Answer()]).done[-1]
    assert isinstance(began, AnswerBegan)
    assert (began.answer, began.stage) == (0, 1)


def test_stopping_before_the_interview_began_asks_the_recorder_for_nothing(plan: Plan) -> None:
    sitting = sit(plan, [Begin(Language.EN), Understood(), EVERYTHING, Finish(), Close()])
    assert sitting.state.ending is Ending.STOPPED_BY_CANDIDATE
    assert sitting.done == sitting.events()


def test_trouble_is_noted_only_while_an_interview_is_under_way(plan: Plan) -> None:
    note = Note(Trouble.CAMERA_LOST)
    assert not sit(plan, [note]).done
    assert isinstance(sit(plan, [*TO_THE_FIRST_QUESTION, note]).done[-1], TroubleSeen)


@pytest.mark.parametrize("late", [0.0, 2.5])
def test_trouble_is_timed_by_the_stream_but_never_before_the_newest_event(
    plan: Plan, late: float
) -> None:
    sitting = sit(plan, [*TO_THE_FIRST_QUESTION, Answer()])
    newest = sitting.state.pts
    sitting.take([Note(Trouble.SENSES_LOST, newest + late), Note(Trouble.SENSES_BACK)])
    assert [one.pts for one in sitting.events()[-2:]] == [newest + late] * 2
