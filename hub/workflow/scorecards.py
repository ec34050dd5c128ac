"""Scorecards: saved as a draft, submitted once, afterwards only followed by another."""

from __future__ import annotations

from enum import StrEnum
from statistics import fmean
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from hub.errors import RatingError
from hub.scoring.job_terms import SCALE
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.rating import Rating
from hub.storage.tables.scorecard import Scorecard
from hub.workflow.act import checked
from hub.workflow.blind import looked_unrated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from hub.workflow.act import Act

LONGEST_NOTE = 2000
"""Characters."""
EXTREMES = (SCALE[0], SCALE[-1])


class Fault(StrEnum):
    """What keeps a card from being submitted."""

    NOT_RATED = "not_rated"
    NO_EVIDENCE = "no_evidence"
    """A 1 or a 5 wants a note or a time code."""


def cards_of(session: Session, interview_id: str, account_id: int) -> list[Scorecard]:
    """Give a person's cards of an interview, the first one first."""
    wanted = select(Scorecard).where(
        Scorecard.interview_id == interview_id, Scorecard.account_id == account_id
    )
    return list(session.scalars(wanted.order_by(Scorecard.number)))


def ratings_of(session: Session, cards: Iterable[Scorecard]) -> dict[int, dict[str, Rating]]:
    """Give the ratings of these cards by card and competency."""
    found: dict[int, dict[str, Rating]] = {card.id: {} for card in cards}
    for row in session.scalars(select(Rating).where(Rating.scorecard_id.in_(found))):
        found[row.scorecard_id][row.competency] = row
    return found


def save(act: Act, ratings: Sequence[Rating], *, machine_first: bool) -> Scorecard:
    """Keep a draft, in place of the one before; raises RatingError where none may be."""
    cards = cards_of(act.session, act.interview_id, act.visitor.account_id)
    card = cards[-1] if cards else _first(act, machine_first=machine_first)
    if card.submitted_at is not None:
        raise RatingError("This card is submitted; another one can follow it with a reason.")
    act.session.execute(delete(Rating).where(Rating.scorecard_id == card.id))
    for one in ratings:
        one.scorecard_id = card.id
        act.session.add(one)
    card.saved_at = act.now
    act.session.flush()
    act.record("save_scorecard", f"card {card.number}")
    return card


def faults(competencies: Iterable[str], ratings: Mapping[str, Rating]) -> dict[str, Fault]:
    """Say what is missing, by competency; a card without faults can be submitted."""
    found = {}
    for name in competencies:
        one = ratings.get(name)
        if one is None or (one.value is None and not one.could_not_judge):
            found[name] = Fault.NOT_RATED
        elif one.value in EXTREMES and not one.note.strip() and one.at_s is None:
            found[name] = Fault.NO_EVIDENCE
    return found


def submit(act: Act, competencies: Iterable[str]) -> Scorecard:
    """Submit the draft for good; raises RatingError when there is none or it has faults."""
    cards = cards_of(act.session, act.interview_id, act.visitor.account_id)
    if not cards or cards[-1].submitted_at is not None:
        raise RatingError("There is no draft to submit.")
    if act.session.get_one(Interview, act.interview_id).state != InterviewState.ENDED.value:
        raise RatingError("The interview has not ended yet.")
    card = cards[-1]
    ratings = ratings_of(act.session, [card])[card.id]
    if faults(competencies, ratings):
        raise RatingError("The card is not complete.")
    values = [one.value for one in ratings.values() if one.value is not None]
    card.submitted_at, card.mean = act.now, fmean(values) if values else None
    act.record("submit_scorecard", f"card {card.number}")
    return card


def follow(act: Act, reason: str) -> Scorecard:
    """Begin a card that follows the submitted one, with its ratings; raises RatingError."""
    cards = cards_of(act.session, act.interview_id, act.visitor.account_id)
    if not cards or cards[-1].submitted_at is None:
        raise RatingError("Only a submitted card is followed by another.")
    before = cards[-1]
    card = _new(act, number=before.number + 1, saw_machine=True)
    card.reason = checked(reason)
    act.session.add(card)
    act.session.flush()
    for one in ratings_of(act.session, [before])[before.id].values():
        act.session.add(_copy(one, card.id))
    act.record("follow_scorecard", f"card {card.number}")
    return card


def rating(competency: str, choice: str, note: str, at_s: float | None) -> Rating:
    """Make a rating of what was chosen: `1` to `5`, `none` for could not judge, or nothing yet."""
    value = int(choice) if choice in {str(one) for one in SCALE} else None
    return Rating(
        competency=competency,
        value=value,
        could_not_judge=choice == "none",
        note=note.strip()[:LONGEST_NOTE],
        at_s=at_s,
    )


def _first(act: Act, *, machine_first: bool) -> Scorecard:
    if looked_unrated(act.session, act.visitor.account_id, act.interview_id):
        raise RatingError("Whoever chose to see the scores first does not rate this interview.")
    card = _new(act, number=1, saw_machine=machine_first)
    act.session.add(card)
    act.session.flush()
    return card


def _new(act: Act, *, number: int, saw_machine: bool) -> Scorecard:
    return Scorecard(
        interview_id=act.interview_id,
        account_id=act.visitor.account_id,
        number=number,
        reason="",
        saw_machine=saw_machine,
        begun_at=act.now,
        saved_at=act.now,
        submitted_at=None,
        mean=None,
    )


def _copy(one: Rating, card_id: int) -> Rating:
    return Rating(
        scorecard_id=card_id,
        competency=one.competency,
        value=one.value,
        could_not_judge=one.could_not_judge,
        note=one.note,
        at_s=one.at_s,
    )
