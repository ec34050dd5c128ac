"""What the candidate may do between the first question and the last, beside answering it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.capture.bus import EndAnswer
from edge_agent.interview import calling_help
from edge_agent.interview.calling_help import CallHelp, SayComing
from edge_agent.interview.taking import Retaking
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerKept,
    InterviewEvent,
    NotUnderstood,
    Paused,
    Resumed,
    TakeChosen,
)

if TYPE_CHECKING:
    from datetime import datetime

    from edge_agent.interview.state import InterviewState
    from wire.plan import Plan


@dataclass(frozen=True, slots=True)
class Retake:
    """The candidate wants to answer once more; free where the last take could not be used."""

    free: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """The candidate wants the take that began with `answer` to count."""

    answer: int


@dataclass(frozen=True, slots=True)
class TypeIn:
    """The candidate has written the answer; its words are kept elsewhere."""


@dataclass(frozen=True, slots=True)
class AskPlainer:
    """The candidate does not understand the question."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The candidate wants to rest."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The candidate goes on."""


ChairCommand = Retake | Choose | TypeIn | CallHelp | SayComing | AskPlainer | Pause | Resume
ChairStep = EndAnswer | Retaking | InterviewEvent


def follow(
    state: InterviewState, plan: Plan, command: ChairCommand, at: datetime
) -> tuple[ChairStep, ...] | None:
    """Give the steps that `command` amounts to; None where it may not be done now."""
    match command:
        case Retake(free):
            return _retake(state, free=free)
        case Choose(answer):
            return _choose(state, plan, answer, at)
        case TypeIn():
            return _type_in(state, plan, at) if state.may_record else None
        case CallHelp() | SayComing():
            return calling_help.follow(state, plan, command, at)
        case _:
            return _wish(state, plan, command, at)


def _wish(
    state: InterviewState, plan: Plan, wish: AskPlainer | Pause | Resume, at: datetime
) -> tuple[ChairStep, ...] | None:
    stream_id, pts, stage = plan.interview_id, state.pts, state.stage
    match wish:
        case AskPlainer():
            return (NotUnderstood(stream_id=stream_id, seq=1, pts=pts, at=at, stage=stage),)
        case Pause():
            return _pause(state, plan, at)
        case Resume():
            return (resumed(state, plan, at),)


def resumed(state: InterviewState, plan: Plan, at: datetime) -> Resumed:
    """Give the end of a pause."""
    return Resumed(stream_id=plan.interview_id, seq=1, pts=state.pts, at=at, stage=state.stage)


def is_rested(state: InterviewState, plan: Plan, at: datetime) -> bool:
    """Say whether a pause has lasted its longest."""
    return state.resting.since is not None and state.resting.left_s(plan.pauses, at) <= 0.0


def go_on(state: InterviewState, plan: Plan, at: datetime) -> AnswerKept | None:
    """Give the end of the look at an answer, of a retake not made, or of a take not gone on with.

    None where there is nothing of the kind, and the stage is left out.
    """
    cut = state.taking.cut
    answer = cut.answer if cut is not None else state.taking.reviewed
    if answer is None:
        return None
    return AnswerKept(stream_id=plan.interview_id, seq=1, pts=state.pts, at=at, answer=answer)


def began(
    state: InterviewState,
    plan: Plan,
    place: tuple[int, int, float],
    at: datetime,
    *,
    typed: bool = False,
) -> AnswerBegan:
    """Give the beginning of an answer: `place` is its number, its stage and its media time."""
    answer, stage, pts = place
    taking = state.taking
    is_same = stage == state.stage
    cut = taking.cut if is_same and not typed else None
    return AnswerBegan(
        stream_id=plan.interview_id,
        seq=1,
        pts=pts,
        at=at,
        answer=answer,
        stage=stage,
        retake_of=_taken_before(state) if is_same and cut is None else None,
        free=taking.retaking is not None and taking.retaking.free,
        continues=None if cut is None else cut.answer,
        typed=typed,
    )


def _taken_before(state: InterviewState) -> int | None:
    cut = state.taking.cut
    return state.taking.reviewed if cut is None else cut.answer


def _retake(state: InterviewState, *, free: bool) -> tuple[Retaking] | None:
    stage = state.current
    may = stage is not None and (free or state.taking.used < stage.retakes)
    return (Retaking(free),) if may else None


def _choose(
    state: InterviewState, plan: Plan, answer: int, at: datetime
) -> tuple[TakeChosen] | None:
    if all(take.answers[0] != answer for take in state.taking.beside):
        return None
    stream_id, pts = plan.interview_id, state.pts
    return (TakeChosen(stream_id=stream_id, seq=1, pts=pts, at=at, answer=answer),)


def _type_in(state: InterviewState, plan: Plan, at: datetime) -> tuple[AnswerBegan, AnswerEnded]:
    answer, pts = state.answers, state.pts
    started = began(state, plan, (answer, state.stage, pts), at, typed=True)
    ended = AnswerEnded(stream_id=plan.interview_id, seq=1, pts=pts, at=at, answer=answer)
    return started, ended


def _pause(state: InterviewState, plan: Plan, at: datetime) -> tuple[ChairStep, ...] | None:
    if not state.resting.left(plan.pauses):
        return None
    opened, stream_id, pts = state.open_answer, plan.interview_id, state.pts
    cut = None if opened is None else opened.answer
    rest = Paused(stream_id=stream_id, seq=1, pts=pts, at=at, stage=state.stage, cut=cut)
    if cut is None:
        return (rest,)
    ended = AnswerEnded(stream_id=stream_id, seq=1, pts=pts, at=at, answer=cut)
    return EndAnswer(), ended, rest
