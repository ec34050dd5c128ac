"""What people judged of an interview, as far as whoever asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.reports.document import Row, Section, Span
from hub.scoring.combined import combine, leniencies
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.web.ratings.hiding import hidden
from hub.web.ratings.words import OUTCOMES
from hub.web.rendering import say
from hub.web.times import clock, local_time
from hub.web.words import marked
from hub.workflow import ratings
from hub.workflow.decisions import decisions_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.scoring.combined import Combined
    from hub.scoring.job import Job
    from hub.storage.tables.decision import Decision
    from hub.web.page import Asked
    from hub.workflow.ratings import Card
    from wire.language import Language

HIDDEN = marked("Hidden until your own scorecard is submitted.")


@dataclass(frozen=True, slots=True)
class Judged:
    """Scorecards and decisions of one interview."""

    job: Job
    shows_machine: bool
    shows_colleagues: bool
    cards: tuple[Card, ...]
    """The newest of each rater."""
    combined: dict[str, Combined]
    decisions: tuple[tuple[Decision, str], ...]
    """With the name of who decided; the one that holds first."""

    def sections(self, language: Language) -> tuple[Section, ...]:
        """Give the report's parts that people answer for."""
        return (self._decided(language), self._rated(language))

    def _decided(self, language: Language) -> Section:
        rows = [
            Row(
                name=say(language, OUTCOMES[one.outcome]),
                word=f"{name} · {local_time(one.made_at, language)}",
                why=one.reason,
            )
            for one, name in self.decisions
        ]
        return Section(
            title=say(language, marked("Decision")),
            rows=tuple(rows[:1]),
            empty=say(language, marked("Nothing is decided yet.")),
        )

    def _rated(self, language: Language) -> Section:
        empty = marked("Nobody has submitted a scorecard yet.")
        return Section(
            title=say(language, marked("Scorecards of the interviewers")),
            rows=tuple(self._rows(language)),
            empty=say(language, empty if self.shows_colleagues else HIDDEN),
        )

    def _rows(self, language: Language) -> list[Row]:
        if not self.cards:
            return []
        return [self._row(one.id, one.name.of(language), language) for one in self.job.competencies]

    def _row(self, competency: str, name: str, language: Language) -> Row:
        found = self.combined[competency]
        counted = marked("1 rating") if found.raters == 1 else marked("{count} ratings")
        raters = say(language, counted).format(count=found.raters)
        spans = [
            Span(
                at=clock(rating.at_s) if rating.at_s is not None else "–",
                text=f"{card.rater}: {rating.value or '–'} {rating.note}".strip(),
            )
            for card in self.cards
            if (rating := card.ratings.get(competency)) is not None
        ]
        if found.mean is None or found.lowest is None or found.highest is None:
            word = say(language, marked("could not be judged"))
            return Row(name=name, word=word, spans=tuple(spans))
        is_one = found.lowest == found.highest
        span = f"{found.lowest}" if is_one else f"{found.lowest}–{found.highest}"
        return Row(
            name=name,
            figure=f"{found.mean:.1f}",
            word=f"{span} · {raters}",
            bar=(float(found.lowest), float(found.highest), found.mean),
            spans=tuple(spans),
        )


def judged(asked: Asked, interview_id: str, job: Job) -> Judged:
    """Read what the person who asks may see of what people judged."""
    with reading(asked.site.engine) as session:
        unseen = hidden(asked, session, [interview_id])
        is_open = interview_id not in unseen.colleagues
        cards = ratings.current(ratings.submitted(session, [interview_id])[interview_id])
        lenient = leniencies(ratings.rater_means(session))
        decided = _decided(session, interview_id)
    values = {card.row.account_id: card.values() for card in cards}
    names = [one.id for one in job.competencies]
    return Judged(
        job=job,
        shows_machine=interview_id not in unseen.machine,
        shows_colleagues=is_open,
        cards=tuple(cards) if is_open else (),
        combined=combine(values, names, lenient) if is_open else {},
        decisions=tuple(decided) if is_open else (),
    )


def _decided(session: Session, interview_id: str) -> list[tuple[Decision, str]]:
    decisions = decisions_of(session, interview_id)
    wanted = select(Account.id, Account.name).where(
        Account.id.in_({one.account_id for one in decisions})
    )
    names = {number: name for number, name in session.execute(wanted)}  # noqa: C416 - rows, no pairs
    return [(one, names[one.account_id]) for one in decisions]
