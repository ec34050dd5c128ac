"""Skills: what is listed under their heading, and tools that are named anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hub.workflow.resumes.field_names import FieldName, Found
from hub.workflow.resumes.headings import Section
from hub.workflow.resumes.segments import pieces, without_bullet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hub.workflow.resumes.parted import Line
    from hub.workflow.resumes.vocabulary import Vocabulary

_CATEGORY = re.compile(r"^[^:,、;]{1,24}:\s*")
_LEVEL = re.compile(
    r"^(?:精通|熟练掌握|熟练使用|熟练运用|熟练|熟悉|掌握|了解|擅长|能够?使用|具备|"
    r"(?:proficient|experienced|skilled|fluent)\s+(?:in|with)\s+|(?:familiar|proficiency)\s+with\s+|"
    r"(?:good |basic |strong )?knowledge\s+of\s+)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:等(?:工具|软件|语言|技术|框架)?|等)$")
_AND = re.compile(r"\s+(?:and|&)\s+|(?<=[\u4e00-\u9fffA-Za-z])[和与及](?=[\u4e00-\u9fffA-Za-z])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_HAN, _LONGEST_LATIN, _MOST_WORDS = 10, 32, 4
_NAMED_IN = (Section.HEAD, Section.WORK, Section.PROJECTS, Section.INTERNSHIP)


def skills(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield each skill once, where it stands first under its heading, else anywhere."""
    seen: set[str] = set()
    for value, number in (*_listed(lines, vocabulary), *_named(lines, vocabulary)):
        if value.casefold() not in seen:
            seen.add(value.casefold())
            yield Found(FieldName.SKILL, value, number)


def _listed(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    for line in lines:
        if line.section is Section.SKILLS:
            text = _CATEGORY.sub("", without_bullet(line.text))
            for piece in pieces(text):
                for one in _AND.split(piece):
                    value = _TAIL.sub("", _LEVEL.sub("", one)).strip()
                    shown = vocabulary.shown(value)
                    if shown or _is_name(value):
                        yield shown or value, line.number


def _is_name(value: str) -> bool:
    """Say whether a piece is short enough to name a skill instead of telling a story."""
    if _HAN.search(value):
        return 1 < len(value) <= _LONGEST_HAN
    return 1 < len(value) <= _LONGEST_LATIN and len(value.split()) <= _MOST_WORDS


def _named(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    for line in lines:
        if line.section in _NAMED_IN:
            for value in vocabulary.tools_in(line.text):
                yield value, line.number
