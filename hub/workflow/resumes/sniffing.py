"""What a file is, by its content: its name says nothing that can be relied on."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from hub.workflow.candidate_errors import NotTaken, ResumeError

LARGEST_BYTES = 10 * 1024 * 1024
_MOST_MEMBERS = 2000
_MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that a DOCX may say it unpacks to; zipfile reads no more than it says."""
_MOST_RATIO = 200
_PDF = b"%PDF-"
_PDF_WITHIN = 1024
"""Bytes before the mark that readers pass over (ISO 32000-1, annex H.3.4.1)."""
_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCX_MEMBERS = {"[Content_Types].xml", "word/document.xml"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """Kinds of file that are taken in."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"


def kind_of(data: bytes) -> Kind:
    """Say what a file is; raises ResumeError for what is not taken in."""
    if not data.strip():
        raise ResumeError(NotTaken.EMPTY)
    if len(data) > LARGEST_BYTES:
        raise ResumeError(NotTaken.TOO_LARGE)
    if _PDF in data[:_PDF_WITHIN]:
        return Kind.PDF
    if data.startswith(_ZIP):
        check_docx(data)
        return Kind.DOCX
    if data.startswith(_OLD_WORD):
        raise ResumeError(NotTaken.OLD_WORD)
    if b"\0" in data and not data.startswith(_UTF_16):
        raise ResumeError(NotTaken.UNKNOWN)
    return Kind.TEXT


def check_docx(data: bytes) -> None:
    """Refuse what is no DOCX, and a zip bomb; raises ResumeError."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ResumeError(NotTaken.DAMAGED) from error
    if not {one.filename for one in members} >= _DOCX_MEMBERS:
        raise ResumeError(NotTaken.UNKNOWN)
    unpacked = sum(one.file_size for one in members)
    is_dense = any(one.file_size > _MOST_RATIO * max(one.compress_size, 1) for one in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or is_dense:
        raise ResumeError(NotTaken.BOMB)
