"""`/audit`: who did what to whose data, when, and whether the log still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people import audit_log, audit_state
from hub.people.audit_check import Stored
from hub.people.audit_checkpoints import code_of
from hub.people.audit_export import Named
from hub.people.audit_names import names
from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.web.audit.log_filter import LogFilter
from hub.web.audit.phrases import Sentence, labels, sentence
from hub.web.page import Page
from hub.web.rendering import render

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from hub.web.page import Asked

PER_PAGE = 50
_LONGEST_NUMBER = 12
"""Digits."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    seq: int
    at: datetime
    said: Sentence
    actor: str
    action: str


def show(asked: Asked) -> Response:
    """Give the newest entries that were asked for, and the state of the chain."""
    wanted = LogFilter.of(asked.request.query_params)
    before = _number(asked.request.query_params.get("before", ""))
    with reading(asked.site.engine) as session:
        rows = _rows(session, wanted, before)
        known = names(session, [row.subject for row in rows])
    shown = rows[:PER_PAGE]
    end = audit_log.newest(asked.site.engine)
    lines = [_line(asked, Named(Stored(row.linked(), row.hash), known)) for row in shown]
    return render(
        asked,
        "audit/log.html",
        lines=lines,
        wanted=wanted,
        wrong=wanted.wrong(),
        actions=labels(asked.language),
        older=wanted.address(before=shown[-1].id) if len(rows) > PER_PAGE else None,
        newest=wanted.address() if before else None,
        end=end,
        code=code_of(end.seq, end.hash),
        check=audit_state.last_check(asked.site.engine),
        may_export=may(asked.person.role, Action.EXPORT_AUDIT),
    )


def _rows(session: Session, wanted: LogFilter, before: int) -> list[AuditEntry]:
    query = select(AuditEntry).where(*wanted.conditions(session))
    if before:
        query = query.where(AuditEntry.id < before)
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(PER_PAGE + 1)))


def _line(asked: Asked, named: Named) -> Line:
    link = named.entry.link
    return Line(link.seq, link.at, sentence(named, asked.language), link.actor, link.action)


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else 0


PAGES = (Page("GET", "/audit", Action.READ_AUDIT, show, "read_audit"),)
