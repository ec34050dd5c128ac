"""What changes when an answer is kept, another take chosen, help called, or a pause made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge_agent.interview import helping, resting, taking
from wire.messages.events import (
    AnswerKept,
    HelpCalled,
    HelpComing,
    NotUnderstood,
    Paused,
    Resumed,
    TakeChosen,
)

if TYPE_CHECKING:
    from edge_agent.interview.state import InterviewState


def after(
    state: InterviewState,
    event: AnswerKept | TakeChosen | HelpCalled | HelpComing | NotUnderstood | Paused | Resumed,
) -> InterviewState:
    """Give the state after what happened beside an answer."""
    match event:
        case AnswerKept():
            return _after_look(state)
        case TakeChosen():
            return replace(state, taking=taking.chose(state.taking, event))
        case HelpCalled() | HelpComing():
            return replace(state, help=helping.after(state.help, event))
        case NotUnderstood():
            return replace(state, puzzled=state.puzzled | {event.stage})
        case Paused():
            rests = resting.rest(state.resting, event.at)
            return replace(state, resting=rests, taking=taking.rested(state.taking, event))
        case Resumed():
            return replace(state, resting=resting.go_on(state.resting))


def _after_look(state: InterviewState) -> InterviewState:
    """Go on: to a follow-up that was asked while the candidate looked at the answer, or further."""
    is_asked = state.follow_up is not None and state.taking.retaking is None
    if is_asked and state.taking.cut is None:
        return replace(state, taking=taking.kept(state.taking))
    return replace(further(state), stage=state.stage + 1)


def further(state: InterviewState) -> InterviewState:
    """Leave a stage."""
    return replace(state, taking=taking.kept(state.taking), follow_up=None, help=None)
