"""The fold: an interview's state after each fact, and after a row of events."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from edge_agent.interview import chair_fold, taking
from edge_agent.interview.arrival import (
    LeftAgain,
    arrived,
)
from edge_agent.interview.state import (
    Fact,
    InterviewState,
    LanguageChosen,
    Leaving,
    LocalFact,
    Skipped,
)
from edge_agent.interview.taking import Retaking
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    ConsentRecorded,
    Ending,
    FollowUpAsked,
    InterviewBegan,
    InterviewEnded,
    InterviewEvent,
    PromptDismissed,
    PromptShown,
    TroubleSeen,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wire.plan import Plan


def apply(state: InterviewState, fact: Fact) -> InterviewState:
    """Give the state after `fact`."""
    if not isinstance(fact, InterviewEvent):
        return _after_wish(state, fact)
    match fact:
        case FollowUpAsked():
            return _after_follow_up(state, fact)
        case TroubleSeen() | PromptShown() | PromptDismissed():
            return replace(state, pts=fact.pts)
        case ConsentRecorded() | InterviewBegan() | InterviewEnded() | Withdrawn():
            return replace(_after_event(state, fact), pts=fact.pts)
        case AnswerBegan() | AnswerEnded():
            return replace(_after_event(state, fact), pts=fact.pts)
        case _:
            return replace(chair_fold.after(state, fact), pts=fact.pts)


def _after_wish(state: InterviewState, fact: LocalFact) -> InterviewState:
    match fact:
        case LanguageChosen():
            return replace(state, language=fact.language)
        case Leaving():
            return replace(state, leaving=fact.ending)
        case Skipped():
            return replace(chair_fold.further(state), stage=state.stage + 1)
        case Retaking():
            again = replace(state.taking, retaking=fact)
            return replace(state, taking=again, follow_up=state.taking.follow_up)
        case LeftAgain():
            return replace(state, language=None, arrival=arrived(state.arrival, fact))
        case _:
            return replace(state, arrival=arrived(state.arrival, fact))


def _after_event(
    state: InterviewState,
    event: ConsentRecorded
    | InterviewBegan
    | AnswerBegan
    | AnswerEnded
    | InterviewEnded
    | Withdrawn,
) -> InterviewState:
    match event:
        case ConsentRecorded():
            return _after_consent(state, event)
        case InterviewBegan():
            return replace(state, began=True, language=event.language)
        case AnswerBegan():
            takes, begun = taking.began(state.taking, event)
            went_on = replace(state, open_answer=begun, answered=event.stage, taking=takes)
            return replace(went_on, stage=event.stage, answers=event.answer + 1)
        case AnswerEnded():
            takes = taking.ended(state.taking, event, state.open_answer, state.follow_up)
            return replace(state, open_answer=None, follow_up=None, taking=takes)
        case InterviewEnded():
            return replace(state, open_answer=None, ending=event.ending)
        case Withdrawn():
            return replace(state, open_answer=None, ending=Ending.WITHDRAWN)


def _after_follow_up(state: InterviewState, event: FollowUpAsked) -> InterviewState:
    """Show it beside the open answer's question, or go back to the stage that it follows."""
    stage = state.stage if state.open_answer or state.answered is None else state.answered
    by_kiosk = frozenset() if event.rule is None else frozenset({stage})
    return replace(
        state,
        stage=stage,
        follow_up=event.follow_up,
        follow_ups=state.follow_ups | {event.follow_up},
        followed=state.followed | by_kiosk,
        pts=event.pts,
    )


def _after_consent(state: InterviewState, event: ConsentRecorded) -> InterviewState:
    only = frozenset({event.purpose})
    granted = state.granted | only if event.granted else state.granted - only
    return replace(state, asked=state.asked | only, granted=granted)


def fold(plan: Plan, events: Iterable[InterviewEvent]) -> InterviewState:
    """Give the state after `events`, oldest first."""
    return reduce(apply, events, InterviewState(plan=plan))
