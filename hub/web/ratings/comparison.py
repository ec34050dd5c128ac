"""Two to five interviews side by side on the job's anchored scales, as far as one may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.exceptions import HTTPException

from hub.people.rights import Action
from hub.scoring.combined import combine, leniencies
from hub.storage.tables.interview import Interview
from hub.storage.tables.score import ScoreRow
from hub.web.ratings.hiding import hidden
from hub.web.scope import visible_to
from hub.web.scores import score_view
from hub.workflow.notes import overrides_of
from hub.workflow.ratings import current, job_of, rater_means, submitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from hub.scoring.combined import Combined
    from hub.scoring.job import Job
    from hub.storage.tables.score_override import ScoreOverride
    from hub.web.page import Asked
    from hub.web.scores import CompetencyView, ScoreView
    from hub.workflow.ratings import Card

FEWEST, MOST = 2, 5


@dataclass(frozen=True, slots=True)
class Column:
    """One interview."""

    row: Interview
    job: Job
    hides_machine: bool
    hides_colleagues: bool
    score: ScoreView | None
    """None while it is hidden, or there is none yet."""
    people: Mapping[str, Combined]
    """Empty while hidden."""
    overrides: Mapping[str, Sequence[ScoreOverride]]
    """The newest first; empty while colleagues' words are hidden."""

    def machine(self, name: str) -> CompetencyView | None:
        """Give what the machine says of a competency."""
        scored = self.score.competencies if self.score else ()
        return next((one for one in scored if one.id == name), None)

    @property
    def asks(self) -> frozenset[str]:
        """Give the competencies of its job."""
        return frozenset(one.id for one in self.job.competencies)


def columns(asked: Asked, session: Session, wanted: Sequence[str]) -> list[Column]:
    """Give the interviews in the order in which they were chosen; 404 if one may not be seen."""
    seen = select(Interview).where(
        Interview.interview_id.in_(wanted), visible_to(asked.person, Action.COMPARE)
    )
    rows = {row.interview_id: row for row in session.scalars(seen)}
    if set(rows) != set(wanted):
        raise HTTPException(404)
    unseen = hidden(asked, session, wanted)
    results = _results(session, [one for one in wanted if one not in unseen.machine])
    cards = submitted(session, [one for one in wanted if one not in unseen.colleagues])
    lenient = leniencies(rater_means(session))
    return [
        _column(
            asked,
            rows[one],
            job_of(session, rows[one]),
            (one in unseen.machine, one in unseen.colleagues),
            (results.get(one), current(cards.get(one, ())), lenient),
            {} if one in unseen.colleagues else overrides_of(session, one),
        )
        for one in wanted
    ]


def _column(
    asked: Asked,
    row: Interview,
    job: Job,
    hides: tuple[bool, bool],
    said: tuple[str | None, list[Card], Mapping[int, float]],
    overrides: Mapping[str, Sequence[ScoreOverride]],
) -> Column:
    result, cards, lenient = said
    values = {card.row.account_id: card.values() for card in cards}
    return Column(
        row=row,
        job=job,
        hides_machine=hides[0],
        hides_colleagues=hides[1],
        score=score_view(result, asked.language) if result else None,
        people=combine(values, [one.id for one in job.competencies], lenient),
        overrides=overrides,
    )


def _results(session: Session, wanted: Sequence[str]) -> dict[str, str]:
    rows = select(ScoreRow).where(ScoreRow.interview_id.in_(wanted))
    return {row.interview_id: row.result for row in session.scalars(rows)}
