"""What follows from a command: values only, the caller does the I/O.

A decision is a row of steps to be taken in order: a request is sent to the recorder, an event is
appended to the outbox, and each fact is applied to the state. An event's `seq` and `pts` are
provisional: the outbox numbers it, and the recorder's last reply times it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview, Request
from edge_agent.interview import in_the_chair as chair
from edge_agent.interview.allowed import is_allowed
from edge_agent.interview.arrival import CheckIn, Practise, StepBack, Understood, follow
from edge_agent.interview.beginning import begin_interview, consent, ended, interview_request
from edge_agent.interview.commands import (
    Answer,
    AskAlso,
    Begin,
    Close,
    Command,
    Consent,
    Finish,
    Found,
    Next,
    Note,
    Prompted,
    Ready,
    TimePassed,
    Withdraw,
)
from edge_agent.interview.follow_ups import ask_also
from edge_agent.interview.in_the_chair import ChairCommand
from edge_agent.interview.out_of_order import OutOfOrderError
from edge_agent.interview.state import (
    Fact,
    InterviewState,
    LanguageChosen,
    Leaving,
    Phase,
    Skipped,
)
from wire.messages.events import (
    AnswerEnded,
    Ending,
    TroubleSeen,
    Withdrawn,
)
from wire.plan import Plan, StageKind

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["OutOfOrderError", "Step", "Steps", "decide", "interview_request", "recall"]

Step = BeginInterview | BeginAnswer | EndAnswer | EndInterview | Fact
Steps = tuple[Step, ...]


def decide(state: InterviewState, command: Command, at: datetime) -> Steps:
    """Give the steps that `command` amounts to; raises OutOfOrderError when it may not be done."""
    if state.plan is None:
        raise OutOfOrderError("No interview is expected.")
    if not is_allowed(state.phase, command):
        raise OutOfOrderError(f"This cannot be done on the {state.phase} page.")
    match command:
        case Begin(language):
            return (LanguageChosen(language),)
        case CheckIn() | Understood() | Practise() | StepBack():
            return follow(state.arrival, command, at)
        case Consent(granted):
            return consent(state.plan, granted, at)
        case Ready(model_hashes):
            return begin_interview(state, state.plan, model_hashes, at)
        case _:
            return _go_on(state, state.plan, command, at)


def recall(state: InterviewState) -> tuple[Request, ...]:
    """Give what a recorder must be asked anew to stand where the interview stands."""
    if state.plan is None or not state.may_record:
        return ()
    begun = (interview_request(state, state.plan),)
    if state.open_answer is None:
        return begun
    opened = state.open_answer
    return (*begun, BeginAnswer(answer=opened.answer, stage=opened.stage))


def _go_on(state: InterviewState, plan: Plan, command: Command, at: datetime) -> Steps:
    match command:
        case Answer() | Next() | TimePassed():
            return _answer(state, plan, command, at)
        case Finish():
            return (*_end_answer(state, plan, at), Leaving(_ending_now(state, plan, at)))
        case Close():
            return _close(state, plan, at)
        case Withdraw():
            return (Withdrawn(stream_id=plan.interview_id, seq=1, pts=0.0, at=at),)
        case _:
            return _seen(state, plan, command, at)


def _seen(state: InterviewState, plan: Plan, command: Command, at: datetime) -> Steps:
    match command:
        case Note():
            return _note(state, plan, command, at)
        case Found():
            return _found(state, plan, command, at)
        case AskAlso():
            return ask_also(state, plan, command, at)
        case Prompted(event):
            return (event,) if state.began and state.ending is None else ()
        case _:
            return _in_the_chair(state, plan, command, at)


def _in_the_chair(state: InterviewState, plan: Plan, command: Command, at: datetime) -> Steps:
    if isinstance(command, ChairCommand):
        steps = chair.follow(state, plan, command, at)
        if steps is not None:
            return steps
    raise OutOfOrderError("This cannot be done now.")


def _answer(
    state: InterviewState, plan: Plan, command: Answer | Next | TimePassed, at: datetime
) -> Steps:
    match command:
        case Answer():
            return _begin_answer(state, plan, at)
        case Next():
            return _next(state, plan, at)
        case TimePassed(pts):
            return _pass_time(state, plan, pts, at)


def _begin_answer(state: InterviewState, plan: Plan, at: datetime) -> Steps:
    if not state.may_record:
        raise OutOfOrderError("There is no consent to recording.")
    answer, stage = state.answers, state.stage
    began = chair.began(state, plan, (answer, stage, state.pts), at)
    return (BeginAnswer(answer=answer, stage=stage), began)


def _found(state: InterviewState, plan: Plan, found: Found, at: datetime) -> Steps:
    is_between = state.phase in (Phase.QUESTION, Phase.REVIEW)
    is_next = is_between and found.answer == state.answers
    if not is_next or not state.may_record or found.stage >= len(plan.stages):
        return ()
    return (chair.began(state, plan, (found.answer, found.stage, found.pts), at),)


def _next(state: InterviewState, plan: Plan, at: datetime) -> Steps:
    """End the open answer, or go on from the one that was looked at, or leave the stage out."""
    if state.open_answer is not None:
        return _end_answer(state, plan, at)
    kept = chair.go_on(state, plan, at)
    return (Skipped(),) if kept is None else (kept,)


def _pass_time(state: InterviewState, plan: Plan, pts: float, at: datetime) -> Steps:
    if chair.is_rested(state, plan, at):
        return (chair.resumed(state, plan, at),)
    return _end_answer(state, plan, at) if _lasted_its_longest(state, pts) else ()


def _end_answer(state: InterviewState, plan: Plan, at: datetime) -> Steps:
    if state.open_answer is None:
        return ()
    ended = AnswerEnded(
        stream_id=plan.interview_id,
        seq=1,
        pts=state.pts,
        at=at,
        answer=state.open_answer.answer,
    )
    return (EndAnswer(), ended)


def _ending_now(state: InterviewState, plan: Plan, at: datetime) -> Ending:
    """Leaving out one's own questions is not stopping early."""
    is_answered = state.open_answer is not None or chair.go_on(state, plan, at) is not None
    left = plan.stages[state.stage + is_answered :]
    if all(stage.kind is StageKind.CANDIDATE_QUESTIONS for stage in left):
        return Ending.FINISHED
    return Ending.STOPPED_BY_CANDIDATE


def _lasted_its_longest(state: InterviewState, pts: float) -> bool:
    if state.open_answer is None or state.current is None:
        return False
    opened = state.open_answer
    return opened.spent_s + pts - opened.start >= state.current.longest_s


def _close(state: InterviewState, plan: Plan, at: datetime) -> Steps:
    if state.ending is not None:
        return ()
    refused = Ending.NO_CONSENT if state.refused_recording else None
    end = ended(plan, state.pts, at, refused or state.leaving or Ending.FINISHED)
    return (EndInterview(), end) if state.began else (end,)


def _note(state: InterviewState, plan: Plan, note: Note, at: datetime) -> Steps:
    if not state.began or state.ending is not None:
        return ()
    return (
        TroubleSeen(
            stream_id=plan.interview_id,
            seq=1,
            pts=max(state.pts, note.pts),
            at=at,
            trouble=note.trouble,
        ),
    )
