"""The log as JSON Lines under the hub's signature; docs/audit.md describes the format."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import func, select

from hub.people import audit_log
from hub.people.audit_checkpoints import pem
from hub.people.audit_names import names
from hub.storage.chain import instant
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from hub.keeper.port import ReceiptBook
    from hub.people.audit_check import Stored
    from hub.people.audit_names import Names
    from hub.people.site_key import SiteKey
    from hub.storage.chain import Opened

FORMAT = "interview-hub audit export 1"
_PURPOSE = f"{FORMAT}\n".encode()
_BATCH = 1000


class Span(NamedTuple):
    """From which instant to before which one; none: from the first entry, to the last."""

    start: datetime | None = None
    end: datetime | None = None


class Named(NamedTuple):
    """An entry and the names of whom it is about."""

    entry: Stored
    names: Names


def entries(engine: Engine, span: Span) -> Iterator[Named]:
    """Give the entries of a span with their names; consecutive, whatever the clock did."""
    first, last = _ends(engine, span)
    within = audit_log.stored(engine, AuditEntry.id >= first, AuditEntry.id <= last)
    while batch := list(islice(within, _BATCH)):
        with reading(engine) as session:
            known = names(session, [one.link.subject for one in batch])
        yield from (Named(one, known) for one in batch)


def signed_lines(engine: Engine, keeper: ReceiptBook, key: SiteKey, span: Span) -> Iterator[bytes]:
    """Give the lines of an export; the last one is the signature of all bytes before it."""
    digest = sha256(_PURPOSE)
    for line in _lines(engine, keeper, key, span):
        digest.update(line)
        yield line
    signature = key.private.sign(digest.digest(), ec.ECDSA(Prehashed(SHA256())))
    yield _line({"signature": base64.b64encode(signature).decode()})


def _lines(engine: Engine, keeper: ReceiptBook, key: SiteKey, span: Span) -> Iterator[bytes]:
    yield _line(
        {
            "format": FORMAT,
            "made_at": instant(datetime.now(UTC)),
            "whole": span == Span(),
            "certificates": [pem(key.certificate), pem(key.authority)],
        }
    )
    # Receipts first: each one's entry was committed before it, so none is missing below.
    yield from [_line({"receipt": _receipt(one)}) for one in audit_log.book(keeper)]
    for one in entries(engine, span):
        yield _line({"entry": _entry(one.entry), "names": _names(one)})


def _ends(engine: Engine, span: Span) -> tuple[int, int]:
    first, last = select(func.min(AuditEntry.id)), select(func.max(AuditEntry.id))
    if span.start is not None:
        first = first.where(AuditEntry.at >= span.start)
    if span.end is not None:
        last = last.where(AuditEntry.at < span.end)
    with reading(engine) as session:
        begin, end = session.scalar(first), session.scalar(last)
    return (begin, end) if begin is not None and end is not None else (1, 0)


def _entry(stored: Stored) -> dict[str, object]:
    link = stored.link
    return {
        "seq": link.seq,
        "at": instant(link.at),
        "actor": link.actor,
        "action": link.action,
        "subject": link.subject,
        "detail": link.detail,
        "previous": link.previous,
        "hash": stored.hash,
    }


def _names(named: Named) -> dict[str, str]:
    link = named.entry.link
    known = {
        "actor": named.names.people.get(link.actor),
        "candidate": named.names.candidates.get(link.subject),
    }
    return {role: name for role, name in known.items() if name}


def _receipt(one: Opened) -> dict[str, object]:
    return {
        "seq": one.seq,
        "at": instant(one.at),
        "entry": one.entry,
        "entry_hash": one.entry_hash,
        "what": one.what,
        "subject": one.subject,
        "digest": one.digest,
        "previous": one.previous,
        "hash": one.hash,
    }


def _line(content: dict[str, object]) -> bytes:
    return msgspec.json.encode(content) + b"\n"
