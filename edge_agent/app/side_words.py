"""What is known on the kiosk, as interviewers' screens are told it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wire.live import Evidence, Heard, Standing

if TYPE_CHECKING:
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.state import InterviewState
    from wire.messages.feature_window import FeatureWindow
    from wire.messages.utterance_features import UtteranceFeatures


def standing(state: InterviewState, pts: float, *, is_led: bool) -> Standing:
    """Say where the interview is at media time `pts`."""
    opened, current = state.open_answer, state.current
    return Standing(
        phase=state.phase.value,
        stage=state.stage,
        stages=0 if state.plan is None else len(state.plan.stages),
        pts=pts,
        answer=None if opened is None else opened.answer,
        answer_began=None if opened is None else opened.start,
        longest_s=None if current is None else float(current.longest_s),
        at=datetime.now(UTC),
        led=is_led,
        follow_up=state.follow_up,
        help_since=None if state.help is None else state.help.since,
        help_coming=state.help is not None and state.help.is_coming,
    )


def heard(window: FeatureWindow, problem: CaptureProblem | None) -> Heard:
    """Say what one second was like."""
    seen = window.picture.frames_seen
    return Heard(
        pts=window.start + window.duration,
        level_dbfs=window.sound.level,
        face=window.picture.frames_with_face > 0 if seen else None,
        problem=None if problem is None else problem.value,
    )


def evidence(utterance: UtteranceFeatures) -> tuple[Evidence, ...]:
    """Say which keywords were said."""
    return tuple(
        Evidence(answer=utterance.answer, keyword=hit.keyword, start=hit.start, end=hit.end)
        for hit in utterance.hits
    )
