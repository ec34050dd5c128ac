"""A résumé's lines with the part that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.workflow.resumes.headings import Section, sections

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is no heading."""

    number: int
    """From 1."""
    text: str
    section: Section


def parted(lines: Sequence[str]) -> list[Line]:
    """Give the lines with their parts; headings are left out."""
    return [
        Line(number, text, section)
        for number, (text, (section, is_heading)) in enumerate(
            zip(lines, sections(lines), strict=True), start=1
        )
        if not is_heading
    ]
