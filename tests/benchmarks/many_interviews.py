"""A hub with ten thousand interviews: samples copied, as if they were real ones of two years."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from hub.people import audit
from hub.storage.chain import ORIGIN, Linked
from hub.storage.database import reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate import Candidate
from hub.workflow.letters.tending import Tender
from hub.workflow.resumes.intake import Place
from hub.workflow.samples import adding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from tests.fakes.hub_site import HubSite

ORIGINALS = 40
AUDIT_ENTRIES = 50_000
_COPIED = (
    *("candidate", "candidate_detail", "interview", "answer", "consent", "score", "assignment"),
    *("scorecard", "rating", "time_note", "score_override", "decision", "promise", "letter"),
)
_FRESH = ("letter_id", "message_id")
_AT_ONCE = 5000


def fill(hub: HubSite, count: int) -> None:
    """Give a hub `count` interviews with all that people and machine said of them."""
    place = Place(hub.engine, hub.headers, hub.vault, hub.settings.store_dir)
    now = datetime.now(UTC)
    asked = adding.Asked(hub.settings.profile, ORIGINALS, in_charge=["interviewer-en"])
    adding.add(place, hub.settings.promises, asked, now)
    Tender.of(hub.settings, hub.engine).round(now)
    with writing(hub.engine) as session:
        session.execute(update(Candidate).values(is_sample=False))
        _copy(session, count)
    _log(hub, AUDIT_ENTRIES)
    with hub.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


class _Names:
    """New identifiers for the copy of everything; the same for whatever refers to one."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, Any], Any] = {}

    def of(self, kind: str, old: object) -> object:
        key = (kind, old)
        if key not in self._given:
            self._given[key] = secrets.token_hex(16)
        return self._given[key]

    def number(self, kind: str, old: object, new: int) -> None:
        self._given[(kind, old)] = new


def _copy(session: Session, count: int) -> None:
    rng = Random(1)  # noqa: S311 - made up, not a secret
    tables = [METADATA.tables[name] for name in _COPIED]
    held = {table.name: _rows(session, table) for table in tables}
    next_ids = {
        table.name: max((row["id"] for row in held[table.name]), default=0)
        for table in tables
        if "id" in table.c
    }
    made: dict[str, list[dict[str, Any]]] = {table.name: [] for table in tables}
    originals = len(held["interview"])
    for _ in range(-(-(count - originals) // originals)):
        names, days = _Names(), timedelta(days=rng.uniform(20, 700))
        for table in tables:
            for row in held[table.name]:
                made[table.name].append(_changed(table, row, (names, days), next_ids))
    for table in tables:
        rows = made[table.name]
        for start in range(0, len(rows), _AT_ONCE):
            session.execute(insert(table), rows[start : start + _AT_ONCE])


def _rows(session: Session, table: Table) -> list[dict[str, Any]]:
    wanted = select(table)
    if table.name != "candidate" and "interview_id" in table.c:
        interview = METADATA.tables["interview"]
        wanted = wanted.where(table.c.interview_id.in_(select(interview.c.interview_id)))
    return [dict(row._mapping) for row in session.execute(wanted)]


def _changed(
    table: Table, row: dict[str, Any], given: tuple[_Names, timedelta], next_ids: dict[str, int]
) -> dict[str, Any]:
    names, days = given
    new = dict(row)
    for name, value in row.items():
        if value is None:
            continue
        if name in {"candidate_id", "interview_id", *_FRESH}:
            new[name] = names.of(name, value)
        elif isinstance(value, datetime):
            new[name] = value - days
    if "id" in row:
        next_ids[table.name] += 1
        new["id"] = next_ids[table.name]
        names.number(table.name, row["id"], new["id"])
    for name, refers in (("scorecard_id", "scorecard"), ("decision_id", "decision")):
        if row.get(name) is not None:
            new[name] = names.of(refers, row[name])
    return new


def _log(hub: HubSite, count: int) -> None:
    """Write a log of views, chained as it is."""
    with reading(hub.engine) as session:
        interviews = list(session.scalars(select(METADATA.tables["interview"].c.interview_id)))
        actors = [audit.actor_of(one) for one in session.scalars(select(Account.id))]
        newest = session.execute(
            select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
        ).one_or_none()
    seq, previous = (newest[0], newest[1]) if newest else (0, ORIGIN)
    with writing(hub.engine) as session:
        rows = list(_entries((seq, previous), interviews, actors, count))
        for start in range(0, len(rows), _AT_ONCE):
            session.execute(insert(AuditEntry), rows[start : start + _AT_ONCE])


def _entries(
    after: tuple[int, str], interviews: list[str], actors: list[str], count: int
) -> Iterator[dict[str, Any]]:
    rng, (seq, previous) = Random(2), after  # noqa: S311 - made up, not a secret
    at = datetime.now(UTC) - timedelta(minutes=count)
    for _ in range(count):
        seq, at = seq + 1, at + timedelta(minutes=1)
        action = rng.choice(("view_interview", "view_candidate", "list_interviews"))
        entry = Linked(seq, at, rng.choice(actors), action, rng.choice(interviews), "", previous)
        yield {
            "id": seq,
            "at": at,
            "actor": entry.actor,
            "action": action,
            "subject": entry.subject,
            "detail": "",
            "previous": previous,
            "hash": entry.hash(),
        }
        previous = entry.hash()
