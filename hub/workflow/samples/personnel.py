"""The sample's own accounts and room: nobody can sign in to them, no kiosk is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import UnknownError
from hub.people.rights import Role
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.kiosk import Kiosk
from hub.storage.tables.unrated_look import UnratedLook
from hub.workflow.promises.calendar import WorkingDays
from hub.workflow.samples import wording
from hub.workflow.samples.judged import Jury
from wire.language import Language

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hub.settings_candidates import PromiseSettings
    from hub.storage.tables.interview import Interview

ROOM = "sample-room"
NO_PASSWORD = "sample"  # noqa: S105 - no hash at all: no password can be verified against it
"""Marks an account as one of these; they are disabled besides."""


def jury(session: Session, promises: PromiseSettings, now: datetime) -> Jury:
    """Make room and accounts; raises UnknownError where one of the names is somebody's."""
    if session.get(Kiosk, ROOM) is not None:
        raise UnknownError(f"There is a kiosk named {ROOM!r}.")
    session.add(Kiosk(kiosk_id=ROOM, enrolled_at=now, revoked_at=now))
    raters = (*zip(*wording.RATERS.values(), strict=True),)
    return Jury(
        raters=[_account(session, " ".join(both), Role.INTERVIEWER, now) for both in raters],
        decider=_account(session, " ".join(wording.DECIDER.values()), Role.HR_MANAGER, now),
        calendar=WorkingDays.of(promises),
        working_days=promises.answer_working_days,
    )


def number_of(session: Session, name: str) -> int:
    """Give the number of an account; raises UnknownError."""
    found = session.scalar(select(Account.id).where(Account.name == name))
    if found is None:
        raise UnknownError(f"There is no account {name[:64]!r}.")
    return found


def put_in_charge(session: Session, row: Interview, account: int) -> None:
    """Make a sample interview somebody's own."""
    session.add(
        Assignment(interview_id=row.interview_id, account_id=account, assigned_at=row.scheduled_at)
    )


def let_look(session: Session, name: str, row: Interview) -> None:
    """Note that somebody chose to see a sample's scores instead of rating it."""
    at = row.ended_at or row.scheduled_at
    account = number_of(session, name)
    session.add(UnratedLook(interview_id=row.interview_id, account_id=account, at=at))


def _account(session: Session, name: str, role: Role, now: datetime) -> int:
    if session.scalar(select(Account.id).where(Account.name == name)) is not None:
        raise UnknownError(f"There is an account named {name!r}.")
    row = Account(
        name=name,
        password_hash=NO_PASSWORD,
        role=role.value,
        language=Language.ZH.value,
        created_at=now,
        disabled_at=now,
    )
    session.add(row)
    session.flush()
    return row.id
