"""Traditional characters become simplified ones."""

from __future__ import annotations

from functools import cache
from typing import Any

from opencc import OpenCC


@cache
def _converter() -> Any:  # noqa: ANN401 - the library has no types
    """Read the tables once; they take a tenth of a second."""
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Give `text` in simplified characters; everything else stays as it is."""
    converted: str = _converter().convert(text)
    return converted
