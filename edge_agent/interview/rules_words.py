"""A rule's finding as an event that is kept, and as a prompt on an interviewer's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from edge_agent.interview.rules import Finding
from edge_agent.interview.rules_ask import suggested
from edge_agent.interview.rules_fold import Due
from wire.live import Prompt, Suggestion
from wire.messages.events import PromptShown
from wire.prompting import kind_of

if TYPE_CHECKING:
    from datetime import datetime

    from wire.language import Language
    from wire.plan import Plan

_FIGURES = (
    "share",
    "hits",
    "said",
    "silence_s",
    "topic_similarity",
    "competency",
    "brow_lowerings",
    "gaze_away_s",
)


def name_of(answer: int, rule: int) -> str:
    """Name a prompt; the same before and after a restart."""
    return f"a{answer}.r{rule}"


def place_of(name: str) -> tuple[int, int] | None:
    """Give the answer and the rule that a prompt's name stands for, if it is one."""
    answer, point, rule = name.partition(".")
    if not point or not (answer[1:].isdecimal() and rule[1:].isdecimal()):
        return None
    place = int(answer[1:]), int(rule[1:])
    return place if name_of(*place) == name else None


def event_of(plan: Plan, due: Due, at: datetime) -> PromptShown:
    """Give what is kept of a prompt; its number is provisional."""
    found = due.finding
    lowered, away_s = found.brow_lowerings, found.gaze_away_s
    return PromptShown(
        stream_id=plan.interview_id,
        seq=1,
        pts=due.pts,
        at=at,
        answer=due.answer,
        rule=due.rule,
        evidence=found.evidence,
        share=found.share,
        hits=found.hits,
        said=found.said,
        silence_s=found.silence_s,
        topic_similarity=found.topic_similarity,
        competency=found.competency,
        brow_lowerings=UNSET if lowered is None else lowered,
        gaze_away_s=UNSET if away_s is None else away_s,
    )


def prompt_of(plan: Plan, shown: PromptShown, stage: int, language: Language) -> Prompt:
    """Give what an interviewer's screen shows of a kept prompt."""
    due = Due(shown.answer, shown.rule, shown.pts, Finding(competency=shown.competency))
    values = {name: getattr(shown, name) for name in _FIGURES}
    return Prompt(
        prompt=name_of(shown.answer, shown.rule),
        rule=kind_of(plan.rules[shown.rule]).value,
        answer=shown.answer,
        pts=shown.pts,
        evidence=tuple((span.start, span.end) for span in shown.evidence),
        figures={
            name: float(value) for name, value in values.items() if value not in (None, UNSET)
        },
        ask=tuple(
            Suggestion(follow_up=one, text=plan.follow_ups[one].text.of(language))
            for one in suggested(plan, due, stage)
        ),
    )
