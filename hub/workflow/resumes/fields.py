"""All fields of a résumé, found by pure rules; each with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hub.workflow.resumes.education import education
from hub.workflow.resumes.parted import parted
from hub.workflow.resumes.projects import projects
from hub.workflow.resumes.skills import skills
from hub.workflow.resumes.vocabulary import shipped
from hub.workflow.resumes.work import work_years

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hub.workflow.resumes.field_names import Found
    from hub.workflow.resumes.vocabulary import Vocabulary

VERSION = "1"
"""Of these rules; kept with what they found."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_FROM = 0.2
"""Share of Chinese characters from which a text is Chinese."""


def find(lines: Sequence[str], today: date, vocabulary: Vocabulary | None = None) -> list[Found]:
    """Give the fields in the order of the page; `today` ends what lasts until now."""
    parts = parted(lines)
    return [
        *work_years(parts, today),
        *education(parts, today),
        *skills(parts, vocabulary or shipped()),
        *projects(parts, today),
    ]


def language_of(text: str) -> str:
    """Say whether a text is Chinese (`zh`) or English (`en`)."""
    letters = [one for one in text if one.isalpha()]
    is_chinese = len(_HAN.findall(text)) > _CHINESE_FROM * max(len(letters), 1)
    return "zh" if is_chinese else "en"
