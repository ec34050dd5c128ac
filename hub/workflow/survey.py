"""The anonymous survey: taken in one by one, shown only in sums that hide each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.storage.database import reading, writing
from hub.storage.tables.survey_answer import SurveyAnswer
from wire.survey import Item, Survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Engine

FEWEST = 5
"""Answers that a sum is made of at least."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What may be shown: how often each item got each rating."""

    surveys: int
    first: date | None
    last: date | None
    counts: Mapping[Item, Mapping[int, int]]
    """Only items that at least `FEWEST` people rated."""


def take(engine: Engine, survey: Survey) -> None:
    """Store a survey; one that came before changes nothing."""
    with writing(engine) as session:
        if session.get(SurveyAnswer, survey.survey_id) is None:
            items = {item.value: getattr(survey, item.value) for item in Item}
            session.add(SurveyAnswer(survey_id=survey.survey_id, day=survey.day, **items))


def sums(engine: Engine, today: date) -> Sums:
    """Give what may be shown on `today`."""
    rows = select(SurveyAnswer).where(SurveyAnswer.day < today).order_by(SurveyAnswer.day)
    with reading(engine) as session:
        return summed(session.scalars(rows).all())


def summed(rows: Sequence[SurveyAnswer]) -> Sums:
    """Sum up whole days, oldest first, as far as they come in groups of `FEWEST` or more.

    A day or two with fewer wait for the next: whoever compares the page of two days then learns
    of a group, never of one person.
    """
    shown = _in_groups(rows)
    counts = {item: Counter(getattr(row, item.value) for row in shown) for item in Item}
    told = {
        item: {rating: found[rating] for rating in range(1, 6)}
        for item, found in counts.items()
        if found.total() - found[None] >= FEWEST
    }
    days = [row.day for row in shown]
    return Sums(len(shown), min(days, default=None), max(days, default=None), told)


def _in_groups(rows: Iterable[SurveyAnswer]) -> list[SurveyAnswer]:
    shown: list[SurveyAnswer] = []
    waiting: list[SurveyAnswer] = []
    for _, of_a_day in groupby(rows, key=lambda row: row.day):
        waiting.extend(of_a_day)
        if len(waiting) >= FEWEST:
            shown, waiting = [*shown, *waiting], []
    return shown
