"""A candidate's identity: entered whole or not at all, sealed by the keeper, opened one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete

from hub.errors import UnknownError
from hub.people import audit
from hub.storage.database import reading, writing
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.candidate_detail import CandidateDetail, Detail
from hub.workflow import candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.keeper.port import FieldKeeper
    from hub.workflow.details import Checked


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person wrote about a candidate, checked."""

    name: str
    details: tuple[Checked, ...] = ()
    removed: frozenset[Detail] = frozenset()


def add(engine: Engine, keeper: FieldKeeper, entered: Entered, actor: str) -> str:
    """Add a candidate with details and give the identifier; raises UnknownError, KeeperError."""
    with writing(engine) as session:
        row = candidates.new(session, entered.name)
        _store(session, keeper, row.candidate_id, entered.details)
        audit.record(session, actor, "add_candidate", row.candidate_id, _named(entered))
    return row.candidate_id


def edit(
    engine: Engine, keeper: FieldKeeper, candidate_id: str, entered: Entered, actor: str
) -> None:
    """Give a candidate another name or other details; raises UnknownError, KeeperError."""
    with writing(engine) as session:
        row = session.get(Candidate, candidate_id)
        if row is None:
            raise UnknownError(f"There is no candidate {candidate_id[:40]!r}.")
        renamed = ("name",) if row.name != entered.name.strip() else ()
        candidates.rename(row, entered.name)
        _remove(session, candidate_id, entered.removed)
        _store(session, keeper, candidate_id, entered.details)
        changed = ",".join((*renamed, *filter(None, [_named(entered)])))
        audit.record(session, actor, "edit_candidate", candidate_id, changed)


def open_detail(
    engine: Engine, keeper: FieldKeeper, candidate_id: str, kind: Detail, actor: str
) -> str:
    """Give one detail in the clear, for one audit entry; raises UnknownError, KeeperError."""
    with reading(engine) as session:
        row = session.get(CandidateDetail, (candidate_id, kind.value))
    if row is None:
        raise UnknownError(f"This candidate has no {kind.value}.")
    with writing(engine) as session:
        entry = audit.to_open(session, actor, kind.value, row.subject, candidate_id)
    return keeper.open_field(row.sealed, kind.value, row.subject, entry)


def masks(session: Session, candidate_id: str) -> dict[Detail, str]:
    """Give what may be shown of the details that are stored."""
    rows = (session.get(CandidateDetail, (candidate_id, kind.value)) for kind in Detail)
    return {Detail(row.kind): row.mask for row in rows if row is not None}


def _named(entered: Entered) -> str:
    kinds = [*(one.kind.value for one in entered.details), *(f"-{one}" for one in entered.removed)]
    return ",".join(sorted(kinds))


def _remove(session: Session, candidate_id: str, kinds: Iterable[Detail]) -> None:
    mine = CandidateDetail.candidate_id == candidate_id
    named = CandidateDetail.kind.in_([kind.value for kind in kinds])
    session.execute(delete(CandidateDetail).where(mine, named))


def _store(
    session: Session, keeper: FieldKeeper, candidate_id: str, details: Sequence[Checked]
) -> None:
    """Seal and store; within the transaction, so that a keeper that refuses leaves nothing."""
    now = datetime.now(UTC)
    for one in details:
        kind = one.kind.value
        row = CandidateDetail(
            candidate_id=candidate_id,
            kind=kind,
            sealed=keeper.seal_field(kind, candidate_id, one.text),
            subject=candidate_id,
            mask=one.mask,
            fingerprint=keeper.fingerprint(kind, one.text),
            stored_at=now,
        )
        session.merge(row)
