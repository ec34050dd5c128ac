"""MP4 boxes (ISO/IEC 14496-12): cutting a fragmented file at its fragments, padding, timing."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from wire.errors import SealedError

_BOX_HEADER = 8
_LARGE = 1
_LARGE_HEADER = 16


@dataclass(frozen=True, slots=True)
class Box:
    """One box: where its content lies in the bytes it was read from."""

    kind: bytes
    start: int
    """Of the box's header."""
    content: int
    end: int


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes that lie whole in data[start:end]; stops at the first that does not."""
    stop = len(data) if end is None else end
    while start + _BOX_HEADER <= stop:
        length, kind = struct.unpack_from(">I4s", data, start)
        content = start + _BOX_HEADER
        if length == _LARGE:
            if start + _LARGE_HEADER > stop:
                return
            (length,) = struct.unpack_from(">Q", data, content)
            content = start + _LARGE_HEADER
        if length < content - start:
            raise SealedError(f"An MP4 box has a length of {length}.")
        if start + length > stop:
            return
        yield Box(kind, start, content, start + length)
        start += length


def find(data: bytes, path: tuple[bytes, ...], within: Box | None = None) -> Iterator[Box]:
    """Yield every box at `path`, for instance (b"moov", b"trak")."""
    start, end = (0, len(data)) if within is None else (within.content, within.end)
    for box in boxes(data, start, end):
        if box.kind == path[0]:
            if len(path) == 1:
                yield box
            else:
                yield from find(data, path[1:], box)


def free_box(length: int) -> bytes:
    """Make a `free` box of `length` bytes in all, at least 8."""
    return struct.pack(">I4s", length, b"free") + bytes(length - _BOX_HEADER)


def padded(fragment: bytes, boundary: int) -> bytes:
    """Append a `free` box so that the length is a multiple of `boundary`."""
    missing = -len(fragment) % boundary
    if missing == 0:
        return fragment
    return fragment + free_box(missing if missing >= _BOX_HEADER else missing + boundary)


class FragmentSplitter:
    """Cuts the muxer's bytes into fragments: first ftyp + moov, then each moof + mdat."""

    _LAST_OF = (b"moov", b"mdat")

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield each fragment that is whole now."""
        self._pending += data
        cut = 0
        for box in boxes(self._pending):
            if box.kind in self._LAST_OF:
                yield self._pending[cut : box.end]
                cut = box.end
        self._pending = self._pending[cut:]


def video_track(initial: bytes) -> tuple[int, int]:
    """Give (track id, timescale) of the picture track of ftyp + moov; raises SealedError."""
    for trak in find(initial, (b"moov", b"trak")):
        (handler,) = find(initial, (b"mdia", b"hdlr"), trak)
        if initial[handler.content + 8 : handler.content + 12] == b"vide":
            (header,) = find(initial, (b"tkhd",), trak)
            (media,) = find(initial, (b"mdia", b"mdhd"), trak)
            return _after_times(initial, header), _after_times(initial, media)
    raise SealedError("The recording has no picture track.")


def _after_times(data: bytes, box: Box) -> int:
    """Read the number that follows the two times of tkhd or mdhd (32 or 64 bits each)."""
    long = data[box.content] == 1
    (number,) = struct.unpack_from(">I", data, box.content + (20 if long else 12))
    return int(number)


def fragment_time(fragment: bytes, track: int) -> tuple[int, int]:
    """Give (start, duration) of `track` in moof + mdat, in its timescale; raises SealedError."""
    for traf in find(fragment, (b"moof", b"traf")):
        (tfhd,) = find(fragment, (b"tfhd",), traf)
        flags, track_id = struct.unpack_from(">II", fragment, tfhd.content)
        if track_id == track:
            start = _decode_time(fragment, next(find(fragment, (b"tfdt",), traf)))
            spare = _default_duration(fragment, tfhd, flags & 0xFFFFFF)
            runs = find(fragment, (b"trun",), traf)
            return start, sum(_run_duration(fragment, run, spare) for run in runs)
    raise SealedError("A fragment has no picture.")


def _decode_time(data: bytes, tfdt: Box) -> int:
    form = ">Q" if data[tfdt.content] == 1 else ">I"
    (time,) = struct.unpack_from(form, data, tfdt.content + 4)
    return int(time)


def _default_duration(data: bytes, tfhd: Box, flags: int) -> int:
    if not flags & 0x08:
        return 0
    at = tfhd.content + 8 + (8 if flags & 0x01 else 0) + (4 if flags & 0x02 else 0)
    (duration,) = struct.unpack_from(">I", data, at)
    return int(duration)


def _run_duration(data: bytes, trun: Box, spare: int) -> int:
    flags, count = struct.unpack_from(">II", data, trun.content)
    if not flags & 0x100:
        return int(count) * spare
    fields = (flags & 0xF00).bit_count()
    at = trun.content + 8 + (4 if flags & 0x01 else 0) + (4 if flags & 0x04 else 0)
    return sum(struct.unpack_from(">I", data, at + 4 * fields * i)[0] for i in range(int(count)))
