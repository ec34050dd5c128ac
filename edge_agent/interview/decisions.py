"""What follows from a command: values only, the caller does the I/O.

A decision is a row of steps to be taken in order: a request is sent to the recorder, an event is
appended to the outbox, and each fact is applied to the state. An event's `seq` and `pts` are
provisional: the outbox numbers it, and the recorder's last reply times it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview, Request
from edge_agent.errors import EdgeError
from edge_agent.interview.arrival import CheckIn, Practise, StepBack, Understood, follow
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
from edge_agent.interview.state import BEFORE_QUESTIONS, Fact, InterviewState, LanguageChosen, Leaving, Phase, Skipped
from wire import plan as plans
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    ConsentRecorded,
    Ending,
    InterviewBegan,
    InterviewEnded,
    TroubleSeen,
    Withdrawn,
)
from wire.plan import Plan, StageKind
from wire.policy import Purpose, allows_behaviour

if TYPE_CHECKING:
    from datetime import datetime

Step = BeginInterview | BeginAnswer | EndAnswer | EndInterview | Fact
Steps = tuple[Step, ...]


class OutOfOrderError(EdgeError):
    """Something was asked for that the interview is not ready for, or past."""

    code = "K-INTERVIEW-001"
    diagnosis = "Load the present page and go on from there."


_ALLOWED: dict[type[Command], frozenset[Phase]] = {
    Begin: BEFORE_QUESTIONS | {Phase.WELCOME},
    CheckIn: frozenset({Phase.CHECK_IN}),
    Understood: frozenset({Phase.ABOUT}),
    Practise: frozenset({Phase.CHECK, Phase.PRACTICE}),
    StepBack: frozenset({Phase.CHECK_IN, Phase.ABOUT, Phase.CONSENT}),
    Consent: frozenset({Phase.CONSENT}),
    Ready: frozenset({Phase.CHECK, Phase.PRACTICE}),
    Answer: frozenset({Phase.QUESTION}),
    Next: frozenset({Phase.QUESTION, Phase.ANSWERING}),
    Finish: frozenset({Phase.CHECK, Phase.PRACTICE, Phase.QUESTION, Phase.ANSWERING}),
    AskAlso: frozenset({Phase.QUESTION, Phase.ANSWERING}),
    Close: frozenset({Phase.THANKS}),
    Withdraw: frozenset(Phase) - {Phase.WITHDRAWN},
}
"""The phases in which each command may be given; those left out always may."""


def decide(state: InterviewState, command: Command, at: datetime) -> Steps:
    """Give the steps that `command` amounts to; raises OutOfOrderError when it may not be done."""
    if state.plan is None:
        raise OutOfOrderError("No interview is expected.")
    if state.phase not in _ALLOWED.get(type(command), frozenset(Phase)):
        raise OutOfOrderError(f"This cannot be done on the {state.phase} page.")
    match command:
        case Begin(language):
            return (LanguageChosen(language),)
        case CheckIn() | Understood() | Practise() | StepBack():
            return follow(state.arrival, command, at)
        case Consent(granted):
            return _consent(state.plan, granted, at)
        case Ready(model_hashes):
            return _begin_interview(state, state.plan, model_hashes, at)
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


def _consent(plan: Plan, granted: frozenset[Purpose], at: datetime) -> Steps:
    recorded = tuple(
        ConsentRecorded(
            stream_id=plan.interview_id,
            seq=1,
            pts=0.0,
            at=at,
            purpose=purpose,
            granted=purpose in granted,
        )
        for purpose in plan.purposes
    )
    if Purpose.RECORDING in granted:
        return recorded
    return (*recorded, _ended(plan, 0.0, at, Ending.NO_CONSENT))


def _begin_interview(
    state: InterviewState,
    plan: Plan,
    model_hashes: tuple[str, ...],
    at: datetime,
) -> Steps:
    request = interview_request(state, plan)
    began = InterviewBegan(
        stream_id=plan.interview_id,
        seq=1,
        pts=0.0,
        at=at,
        language=request.language,
        profile=plan.profile,
        policy_hash=plan.policy_hash,
        plan_hash=plans.plan_hash(plan),
        model_hashes=model_hashes,
    )
    return (request, began)


def interview_request(state: InterviewState, plan: Plan) -> BeginInterview:
    """Give what the recorder is asked at the beginning; raises OutOfOrderError before that."""
    if state.language is None:
        raise OutOfOrderError("No language was chosen.")
    return BeginInterview(
        plan=plans.encode(plan),
        language=state.language,
        analysis=Purpose.ANALYSIS in state.granted,
        face_analysis=Purpose.FACE_ANALYSIS in state.granted and allows_behaviour(plan.profile),
    )


def _go_on(state: InterviewState, plan: Plan, command: Command, at: datetime) -> Steps:
    match command:
        case Answer():
            return _begin_answer(state, plan, at)
        case Next():
            return _end_answer(state, plan, at) or (Skipped(),)
        case Finish():
            return (*_end_answer(state, plan, at), Leaving(_ending_now(state, plan)))
        case TimePassed(pts):
            return _end_answer(state, plan, at) if _lasted_its_longest(state, pts) else ()
        case Close():
            return _close(state, plan, at)
        case Withdraw():
            return (Withdrawn(stream_id=plan.interview_id, seq=1, pts=state.pts, at=at),)
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
            raise OutOfOrderError("This cannot be done now.")


def _begin_answer(state: InterviewState, plan: Plan, at: datetime) -> Steps:
    if not state.may_record:
        raise OutOfOrderError("There is no consent to recording.")
    answer, stage = state.answers, state.stage
    began = _began(plan, Found(answer, stage, state.pts), at)
    return (BeginAnswer(answer=answer, stage=stage), began)


def _found(state: InterviewState, plan: Plan, found: Found, at: datetime) -> Steps:
    is_next = state.phase is Phase.QUESTION and found.answer == state.answers
    fits = is_next and state.may_record and found.stage < len(plan.stages)
    return (_began(plan, found, at),) if fits else ()


def _began(plan: Plan, found: Found, at: datetime) -> AnswerBegan:
    return AnswerBegan(
        stream_id=plan.interview_id,
        seq=1,
        pts=found.pts,
        at=at,
        answer=found.answer,
        stage=found.stage,
    )


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


def _ending_now(state: InterviewState, plan: Plan) -> Ending:
    """Leaving out one's own questions is not stopping early."""
    left = plan.stages[state.stage + (state.open_answer is not None) :]
    if all(stage.kind is StageKind.CANDIDATE_QUESTIONS for stage in left):
        return Ending.FINISHED
    return Ending.STOPPED_BY_CANDIDATE


def _lasted_its_longest(state: InterviewState, pts: float) -> bool:
    if state.open_answer is None or state.current is None:
        return False
    return pts - state.open_answer.start >= state.current.longest_s


def _close(state: InterviewState, plan: Plan, at: datetime) -> Steps:
    if state.ending is not None:
        return ()
    refused = Ending.NO_CONSENT if state.refused_recording else None
    ended = _ended(plan, state.pts, at, refused or state.leaving or Ending.FINISHED)
    return (EndInterview(), ended) if state.began else (ended,)


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


def _ended(plan: Plan, pts: float, at: datetime, ending: Ending) -> InterviewEnded:
    return InterviewEnded(stream_id=plan.interview_id, seq=1, pts=pts, at=at, ending=ending)
