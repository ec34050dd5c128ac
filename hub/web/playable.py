"""A sealed recording as a player sees it: with an index, and without what the hub added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.fragment_index import with_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hub.recordings.reader import Reader
    from wire.upload import Fragment


class Playable:
    """Plaintext bytes of one recording; the index stands in the padding of the first fragment."""

    def __init__(self, reader: Reader, fragments: Sequence[Fragment]) -> None:
        self._reader = reader
        self._fragments = fragments
        last = fragments[-1] if fragments else None
        self.length = (
            min(reader.plain_size, last.offset + last.length) if last else reader.plain_size
        )
        """Bytes; what follows the last journalled fragment is not the recording's."""
        self._head = min(fragments[0].length, self.length) if fragments else 0

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Yield bytes [start, end), opening only the chunks that hold them."""
        if start < min(end, self._head):
            initial = b"".join(self._reader.read_range(0, self._head))
            yield with_index(initial, self._fragments)[start:end]
        if end > self._head:
            yield from self._reader.read_range(max(start, self._head), end)
