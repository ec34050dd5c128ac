"""Reading a sealed body: only the chunks that hold the bytes asked for are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.errors import StoreError
from wire import sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Reader:
    """One recording's plaintext, by position."""

    def __init__(self, body: Path, file_key: bytes) -> None:
        self._body = body
        try:
            self._length = body.stat().st_size
            with body.open("rb") as file:
                nonce = file.read(sealed.NONCE)
        except OSError as error:
            raise StoreError(f"A body cannot be read: {error.strerror}.") from error
        self._opener = sealed.Opener(file_key, nonce)
        self.plain_size = sealed.plain_length(self._length)

    def read_range(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the plaintext [start, end) piece by piece; raises SealedError when altered."""
        end = min(end, self.plain_size)
        try:
            with self._body.open("rb") as file:
                for index in sealed.chunk_span(start, end):
                    at = sealed.NONCE + index * sealed.SEALED_CHUNK
                    file.seek(at)
                    chunk = file.read(sealed.SEALED_CHUNK)
                    plaintext = self._opener.chunk(
                        index, chunk, last=at + len(chunk) == self._length
                    )
                    begin = index * sealed.CHUNK
                    yield plaintext[max(start - begin, 0) : end - begin]
        except OSError as error:
            raise StoreError(f"A body cannot be read: {error.strerror}.") from error
