"""Names of what was made on a page: short, plain, and each there once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from hub.web.jobs.fields import Document

_LONGEST = 48


def slug(text: str, taken: Collection[str], otherwise: str) -> str:
    """Make a name of a text: `Data & risk` becomes `data-risk`, or `data-risk-2` if taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST].strip("-") or otherwise
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    return name


def named(document: Document) -> Document:
    """Give a name to each competency and question of the bank that has none yet."""
    for key in ("competencies", "bank"):
        listed = document.get(key, [])
        for one in listed:
            if "id" not in one:
                taken = {other["id"] for other in listed if "id" in other}
                text = one["name"]["en"] if "name" in one else one["competencies"][0]
                one["id"] = slug(text, taken, "own")
    return document
