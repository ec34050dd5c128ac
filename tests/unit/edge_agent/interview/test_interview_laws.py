"""Laws of the interview, searched over random rows of commands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview, Request
from edge_agent.interview.arrival import (
    CheckIn,
    Practice,
    Practise,
    StepBack,
    Understood,
)
from edge_agent.interview.calling_help import CallHelp
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
from edge_agent.interview.decisions import OutOfOrderError, decide, recall
from edge_agent.interview.fold import apply, fold
from edge_agent.interview.in_the_chair import (
    AskPlainer,
    Choose,
    Pause,
    Resume,
    Retake,
    TypeIn,
)
from edge_agent.interview.state import InterviewState, Phase
from tests.fakes.plans import sample_plan
from wire.check_in import hash_of
from wire.language import Language
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    InterviewBegan,
    InterviewEnded,
    InterviewEvent,
    Paused,
    Resumed,
    Trouble,
)
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wire.plan import Plan

_KEPT = BeginInterview | BeginAnswer | EndAnswer | EndInterview | InterviewEvent
AT = datetime(2026, 1, 1, tzinfo=UTC)
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(Begin, st.sampled_from(Language)),
    st.builds(CheckIn, st.booleans()),
    st.builds(Understood),
    st.builds(Practise, st.sampled_from(Practice)),
    st.builds(StepBack),
    st.builds(Consent, st.frozensets(st.sampled_from(Purpose))),
    st.builds(Consent, st.just(frozenset(Purpose))),
    st.builds(Ready),
    st.builds(Answer),
    st.builds(Next),
    st.builds(Finish),
    st.builds(TimePassed, st.floats(0, 600)),
    st.builds(Close),
    st.builds(Note, st.sampled_from(Trouble)),
    st.builds(Retake, st.booleans()),
    st.builds(Choose, st.integers(0, 5)),
    st.builds(TypeIn),
    st.builds(CallHelp),
    st.builds(AskPlainer),
    st.builds(Pause),
    st.builds(Resume),
)
PLANS = st.sampled_from(
    [
        *map(sample_plan, Profile),
        structs.replace(sample_plan(Profile.CN), check_in=hash_of("ABCD2345")),
    ]
)
ARRIVED: list[Command] = [Begin(Language.EN), CheckIn(fits=True), Understood()]
ROWS = st.builds(
    lambda first, rest: [*first, *rest],
    st.sampled_from([[], ARRIVED, [*ARRIVED, Consent(frozenset(Purpose)), Ready()]]),
    st.lists(COMMANDS, max_size=40),
)


@dataclass
class Sitting:
    """Carries out decisions, and keeps what was asked and appended."""

    state: InterviewState
    done: list[Request | InterviewEvent] = field(default_factory=list)
    refused: int = 0

    def take(self, commands: Sequence[Command]) -> Sitting:
        for command in commands:
            try:
                steps = decide(self.state, command, AT)
            except OutOfOrderError:
                self.refused += 1
                continue
            for step in steps:
                if not isinstance(step, BeginInterview | BeginAnswer | EndAnswer | EndInterview):
                    self.state = apply(self.state, step)
                if isinstance(step, _KEPT):
                    self.done.append(step)
        return self

    def events(self) -> list[InterviewEvent]:
        return [step for step in self.done if isinstance(step, InterviewEvent)]


def sit(plan: Plan, commands: Sequence[Command]) -> Sitting:
    return Sitting(InterviewState(plan=plan)).take(commands)


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_nothing_is_recorded_before_consent_and_the_beginning(
    plan: Plan, commands: list[Command]
) -> None:
    sitting = sit(plan, commands)
    for place, step in enumerate(sitting.done):
        if isinstance(step, BeginAnswer):
            before = fold(plan, [e for e in sitting.done[:place] if isinstance(e, InterviewEvent)])
            assert Purpose.RECORDING in before.granted
            assert any(isinstance(e, InterviewBegan) for e in sitting.done[:place])
            assert before.ending is None


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_the_events_replayed_give_the_same_state_but_for_what_only_the_kiosk_knew(
    plan: Plan, commands: list[Command]
) -> None:
    sitting = sit(plan, commands)
    replayed, state = fold(plan, sitting.events()), sitting.state
    assert state.stage >= replayed.stage
    language = replayed.language if state.began else state.language
    known = replace(replayed, leaving=state.leaving, stage=state.stage, language=language)
    takes = replace(known.taking, retaking=state.taking.retaking)
    known = replace(known, arrival=state.arrival, help=state.help, taking=takes)
    known = replace(known, follow_up=state.follow_up)
    assert known == state


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_answers_are_numbered_from_nought_and_each_is_closed_before_the_next(
    plan: Plan, commands: list[Command]
) -> None:
    events = sit(plan, commands).events()
    turns = [e for e in events if isinstance(e, AnswerBegan | AnswerEnded)]
    for place, event in enumerate(turns):
        assert event.answer == place // 2
        assert isinstance(event, AnswerBegan) == (place % 2 == 0)


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_no_answer_is_lost_and_of_each_answered_stage_exactly_one_take_counts(
    plan: Plan, commands: list[Command]
) -> None:
    sitting = sit(plan, commands)
    begun = [e for e in sitting.events() if isinstance(e, AnswerBegan)]
    every, counting = sitting.state.taking.all, sitting.state.taking.counted
    assert sorted(answer for take in every for answer in take.answers) == [
        event.answer for event in begun
    ]
    for stage in {event.stage for event in begun}:
        of_stage = [take for take in every if take.stage == stage]
        assert sum(set(take.answers) <= counting for take in of_stage) == 1
        assert len({take.first for take in of_stage}) == 1


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_retakes_and_pauses_stay_within_what_the_plan_allows(
    plan: Plan, commands: list[Command]
) -> None:
    sitting = sit(plan, commands)
    takes = sitting.state.taking.all
    for number, stage in enumerate(plan.stages):
        mine = [take for take in takes if take.stage == number and take.number > 1]
        cut_or_free = sum(take.free or take.typed for take in mine)
        assert len(mine) - cut_or_free <= stage.retakes + sitting.state.resting.taken
    most = plan.pauses.most if plan.pauses else 0
    assert sum(isinstance(e, Paused) for e in sitting.events()) <= most


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_nothing_is_recorded_during_a_pause(plan: Plan, commands: list[Command]) -> None:
    is_paused = is_recording = False
    for step in sit(plan, commands).done:
        is_paused = isinstance(step, Paused) or (is_paused and not isinstance(step, Resumed))
        is_recording = isinstance(step, BeginAnswer) or (
            is_recording and not isinstance(step, EndAnswer)
        )
        assert not (is_paused and is_recording)


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_an_interview_ends_once_and_nothing_follows(plan: Plan, commands: list[Command]) -> None:
    done = sit(plan, commands).done
    ends = [place for place, step in enumerate(done) if isinstance(step, InterviewEnded)]
    assert len(ends) <= 1
    assert not ends or ends[0] == len(done) - 1


@settings(max_examples=60)
@given(PLANS, ROWS)
def test_a_recorder_is_recalled_to_exactly_where_the_interview_stands(
    plan: Plan, commands: list[Command]
) -> None:
    state = sit(plan, commands).state
    kinds = [type(request) for request in recall(state)]
    if not state.may_record:
        assert kinds == []
    elif state.phase is Phase.ANSWERING:
        assert kinds == [BeginInterview, BeginAnswer]
    else:
        assert kinds == [BeginInterview]
