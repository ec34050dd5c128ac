"""Reports as PDF, set by Typst from values: no text of a person is ever read as markup."""

from __future__ import annotations

from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
import typst

from hub.errors import ReportError

if TYPE_CHECKING:
    from hub.reports.document import Document

_TEMPLATE = (files("hub.reports") / "report.typ").read_bytes()
_one_at_a_time = Lock()
"""Setting a page takes a core; whoever waits for a report waits for the one before."""


def pdf(document: Document) -> bytes:
    """Give the document as PDF; raises ReportError."""
    data = msgspec.json.encode(document).decode()
    try:
        with _one_at_a_time:
            made = typst.compile(_TEMPLATE, sys_inputs={"data": data})
    except typst.TypstError as error:
        raise ReportError(f"The report cannot be set: {error}.") from error
    if not isinstance(made, bytes):
        raise ReportError("The report has no single file.")
    return made
