"""Who looked at one candidate's data: for the candidate, who may ask (PIPL 44, 45; GDPR 15).

A candidate learns when, in what role, and what of: not the name. The employee's name is the
employee's own personal data, and the role answers the candidate's question; a site whose HR manager
decides so may name them (`with_names`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people.audit_names import subjects_of
from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LOOKS = frozenset(
    {
        "view_interview",
        "view_candidate",
        "view_scorecard",
        "view_letter",
        "look_unrated",
        "compare",
        "watch_live",
        "open_recording",
        "play_recording",
        "open_field",
        "export_recording",
        "export_report",
    }
)
"""The actions that show a candidate's data to a person."""
_RESUME, _OPEN_RESUME = "résumé", "open_resume"
"""The detail of an `open_recording` that opened a résumé's file, and what is told of it."""
MOST = 500
"""The newest; a page of more helps nobody."""


@dataclass(frozen=True, slots=True)
class Look:
    """One time at which somebody looked."""

    at: datetime
    role: Role | None
    """None: a technician's command on the hub, or an account that is gone."""
    name: str
    """Empty unless names were asked for."""
    action: str
    detail: str
    """Of `play_recording`: the seconds."""


def looked(engine: Engine, candidate_id: str, *, with_names: bool = False) -> list[Look]:
    """Give who looked at what of a candidate, newest first."""
    subjects = subjects_of(
        select(Candidate.candidate_id).where(Candidate.candidate_id == candidate_id)
    )
    wanted = select(AuditEntry).where(
        AuditEntry.action.in_(LOOKS), AuditEntry.subject.in_(subjects)
    )
    with reading(engine) as session:
        rows = session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(MOST)).all()
        accounts = _accounts(session)
    return list(_looks(rows, accounts, with_names=with_names))


def _looks(
    rows: Iterable[AuditEntry], accounts: dict[str, Account], *, with_names: bool
) -> Iterator[Look]:
    for row in rows:
        account = accounts.get(row.actor)
        name = account.name if account and with_names else ""
        is_told = row.action == "play_recording"
        role = Role(account.role) if account else None
        action = _OPEN_RESUME if row.detail == _RESUME else row.action
        yield Look(row.at, role, name, action, row.detail if is_told else "")


def _accounts(session: Session) -> dict[str, Account]:
    return {f"account:{row.id}": row for row in session.scalars(select(Account))}
