"""A report as it is read: every word and figure ready, in one language."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the recording, and what it shows."""

    at: str
    """As a clock: `2:10`."""
    text: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line: a name and its figure, or the word that there is none."""

    name: str
    figure: str | None = None
    word: str = ""
    """Beside the figure; in its place, if there is none."""
    bar: tuple[float, float, float] | None = None
    """Low, high and the figure itself on the scale from 1 to 5."""
    why: str = ""
    spans: tuple[Span, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report."""

    title: str
    lead: str = ""
    rows: tuple[Row, ...] = ()
    empty: str = ""
    """Said where there are no rows."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A name and a value of the report's head."""

    name: str
    value: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One report."""

    language: str
    title: str
    subtitle: str
    sample: str | None
    """Said at the top of what is made up."""
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    person: str
    """Who decides."""
    origin: str
    """From what it was made: versions and hashes."""
    footer: str
