"""The three files of a part: age header, sealed body, journal; and reading what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.errors import SpoolError
from edge_agent.record.journal import FragmentWritten, GapNoted, PartBegan, PartEnded, decode_lines
from wire.upload import Fragment, Gap, Part

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class PartFiles:
    """Where a part lies."""

    header: Path
    body: Path
    journal: Path

    @classmethod
    def of(cls, directory: Path, answer: int, part: int) -> PartFiles:
        """Name the files of a part of an interview's directory."""
        stem = f"{answer}-{part}.media"
        return cls(
            directory / f"{stem}.header", directory / f"{stem}.body", directory / f"{stem}.journal"
        )

    def read_journal(self) -> PartRecord | None:
        """Give what the journal says; None when not even its first line is whole."""
        try:
            entries = list(decode_lines(self.journal.read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SpoolError(f"A journal cannot be read: {error}.") from error
        if not entries or not isinstance(entries[0], PartBegan):
            return None
        fragments = tuple(entry for entry in entries if isinstance(entry, FragmentWritten))
        ended = next((entry for entry in entries if isinstance(entry, PartEnded)), None)
        gaps = tuple(
            Gap(start=each.start, end=each.end) for each in entries if isinstance(each, GapNoted)
        )
        return PartRecord(entries[0], fragments, gaps, ended)


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A journal's content."""

    began: PartBegan
    fragments: tuple[FragmentWritten, ...]
    gaps: tuple[Gap, ...]
    ended: PartEnded | None

    @property
    def duration(self) -> float:
        """Seconds of media time that are on the disk."""
        return max((each.start + each.duration for each in self.fragments), default=0.0)

    @property
    def end(self) -> float:
        """Media time in the interview at which the part ends."""
        return self.began.start + self.duration

    def as_part(self, ended: PartEnded) -> Part:
        """Describe the closed part for the manifest."""
        return Part(
            sha256=ended.sha256,
            bytes=ended.bytes,
            start=self.began.start,
            duration=self.duration,
            truncated=ended.truncated,
            fragments=tuple(
                Fragment(
                    offset=each.offset,
                    length=each.length,
                    start=each.start,
                    duration=each.duration,
                )
                for each in self.fragments
            ),
        )
