"""Interviewers' cards: written by their own account, shown at the kiosk, taken back at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import CardError
from hub.people import audit
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.interviewer_card import InterviewerCard
from wire import briefing
from wire.language import LocalText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST = 8
"""On one page."""
LENGTHS = {"name": 64, "role_en": 80, "role_zh": 80, "about_en": 300, "about_zh": 300}
"""Characters of each field."""


def save(
    session: Session, account_id: int, texts: Mapping[str, str], picture: bytes | None, at: datetime
) -> None:
    """Write one's own card; `picture` is the new one, empty to have none, None to keep the old.

    Raises CardError.
    """
    fields = {name: " ".join(texts.get(name, "").split()) for name in LENGTHS}
    _check(fields, picture)
    row = session.get(InterviewerCard, account_id)
    if row is None:
        row = InterviewerCard(account_id=account_id)
        session.add(row)
    for name, text in fields.items():
        setattr(row, name, text)
    if picture is not None:
        row.picture = picture or None
    row.changed_at = at
    audit.record(session, audit.actor_of(account_id), "write_card", str(account_id))


def take_back(session: Session, account_id: int) -> None:
    """Delete one's own card: from then on nobody is shown it."""
    row = session.get(InterviewerCard, account_id)
    if row is not None:
        session.delete(row)
        audit.record(session, audit.actor_of(account_id), "take_back_card", str(account_id))


def of_interview(session: Session, interview_id: str) -> tuple[briefing.InterviewerCard, ...]:
    """Give the cards of those in charge who wrote one, by name."""
    wanted = (
        select(InterviewerCard)
        .join(Assignment, Assignment.account_id == InterviewerCard.account_id)
        .join(Account, Account.id == InterviewerCard.account_id)
        .where(Assignment.interview_id == interview_id, Account.disabled_at.is_(None))
        .order_by(InterviewerCard.name)
        .limit(MOST)
    )
    return tuple(_shown(row) for row in session.scalars(wanted))


def _shown(row: InterviewerCard) -> briefing.InterviewerCard:
    return briefing.InterviewerCard(
        name=row.name,
        role=either(row.role_en, row.role_zh),
        about=either(row.about_en, row.about_zh),
        picture=row.picture or b"",
    )


def either(en: str, zh: str) -> LocalText | None:
    """Give both languages; the one that there is stands for the other."""
    return LocalText(en=en or zh, zh=zh or en) if en or zh else None


def _check(fields: Mapping[str, str], picture: bytes | None) -> None:
    if not fields["name"]:
        raise CardError("A card wants a name.")
    for name, longest in LENGTHS.items():
        if len(fields[name]) > longest:
            raise CardError("A text of the card is too long.")
    if picture and (
        len(picture) > briefing.MOST_PICTURE_BYTES or briefing.kind_of(picture) is None
    ):
        raise CardError("The picture must be a JPEG or PNG of at most 400 KiB.")
