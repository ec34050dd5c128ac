"""The form of a benchmark's row."""

from __future__ import annotations

from typing import Any


def row(name: str, value: float, unit: str) -> dict[str, Any]:
    """Give a row that is compared with no peer."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "peer": None,
        "peer_value": None,
        "ratio": None,
    }
