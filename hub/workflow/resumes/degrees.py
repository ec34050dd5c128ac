"""Degree words, zh and en; pure. Abbreviations count in capitals only."""

from __future__ import annotations

import re

from hub.workflow.resumes.field_names import Degree

_ZH = {
    Degree.DOCTOR: "博士",
    Degree.MASTER: "硕士|碩士|研究生|MBA",
    Degree.BACHELOR: "本科|学士|學士",
    Degree.COLLEGE: "大专|专科|高职|大專|專科",
}
_EN = {
    Degree.DOCTOR: r"Ph\.?\s?D\.?|Doctor(?:ate)?|D\.?Phil\.?",
    Degree.MASTER: (
        r"Master(?:['’]?s)?|M\.?Sc\.?|M\.S\.|MS|M\.A\.|MA|M\.?Eng\.?|MBA|LL\.?M\.?|M\.?Phil\.?|M\.?Ed\.?"
    ),
    Degree.BACHELOR: (
        r"Bachelor(?:['’]?s)?|B\.?Sc\.?|B\.S\.|BS|B\.A\.|BA|B\.?Eng\.?|B\.?Com\.?|LL\.?B\.?|BBA|B\.?Ed\.?"
    ),
    Degree.COLLEGE: r"Associate(?:['’]?s)?|(?:Higher )?Diploma|HND|HNC",
}
_PATTERNS = {
    degree: re.compile(rf"(?:{_ZH[degree]})|(?<![A-Za-z.])(?:{_EN[degree]})(?![A-Za-z])")
    for degree in Degree
}
_AROUND_ZH = re.compile(r"研究生|学位|學位|学历|全日制|统招|毕业|在读|获")
_NAMED_ZH = re.compile(r"学士|學士|学位|學位")
_BRACKETS = re.compile(r"\([^)]*\)")
_FIELD = re.compile(r"\bin\s+(.+)$")


def degree_in(text: str) -> Degree | None:
    """Give the highest degree that a text names."""
    return next((degree for degree in Degree if _PATTERNS[degree].search(text)), None)


def without_degree(text: str) -> str:
    """Give what is left of a piece beside its degree: the subject, or nothing.

    `管理学学士` names a degree and no subject of its own; `BSc (Hons) Law` leaves `Law`.
    """
    if _NAMED_ZH.search(text):
        return ""
    bare = text
    for pattern in _PATTERNS.values():
        bare = pattern.sub(" ", bare)
    bare = " ".join(_BRACKETS.sub(" ", _AROUND_ZH.sub("", bare)).split())
    inner = _FIELD.search(bare)
    return inner[1] if inner else re.sub(r"^(?:of|in|degree)\s+|\s+degree$", "", bare)
