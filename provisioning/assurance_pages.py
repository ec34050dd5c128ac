"""docs/asvs.md and docs/iso27001.md, written from docs/assurance/*.toml."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provisioning import assurance
from provisioning.assurance import Chapter, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from provisioning.assurance import Line


def asvs(folder: Path) -> str:
    """Give the page on OWASP ASVS."""
    read = assurance.chapters(folder, "asvs")
    levels = assurance.levels(folder)
    parts = [_opening(folder, "asvs"), "\n".join(_counts(read, "chapter", levels))]
    for chapter in read:
        rows = ["| | L | asks | | evidence and gap |", "|---|---|---|---|---|"]
        rows += [
            f"| {number} | {levels[number]} | {line.asks} | {_state(line)} | {_told(line)} |"
            for number, line in chapter.lines.items()
        ]
        parts += [f"## {chapter.title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def iso27001(folder: Path) -> str:
    """Give the page on ISO/IEC 27001, annex A."""
    read = assurance.chapters(folder, "iso27001")
    parts = [_opening(folder, "iso27001"), "\n".join(_counts(read, "theme"))]
    for chapter in read:
        rows = ["| | control | | the product | the site |", "|---|---|---|---|---|"]
        rows += [
            f"| {number} | {line.asks} | {_state(line)} | {_told(line)} | {line.site or '–'} |"
            for number, line in chapter.lines.items()
        ]
        parts += [f"## {chapter.title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _opening(folder: Path, standard: str) -> str:
    return (folder / f"{standard}-opening.md").read_text(encoding="utf-8").strip()


def _counts(
    read: Sequence[Chapter], called: str, levels: dict[str, int] | None = None
) -> Iterator[str]:
    """Count the states by chapter, of all, and by level where there are levels."""
    lines = {number: line for chapter in read for number, line in chapter.lines.items()}
    states = [state for state in State if any(line.state is state for line in lines.values())]
    yield f"| {called} | {' | '.join(states)} | lines |"
    yield "|---" * (len(states) + 2) + "|"
    for chapter in read:
        yield _count(chapter.title, list(chapter.lines.values()), states)
    for level in sorted(set(levels.values()) if levels else ()):
        mine = [line for number, line in lines.items() if levels and levels[number] == level]
        if mine:
            yield _count(f"**level {level}**", mine, states)
    yield _count("**all**", list(lines.values()), states)


def _count(title: str, lines: Sequence[Line], states: Sequence[State]) -> str:
    counted = Counter(line.state for line in lines)
    cells = " | ".join(str(counted[state]) for state in states)
    return f"| {title} | {cells} | {len(lines)} |"


def _state(line: Line) -> str:
    return line.state.value if line.state is State.MET else f"**{line.state.value}**"


def _told(line: Line) -> str:
    gap = f"**Gap:** {line.gap}" if line.gap else ""
    shown = " · ".join(_linked(one) for one in line.evidence)
    how = line.how if not line.how or line.how.endswith(".") else f"{line.how}."
    return " ".join(part for part in (how, shown, gap) if part) or "–"


def _linked(evidence: str) -> str:
    """Give a piece of evidence as a link: a test by its sentence, a place by its name."""
    if evidence.startswith("$ "):
        return f"`{evidence.removeprefix('$ ')}`"
    path, _, test = evidence.partition("::")
    if test:
        return f"[{test.removeprefix('test_').replace('_', ' ')}](../{path})"
    path, _, name = evidence.partition("#")
    return f"[`{name or path.removeprefix('docs/')}`](../{path})"
