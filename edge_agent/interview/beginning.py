"""How an interview begins, and the words of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.capture.bus import BeginInterview
from edge_agent.interview.out_of_order import OutOfOrderError
from wire import plan as plans
from wire.messages.events import ConsentRecorded, Ending, InterviewBegan, InterviewEnded
from wire.policy import Purpose, allows_behaviour

if TYPE_CHECKING:
    from datetime import datetime

    from edge_agent.interview.state import InterviewState
    from wire.plan import Plan


def consent(
    plan: Plan, granted: frozenset[Purpose], at: datetime
) -> tuple[ConsentRecorded | InterviewEnded, ...]:
    """Give the decisions, and the end where recording is refused."""
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
    return (*recorded, ended(plan, 0.0, at, Ending.NO_CONSENT))


def begin_interview(
    state: InterviewState,
    plan: Plan,
    model_hashes: tuple[str, ...],
    at: datetime,
) -> tuple[BeginInterview, InterviewBegan]:
    """Give the beginning; raises OutOfOrderError without a language."""
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


def ended(plan: Plan, pts: float, at: datetime, ending: Ending) -> InterviewEnded:
    """Give the end."""
    return InterviewEnded(stream_id=plan.interview_id, seq=1, pts=pts, at=at, ending=ending)
