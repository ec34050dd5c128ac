"""What docs/assurance/*.toml says of two standards, read strictly."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEVELS = 2
"""Of the three of OWASP ASVS, those that are answered here."""
LEVELS_FILE = "asvs-levels.toml"


class State(StrEnum):
    """How far a line is fulfilled."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not met"
    SITE = "site"
    """Only the organisation that runs the site can."""
    NONE = "does not apply"


Short = Annotated[str, Meta(min_length=3, max_length=90)]


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One requirement or control."""

    asks: Short
    """In words of our own."""
    state: State
    how: str = ""
    """What the product does, or why the line does not apply."""
    evidence: tuple[str, ...] = ()
    """`tests/….py::test_name`, `file`, `file#name`, or `$ command`."""
    gap: str = ""
    """What is missing, plainly."""
    site: str = ""
    """What the organisation must do itself."""

    def __post_init__(self) -> None:
        """Refuse a line that claims more than it shows."""
        is_claim = self.state in (State.MET, State.PARTLY)
        needed = {
            "evidence": is_claim,
            "gap": self.state in (State.PARTLY, State.NOT),
            "how": self.state is State.NONE,
            "site": self.state is State.SITE,
        }
        missing = [name for name, wanted in needed.items() if wanted and not getattr(self, name)]
        if missing or (self.state is State.MET and self.gap):
            message = f"{self.asks!r} is {self.state.value}: {', '.join(missing) or 'has a gap'}"
            raise ValueError(message)


class Chapter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One chapter or theme, its lines by number."""

    title: str
    lines: dict[str, Line]


class AssuranceError(Exception):
    """A file of docs/assurance is not as it should be."""


def chapters(folder: Path, prefix: str) -> list[Chapter]:
    """Read the chapters of a standard in the order of their files; raises AssuranceError."""
    return [_chapter(path) for path in sorted(folder.glob(f"{prefix}-[0-9]*.toml"))]


def _chapter(path: Path) -> Chapter:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Chapter)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise AssuranceError(f"{path.name}: {error}.") from error


def levels(folder: Path) -> dict[str, int]:
    """Give the level of each requirement of the standard, by number."""
    sections = tomllib.loads((folder / LEVELS_FILE).read_text(encoding="utf-8"))
    return {
        f"{section}.{place}": int(digit)
        for section, digits in sections.items()
        for place, digit in enumerate(digits, start=1)
    }


def wanted(folder: Path) -> set[str]:
    """Name the requirements of levels 1 and 2."""
    return {number for number, level in levels(folder).items() if level <= LEVELS}


def controls() -> Iterator[str]:
    """Give the numbers of the controls of ISO/IEC 27001:2022, annex A: four themes."""
    for theme, count in ((5, 37), (6, 8), (7, 14), (8, 34)):
        for place in range(1, count + 1):
            yield f"{theme}.{place}"
