"""What interviewers were prompted on in an interview, and which follow-ups were asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import UNSET
from sqlalchemy import select

from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.viewing import Viewing
from hub.web.live.words import FIGURES, OTHER_RULE, RULES
from wire.messages.events import FollowUpAsked, PromptDismissed, PromptShown
from wire.prompting import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked

_DECIMALS = {"topic_similarity": 2, "silence_s": 0, "gaze_away_s": 1}


@dataclass(frozen=True, slots=True)
class PromptView:
    """One prompt, or one follow-up."""

    at_s: float
    """Media time: seconds since the interview began."""
    text: str
    """What the prompt says; message id of the catalogue."""
    asked: str | None
    """The follow-up, in the page's language; none for a prompt."""
    figures: tuple[tuple[str, str], ...]
    """What was measured: message id, and number."""
    spans: tuple[tuple[float, float], ...]
    about: str | None
    """The competency of which nothing was heard."""
    by: str | None
    """Who dismissed the prompt, or asked; none: nobody did, or the kiosk."""


def prompt_views(asked: Asked, record: InterviewRecord) -> list[PromptView]:
    """List prompts and follow-ups in the order of time."""
    names = _names(asked, record)
    dismissed = {
        (one.answer, one.rule): names.get(one.viewing_id)
        for one in record.prompted
        if isinstance(one, PromptDismissed)
    }
    views = [
        _shown(asked, record, one, dismissed.get((one.answer, one.rule)))
        if isinstance(one, PromptShown)
        else _followed(asked, record, one, names)
        for one in record.prompted
        if not isinstance(one, PromptDismissed)
    ]
    return sorted(views, key=lambda view: view.at_s)


def _shown(asked: Asked, record: InterviewRecord, shown: PromptShown, by: str | None) -> PromptView:
    known = shown.competency is not None and shown.competency < len(record.job.competencies)
    of = record.job.competencies[shown.competency or 0] if known else None
    return PromptView(
        at_s=shown.pts,
        text=_rule(record, shown.rule),
        asked=None,
        figures=_figures(shown),
        spans=tuple((span.start, span.end) for span in shown.evidence[-3:]),
        about=None if of is None else of.name.of(asked.language),
        by=by,
    )


def _followed(
    asked: Asked, record: InterviewRecord, event: FollowUpAsked, names: Mapping[str, str]
) -> PromptView:
    offered = record.plan.follow_ups
    is_known = event.follow_up < len(offered)
    return PromptView(
        at_s=event.pts,
        text=OTHER_RULE if event.rule is None else _rule(record, event.rule),
        asked=offered[event.follow_up].text.of(asked.language) if is_known else "–",
        figures=(),
        spans=(),
        about=None,
        by=None if event.viewing_id is None else names.get(event.viewing_id, "–"),
    )


def _rule(record: InterviewRecord, number: int) -> str:
    rules = record.plan.rules
    return RULES[kind_of(rules[number]).value] if number < len(rules) else OTHER_RULE


def _figures(shown: PromptShown) -> tuple[tuple[str, str], ...]:
    values = {name: getattr(shown, name, None) for name in FIGURES}
    return tuple(
        (FIGURES[name], _number(name, float(value)))
        for name, value in values.items()
        if value is not None and value is not UNSET
    )


def _number(name: str, value: float) -> str:
    if name == "share":
        return f"{100 * value:.0f} %"
    return f"{value:.{_DECIMALS.get(name, 0)}f}"


def _names(asked: Asked, record: InterviewRecord) -> dict[str, str]:
    """Name those who watched, by their viewings."""
    query = (
        select(Viewing.viewing_id, Account.name)
        .join(Account, Account.id == Viewing.account_id)
        .where(Viewing.interview_id == record.row.interview_id)
    )
    with reading(asked.site.engine) as session:
        return {row.viewing_id: row.name for row in session.execute(query)}
