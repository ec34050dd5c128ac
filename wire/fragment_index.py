"""The index that lets a player know a recording's length and seek without scanning.

A recording grows while it is written, so its `moov` knows neither duration nor fragments; the
journal does. Its first fragment (ftyp + moov) was padded by a `free` box to 64 KiB: on playback a
`sidx` box (ISO/IEC 14496-12, 8.16.3) takes the place of the padding's first bytes, and no other
byte of the file moves. The stored file is not changed.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from wire.fragments import boxes, free_box, video_track
from wire.upload import Fragment

_STARTS_WITH_KEY_FRAME = 0x9000_0000
_FIXED_BYTES = 40
_REFERENCE_BYTES = 12
_FREE_BYTES = 8


def with_index(initial: bytes, fragments: Sequence[Fragment]) -> bytes:
    """Give the first fragment's bytes with an index of the others in its padding.

    `fragments` are the part's, the first one included. Gives `initial` back where no index fits
    (a recording of more than 90 minutes in one part) or none is wanted. Raises SealedError.
    """
    padding = next((box for box in boxes(initial) if box.kind == b"free"), None)
    played = fragments[1:]
    size = _FIXED_BYTES + _REFERENCE_BYTES * len(played)
    if padding is None or not played or size + _FREE_BYTES > padding.end - padding.start:
        return initial
    rest = padding.end - padding.start - size
    index = _sidx(initial, played, rest)
    return initial[: padding.start] + index + free_box(rest) + initial[padding.end :]


def _sidx(initial: bytes, played: Sequence[Fragment], rest: int) -> bytes:
    """Write the box; `rest` bytes lie between it and the first fragment it names."""
    track, scale = video_track(initial)
    references = b"".join(
        struct.pack(">III", each.length, round(each.duration * scale), _STARTS_WITH_KEY_FRAME)
        for each in played
    )
    size = _FIXED_BYTES + len(references)
    first = round(played[0].start * scale)
    head = struct.pack(
        ">I4sIIIQQHH", size, b"sidx", 1 << 24, track, scale, first, rest, 0, len(played)
    )
    return head + references
