"""The invented résumés of tests/data/resumes: made into PDF, DOCX and text files; their truth."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).resolve().parent.parent / "data" / "resumes"
TODAY = date(2025, 6, 15)
"""The day on which the truth holds: work that lasts until now ends here."""
_FONT = "STSong-Light"
_SIZE, _LEADING, _LEFT, _TOP, _BOTTOM = 10, 16, 50, 790, 50


@dataclass(frozen=True, slots=True)
class ResumeFile:
    """One résumé."""

    name: str
    folder: str
    """`tuned`: the rules were written with it in sight; `held_out`: they were not tuned on it."""
    text: str
    data: bytes
    kind: str
    truth: dict[str, Any]


def resume_files() -> list[ResumeFile]:
    """Give all, by name."""
    return [_load(path) for path in sorted(FOLDER.glob("*/*.toml"))]


def one(name: str) -> ResumeFile:
    """Give the résumé of that name."""
    return next(file for file in resume_files() if file.name == name)


def _load(path: Path) -> ResumeFile:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    kind, _, encoding = read["made"].partition(":")
    text = read["text"].strip("\n")
    return ResumeFile(
        name=path.stem,
        folder=path.parent.name,
        text=text,
        data=made(text, kind, encoding or "utf-8"),
        kind=kind,
        truth=read["truth"],
    )


def made(text: str, kind: str, encoding: str = "utf-8") -> bytes:
    """Make the file of a text."""
    if kind == "text":
        return text.encode(encoding)
    return _pdf(text) if kind == "pdf" else _docx(text)


def _docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _pdf(text: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    y = _TOP
    for line in text.splitlines():
        if y < _BOTTOM:
            canvas.showPage()
            y = _TOP
        canvas.setFont(_FONT, _SIZE)
        canvas.drawString(_LEFT, y, line)
        y -= _LEADING
    canvas.save()
    return file.getvalue()
