"""The log for reading: `张三,2023-10-01 14:30,查看候选人李四的面试视频`, one act a line."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from hub.web.audit.phrases import sentence

if TYPE_CHECKING:
    from hub.people.audit_export import Named
    from wire.language import Language

_FORMULA = ("=", "+", "-", "@", "\t")


def human_line(named: Named, language: Language) -> str:
    """Give person, local time, act; quoted as RFC 4180 says where a name has a comma.

    What a spreadsheet would take for a formula is given an apostrophe.
    """
    who, what = sentence(named, language)
    at = named.entry.link.at.astimezone()
    out = StringIO()
    fields = [_text(who), f"{at:%Y-%m-%d %H:%M}", _text(what)]
    csv.writer(out, lineterminator="").writerow(fields)
    return out.getvalue()


def _text(field: str) -> str:
    line = " ".join(field.splitlines())
    return f"'{line}" if line.startswith(_FORMULA) else line
