"""Projects: their names, by label, by period, or as items under their heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hub.workflow.resumes.field_names import FieldName, Found
from hub.workflow.resumes.headings import Section
from hub.workflow.resumes.periods import SINGLE, periods, without_periods
from hub.workflow.resumes.segments import without_bullet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from hub.workflow.resumes.parted import Line

_LABEL = re.compile(
    r"(?:项目名称|项目名|项目[一二三四五六七八九十\d]+|Project(?: name| \d+)?)\s*[::]\s*(.+)"
)
_ABOUT = re.compile(
    r"^(?:项目描述|项目职责|职责|描述|背景|成果|技术栈|Role|Description|Tech\w*)\s*:"
)
_BULLET = re.compile(r"^\s*[-–*•]\s")
_MARKED = re.compile(r"^\s*[●◆■▪]|^\s*(?:\d+[.、)])")
_SENTENCE = re.compile(r"[。;,]|\.\s|\.$")
_LONGEST = 60


def projects(lines: Sequence[Line], today: date) -> Iterator[Found]:
    """Yield the name of each project."""
    labelled = [(found[1], line) for line in lines if (found := _LABEL.search(line.text))]
    if labelled:
        named = [(without_periods(text), line) for text, line in labelled]
    else:
        named = list(
            _under_heading([one for one in lines if one.section is Section.PROJECTS], today)
        )
    for name, line in named:
        value = _clean(name)
        if value:
            yield Found(FieldName.PROJECT, value, line.number)


def _under_heading(lines: Sequence[Line], today: date) -> Iterator[tuple[str, Line]]:
    """Yield titles: lines with a time if any has one, else marked ones, else short ones."""
    usable = [line for line in lines if not _ABOUT.match(line.text)]
    dated = [line for line in usable if _is_dated(line.text, today)]
    marked = [line for line in usable if _MARKED.match(line.text)]
    colon = [line for line in usable if ": " in line.text[:_LONGEST]]
    for line in dated or marked or colon or usable:
        yield _title(line.text), line


def _is_dated(text: str, today: date) -> bool:
    if _BULLET.match(text):
        return False
    return any(periods(text, today)) or SINGLE.search(text) is not None


def _title(text: str) -> str:
    bare = SINGLE.sub(" ", without_periods(without_bullet(text)))
    return re.split(r"\s{2,}|:\s|\s[|]\s|\s[–—]\s", bare.strip(" ()[]|-–—"))[0]


def _clean(name: str) -> str:
    value = name.strip(" ()[]|:-–—。")
    return value if 1 < len(value) <= _LONGEST and not _SENTENCE.search(value) else ""
