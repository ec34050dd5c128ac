"""Numbers in addresses: of a row, of a page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from hub.web.page import Asked

_MOST_DIGITS = 9


def row_number(asked: Asked, part: str) -> int:
    """Give the number that a part of the path is; 404 for anything else."""
    number = _number(asked.request.path_params[part])
    if number is None:
        raise HTTPException(404)
    return number


def page_number(asked: Asked) -> int:
    """Give the page of a list that is asked for; the first one for anything else."""
    return max(1, _number(asked.request.query_params.get("page", "")) or 1)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
