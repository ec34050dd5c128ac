"""All submitted cards of some interviews, read at once and put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.scoring.combined import RaterMean
from hub.scoring.job import parse
from hub.storage.tables.account import Account
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.interview import Interview
from hub.storage.tables.scorecard import Scorecard
from hub.workflow import jobs
from hub.workflow.scorecards import ratings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from hub.scoring.job import Job
    from hub.storage.tables.rating import Rating


@dataclass(frozen=True, slots=True)
class Card:
    """One submitted card, with its rater's name."""

    row: Scorecard
    rater: str
    ratings: Mapping[str, Rating]

    def values(self) -> dict[str, int | None]:
        """Give what it says by competency; none is "could not judge"."""
        return {name: one.value for name, one in self.ratings.items()}


def submitted(session: Session, interviews: Collection[str]) -> dict[str, list[Card]]:
    """Give every submitted card by interview: by rater, the first card first."""
    wanted = (
        select(Scorecard, Account.name)
        .join(Account, Account.id == Scorecard.account_id)
        .where(Scorecard.interview_id.in_(interviews), Scorecard.submitted_at.is_not(None))
        .order_by(Account.name, Scorecard.number)
    )
    rows = [(card, name) for card, name in session.execute(wanted)]
    ratings = ratings_of(session, [card for card, _ in rows])
    found: dict[str, list[Card]] = {one: [] for one in interviews}
    for card, name in rows:
        found[card.interview_id].append(Card(card, name, ratings[card.id]))
    return found


def current(cards: Collection[Card]) -> list[Card]:
    """Give each rater's newest card: the one that counts."""
    newest = {card.row.account_id: card for card in cards}
    return list(newest.values())


def first(cards: Collection[Card]) -> list[Card]:
    """Give each rater's first card: what was said before colleagues' ratings were in sight."""
    return [card for card in cards if card.row.number == 1]


def job_of(session: Session, interview: Interview) -> Job:
    """Give the job in the version that the interview was held for."""
    row = jobs.version(session, interview.job_id, interview.job_version)
    return parse(row.source.encode())


def rater_means(session: Session) -> dict[int, RaterMean]:
    """Give what each rater's first cards of the whole site say on average; samples do not count."""
    samples = (
        select(Interview.interview_id)
        .join(Candidate, Candidate.candidate_id == Interview.candidate_id)
        .where(Candidate.is_sample)
    )
    wanted = (
        select(Scorecard.account_id, func.count(), func.avg(Scorecard.mean))
        .where(
            Scorecard.number == 1,
            Scorecard.mean.is_not(None),
            Scorecard.interview_id.not_in(samples),
        )
        .group_by(Scorecard.account_id)
    )
    return {rater: RaterMean(cards, mean) for rater, cards, mean in session.execute(wanted)}
