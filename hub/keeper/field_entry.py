"""How an audit entry names the one field that it lets the keeper open."""

from __future__ import annotations

OPEN_FIELD = "open_field"
"""The entry's action."""


def detail_of(purpose: str, whose: str = "") -> str:
    """Give the entry's detail; `whose`: the person's identifier where the subject is another."""
    return f"{purpose} of {whose}" if whose else purpose


def purpose_of(detail: str) -> str:
    """Give the purpose of the field that an entry is good for."""
    return detail.partition(" ")[0]
