"""`/audit/export`: the log as a file, signed or for reading; `/audit/verify`: does it hold."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, StreamingResponse

from hub.people import audit, audit_state
from hub.people.audit_export import Span, entries, signed_lines
from hub.people.rights import Action
from hub.storage.database import writing
from hub.web.audit.lines import human_line
from hub.web.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.responses import Response

    from hub.web.page import Asked

_LINES_A_BLOCK = 500


def export(asked: Asked) -> Response:
    """Give the whole log; the export is an entry of it."""
    is_signed = asked.form.get("form") == "signed"
    with writing(asked.site.engine) as session:
        form = "signed" if is_signed else "lines"
        audit.record(session, asked.person.actor, "export_audit", "", form)
    lines = _signed(asked) if is_signed else _for_reading(asked)
    name, kind = ("jsonl", "application/jsonl") if is_signed else ("csv", "text/csv; charset=utf-8")
    headers = {"Content-Disposition": f'attachment; filename="audit.{name}"'}
    return StreamingResponse(_blocks(lines), 200, headers, media_type=kind)


def _blocks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Put lines together: each block changes threads once."""
    rest = iter(lines)
    while block := b"".join(islice(rest, _LINES_A_BLOCK)):
        yield block


def _signed(asked: Asked) -> Iterator[bytes]:
    key = asked.site.audit.key()
    lines = signed_lines(asked.site.engine, asked.site.keeper, key, Span())
    return chain([next(lines)], lines)  # a keeper that is away is an error page, not half a file


def _for_reading(asked: Asked) -> Iterator[bytes]:
    yield "\ufeff".encode()  # so that spreadsheets read UTF-8
    for one in entries(asked.site.engine, Span()):
        yield f"{human_line(one, asked.language)}\r\n".encode()


def verify(asked: Asked) -> Response:
    """Compare the log with itself, its checkpoints and what the keeper opened; note the result."""
    state = audit_state.verify(asked.site.engine, asked.site.keeper, asked.site.audit.checkpoints())
    audit_state.note(asked.site.engine, asked.person.actor, state)
    return RedirectResponse("/audit", 303)


PAGES = (
    Page("POST", "/audit/export", Action.EXPORT_AUDIT, export, needs_step_up=True),
    Page("POST", "/audit/verify", Action.READ_AUDIT, verify),
)
