"""Whether a follow-up may be put to the candidate now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.messages.events import FollowUpAsked
from wire.prompting import StageKind

if TYPE_CHECKING:
    from datetime import datetime

    from edge_agent.interview.commands import AskAlso
    from edge_agent.interview.state import InterviewState
    from wire.plan import Plan


def ask_also(
    state: InterviewState, plan: Plan, asked: AskAlso, at: datetime
) -> tuple[FollowUpAsked, ...]:
    """Give the event of a follow-up, or nothing where none may be asked now."""
    if not _may_follow(state, plan, asked):
        return ()
    return (
        FollowUpAsked(
            stream_id=plan.interview_id,
            seq=1,
            pts=state.pts,
            at=at,
            answer=state.answers - 1,
            follow_up=asked.follow_up,
            rule=asked.rule,
            viewing_id=asked.viewing_id,
        ),
    )


def _may_follow(state: InterviewState, plan: Plan, asked: AskAlso) -> bool:
    """Say whether something may be asked now: the kiosk asks once a stage, between answers."""
    if state.answered is None or asked.follow_up >= len(plan.follow_ups):
        return False
    if plan.stages[state.answered].kind is StageKind.CANDIDATE_QUESTIONS:
        return False
    if state.stage != state.answered and plan.follow_ups[asked.follow_up].stage == state.stage:
        return False  # its question is on the screen and not answered yet
    if asked.rule is None:
        return True
    is_between = state.open_answer is None and state.follow_up is None
    return is_between and state.answered not in state.followed
