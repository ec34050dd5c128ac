"""A sealed recording as a player sees it: with an index, and without what the hub added.

What is given out is told first, stretch by stretch: which seconds of the interview it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wire.fragment_index import with_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hub.recordings.reader import Reader
    from wire.upload import Fragment

LONGEST_S = 30.0
"""Of a stretch, unless one fragment alone is longer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some consecutive fragments."""

    first: int
    """Byte of the plaintext."""
    end: int
    """Byte behind the last one."""
    begin_s: float
    """Media time in the interview."""
    end_s: float

    def __str__(self) -> str:
        """Write the seconds as the audit log has them."""
        return f"{self.begin_s:.1f}-{self.end_s:.1f}"


def stretches(fragments: Sequence[Fragment], start_s: float, length: int) -> list[Stretch]:
    """Cut a part into stretches; `start_s` is when in the interview it begins.

    Every byte behind the first fragment, which has no picture, is in one of them.
    """
    groups: list[list[Fragment]] = []
    for one in fragments[1:]:
        group = groups[-1] if groups else []
        if group and one.start + one.duration - group[0].start <= LONGEST_S:
            group.append(one)
        else:
            groups.append([one])
    ends = [*(group[0].offset for group in groups[1:]), length]
    return [
        Stretch(
            group[0].offset,
            end,
            start_s + group[0].start,
            start_s + group[-1].start + group[-1].duration,
        )
        for group, end in zip(groups, ends, strict=False)
    ]


class Playable:
    """Plaintext bytes of one recording; the index stands in the padding of the first fragment."""

    def __init__(self, reader: Reader, fragments: Sequence[Fragment], start_s: float = 0.0) -> None:
        self._reader = reader
        self._fragments = fragments
        last = fragments[-1] if fragments else None
        self.length = (
            min(reader.plain_size, last.offset + last.length) if last else reader.plain_size
        )
        """Bytes; what follows the last journalled fragment is not the recording's."""
        self._head = min(fragments[0].length, self.length) if fragments else 0
        self._stretches = stretches(fragments, start_s, self.length)

    def read(self, start: int, end: int, tell: Callable[[Stretch | None], None]) -> Iterator[bytes]:
        """Yield bytes [start, end), opening only the chunks that hold them.

        `tell` is called before a stretch is given out, with none where the seconds are not known;
        what it raises ends the reading.
        """
        if start < min(end, self._head):
            initial = b"".join(self._reader.read_range(0, self._head))
            yield with_index(initial, self._fragments)[start:end]
        at = max(start, self._head)
        for one in self._stretches:
            if at < one.end and one.first < end:
                tell(one)
                yield from self._reader.read_range(at, min(end, one.end))
                at = one.end
        if at < end:
            tell(None)
            yield from self._reader.read_range(at, end)
