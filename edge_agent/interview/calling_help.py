"""Asking for a person to come, and hearing that somebody does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wire.messages.events import HelpCalled, HelpComing

if TYPE_CHECKING:
    from datetime import datetime

    from edge_agent.interview.state import InterviewState
    from wire.plan import Plan


@dataclass(frozen=True, slots=True)
class CallHelp:
    """The candidate wants a person to come."""


@dataclass(frozen=True, slots=True)
class SayComing:
    """Somebody is on the way to the candidate; `viewing_id` is that of who watches and says so."""

    viewing_id: str | None = None


def follow(
    state: InterviewState, plan: Plan, command: CallHelp | SayComing, at: datetime
) -> tuple[HelpCalled | HelpComing, ...] | None:
    """Give what follows; None where nobody has asked, or an answer was given already."""
    stream_id, pts, stage = plan.interview_id, state.pts, state.stage
    if isinstance(command, CallHelp):
        return (HelpCalled(stream_id=stream_id, seq=1, pts=pts, at=at, stage=stage),)
    if state.help is None or state.help.is_coming:
        return None
    viewing_id = command.viewing_id
    told = HelpComing(
        stream_id=stream_id, seq=1, pts=pts, at=at, stage=stage, viewing_id=viewing_id
    )
    return (told,)
