"""Forms with a file (RFC 7578), read piece by piece into memory: bounded, and nothing unasked for.

Nothing touches the disk before it is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_LARGEST_TEXT = 1024
_LARGEST_HEADERS = 4096
"""Of one part."""
_AROUND = 16 * 1024
"""Boundaries, headers and texts beside the file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What a page with a file asks for."""

    file: str
    """Name of the file's field."""
    largest: int
    """Bytes."""
    texts: frozenset[str] = frozenset({"csrf"})
    """Names of the other fields."""
    patience_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What came."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    body: bytes = b""


async def read(content_type: str, pieces: AsyncIterator[bytes], wanted: Upload) -> Sent:
    """Read a whole form; raises HTTPException 400 for another form, 413 for one too large."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    reader = _Reader(wanted)
    total = 0
    try:
        parser = MultipartParser(boundary, reader.callbacks())  # type: ignore[arg-type] # a TypedDict of the library
        async for piece in pieces:
            total += len(piece)
            if total > wanted.largest + _AROUND:
                raise HTTPException(413)
            parser.write(piece)
        parser.finalize()
    except (FormParserError, UnicodeDecodeError) as error:
        raise HTTPException(400) from error
    if not reader.is_over:
        raise HTTPException(400)
    return reader.sent


class _Reader:
    """Collects the parts as the parser meets them."""

    def __init__(self, wanted: Upload) -> None:
        self.sent = Sent()
        self.is_over = False
        self._wanted = wanted
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._data = bytearray()
        self._field = ""
        self._limit = 0

    def callbacks(self) -> dict[str, object]:
        """Give what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._close,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers, self._name, self._value = {}, b"", b""
        self._data = bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._check_headers()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_headers()

    def _check_headers(self) -> None:
        kept = sum(len(name) + len(value) for name, value in self._headers.items())
        if kept + len(self._name) + len(self._value) > _LARGEST_HEADERS:
            raise HTTPException(400)

    def _header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _open(self) -> None:
        """Refuse a part that the page did not ask for, and one that came already."""
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8")
        is_file = b"filename" in options
        known = {self._wanted.file} if is_file else self._wanted.texts
        is_double = name in self.sent.files or name in self.sent.texts
        if kind != b"form-data" or name not in known or is_double:
            raise HTTPException(400)
        self._field = name
        self._limit = self._wanted.largest if is_file else _LARGEST_TEXT

    def _take(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]
        if len(self._data) > self._limit:
            raise HTTPException(413)

    def _close(self) -> None:
        if self._field == self._wanted.file:
            self.sent.files[self._field] = bytes(self._data)
        else:
            self.sent.texts[self._field] = self._data.decode("utf-8")

    def _end(self) -> None:
        self.is_over = True
