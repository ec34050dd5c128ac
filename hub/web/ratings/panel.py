"""What the interview's page shows of people's ratings, as far as the person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people.rights import Action, may
from hub.scoring.agreement import r_wg
from hub.scoring.combined import combine, leniencies
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.web.ratings.card_form import RatingField, kept
from hub.web.ratings.hiding import hidden
from hub.workflow.blind import looked_unrated
from hub.workflow.decisions import decisions_of, is_rated
from hub.workflow.notes import notes_of, overrides_of
from hub.workflow.ratings import current, rater_means, submitted
from hub.workflow.scorecards import cards_of, ratings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from hub.scoring.combined import Combined
    from hub.storage.tables.decision import Decision
    from hub.storage.tables.score_override import ScoreOverride
    from hub.storage.tables.scorecard import Scorecard
    from hub.storage.tables.time_note import TimeNote
    from hub.web.interview_record import InterviewRecord
    from hub.web.page import Asked
    from hub.workflow.blind import Hidden
    from hub.workflow.ratings import Card


@dataclass(frozen=True, slots=True)
class Problem:
    """A form that could not be taken: which, why in words, and what was typed."""

    place: str
    text: str
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class People:
    """What people said; empty while it is hidden."""

    cards: Sequence[Card]
    """All submitted ones, superseded ones too."""
    counting: Sequence[Card]
    """Each rater's newest."""
    combined: Mapping[str, Combined]
    agreement: float | None
    """r_wg(J) of the cards that count."""
    overrides: Mapping[str, Sequence[ScoreOverride]]
    decisions: Sequence[Decision]
    is_rated: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything of it."""

    sees_machine: bool
    sees_colleagues: bool
    may_rate: bool
    may_decide: bool
    reads_notes: bool
    """HR staff see numbers and outcomes; what people wrote may quote the candidate."""
    looked: bool
    """The person chose to see the scores and does not rate."""
    card: Scorecard | None
    """The person's newest."""
    fields: Sequence[RatingField]
    people: People
    notes: Sequence[TimeNote]
    names: Mapping[int, str]
    """Of accounts."""

    @property
    def is_draft(self) -> bool:
        """Say whether the person's card is still to be written or submitted."""
        return not self.looked and (self.card is None or self.card.submitted_at is None)


def panel(asked: Asked, record: InterviewRecord, fields: list[RatingField] | None) -> Panel:
    """Read it; `fields` is the person's card as it was just typed."""
    mine, role = record.row.interview_id, asked.person.role
    with reading(asked.site.engine) as session:
        unseen = hidden(asked, session, [mine])
        cards = cards_of(session, mine, asked.person.account_id)
        own = ratings_of(session, cards[-1:])
        people = _people(session, record, unseen)
        notes = _notes(session, asked, mine, unseen)
        return Panel(
            sees_machine=mine not in unseen.machine,
            sees_colleagues=mine not in unseen.colleagues,
            may_rate=may(role, Action.RATE),
            may_decide=may(role, Action.DECIDE),
            reads_notes=may(role, Action.READ_TRANSCRIPTS),
            looked=looked_unrated(session, asked.person.account_id, mine),
            card=cards[-1] if cards else None,
            fields=fields or kept(record.job, own[cards[-1].id] if cards else {}, asked.language),
            people=people,
            notes=notes,
            names=_names(session, people, notes),
        )


def _people(session: Session, record: InterviewRecord, unseen: Hidden) -> People:
    mine = record.row.interview_id
    if mine in unseen.colleagues:
        return People((), (), {}, None, {}, (), is_rated=False)
    cards = submitted(session, [mine])[mine]
    counting = current(cards)
    values = {card.row.account_id: card.values() for card in counting}
    names = [one.id for one in record.job.competencies]
    given = [[card.get(name) for card in values.values()] for name in names]
    return People(
        cards=cards,
        counting=counting,
        combined=combine(values, names, leniencies(rater_means(session))),
        agreement=r_wg([[one for one in some if one is not None] for some in given]),
        overrides=overrides_of(session, mine),
        decisions=decisions_of(session, mine),
        is_rated=is_rated(session, mine),
    )


def _notes(session: Session, asked: Asked, mine: str, unseen: Hidden) -> list[TimeNote]:
    """Give one's own notes, and colleagues' once they are no longer hidden."""
    if not may(asked.person.role, Action.READ_TRANSCRIPTS):
        return []
    sees_all = mine not in unseen.colleagues
    own = asked.person.account_id
    return [one for one in notes_of(session, mine) if sees_all or one.account_id == own]


def _names(session: Session, people: People, notes: Sequence[TimeNote]) -> dict[int, str]:
    wanted = {one.account_id for one in notes} | {one.account_id for one in people.decisions}
    wanted |= {one.account_id for some in people.overrides.values() for one in some}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {account: name for account, name in rows}  # noqa: C416 - rows are no pairs to mypy
