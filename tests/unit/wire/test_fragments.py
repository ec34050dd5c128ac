from __future__ import annotations

import itertools
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire.errors import SealedError
from wire.fragment_index import with_index
from wire.fragments import (
    FragmentSplitter,
    boxes,
    find,
    fragment_time,
    free_box,
    padded,
    video_track,
)
from wire.sealed import CHUNK
from wire.upload import Fragment

SCALE = 90_000


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def trak(number: int, handler: bytes, scale: int, *, long: bool) -> bytes:
    version, times = (b"\x01\0\0\0", bytes(16)) if long else (bytes(4), bytes(8))
    return box(
        b"trak",
        box(b"tkhd", version, times, struct.pack(">I", number), bytes(60)),
        box(
            b"mdia",
            box(b"mdhd", version, times, struct.pack(">I", scale), bytes(8)),
            box(b"hdlr", bytes(8), handler, bytes(12)),
        ),
    )


def initial(*, long: bool = False) -> bytes:
    sound = trak(1, b"soun", 48_000, long=long)
    picture = trak(2, b"vide", SCALE, long=long)
    return box(b"ftyp", b"iso5") + box(b"moov", sound, picture)


def traf(track: int, start: int, durations: list[int] | int) -> bytes:
    """Make a traf with a duration for each sample, or with (count of) a default one of 10."""
    tfdt = box(b"tfdt", b"\x01\0\0\0", struct.pack(">Q", start))
    if isinstance(durations, int):
        tfhd = box(b"tfhd", struct.pack(">II", 0x08, track), struct.pack(">I", 10))
        return box(b"traf", tfhd, tfdt, box(b"trun", struct.pack(">II", 0, durations)))
    samples = b"".join(struct.pack(">II", each, 99) for each in durations)
    run = box(b"trun", struct.pack(">IIi", 0x301, len(durations), 0), samples)
    return box(b"traf", box(b"tfhd", struct.pack(">II", 0x020000, track)), tfdt, run)


def fragment(*trafs: bytes, size: int = 100) -> bytes:
    return box(b"moof", box(b"mfhd", bytes(8)), *trafs) + box(b"mdat", bytes(size))


FRAGMENTS = [
    initial(),
    fragment(traf(1, 5, 3), traf(2, 0, [3000, 3000]), size=5000),
    fragment(traf(2, 6000, 9)),
]


@settings(max_examples=50)
@given(st.lists(st.integers(0, sum(map(len, FRAGMENTS))), max_size=9))
def test_fragments_are_found_however_the_bytes_arrive(cuts: list[int]) -> None:
    stream = b"".join(FRAGMENTS)
    edges = [0, *sorted(cuts), len(stream)]
    splitter = FragmentSplitter()
    found = [
        each
        for start, end in itertools.pairwise(edges)
        for each in splitter.feed(stream[start:end])
    ]
    assert found == FRAGMENTS


@settings(max_examples=50)
@given(st.integers(0, 3 * CHUNK))
def test_padding_fills_whole_chunks_with_one_free_box(length: int) -> None:
    whole = padded(bytes(length), CHUNK)
    assert len(whole) % CHUNK == 0
    assert len(whole) - length < CHUNK + 8
    assert whole[:length] == bytes(length)
    assert whole[length:] == (free_box(len(whole) - length) if len(whole) > length else b"")


@pytest.mark.parametrize("long", [False, True])
def test_the_picture_track_is_found_among_others(long: bool) -> None:  # noqa: FBT001 - a table
    assert video_track(initial(long=long)) == (2, SCALE)


def test_times_are_those_of_the_asked_track() -> None:
    assert fragment_time(FRAGMENTS[1], 2) == (0, 6000)
    assert fragment_time(FRAGMENTS[1], 1) == (5, 30)
    assert fragment_time(FRAGMENTS[2], 2) == (6000, 90)


def test_a_large_box_is_read() -> None:
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 5) + b"12345"
    (found,) = boxes(large)
    assert (found.kind, large[found.content : found.end]) == (b"mdat", b"12345")


@pytest.mark.parametrize("length", [2, 7])
def test_a_box_shorter_than_its_header_is_refused(length: int) -> None:
    with pytest.raises(SealedError, match=f"a length of {length}"):
        list(boxes(struct.pack(">I4s", length, b"free")))


def test_what_has_no_picture_is_refused() -> None:
    with pytest.raises(SealedError, match="no picture track"):
        video_track(box(b"moov", trak(1, b"soun", 48_000, long=False)))
    with pytest.raises(SealedError, match="has no picture"):
        fragment_time(FRAGMENTS[1], 7)


def _journalled(count: int) -> list[Fragment]:
    """Give the journal of a part: the tracks, then fragments of a second."""
    first = Fragment(offset=0, length=CHUNK, start=0.0, duration=0.0)
    return [
        first,
        *(
            Fragment(offset=(2 * n + 1) * CHUNK, length=2 * CHUNK, start=0.5 + n, duration=1.0)
            for n in range(count)
        ),
    ]


def test_an_index_takes_the_place_of_padding_and_moves_no_byte() -> None:
    plain = padded(initial(), CHUNK)
    shown = with_index(plain, _journalled(3))
    assert len(shown) == CHUNK
    assert [each.kind for each in boxes(shown)] == [b"ftyp", b"moov", b"sidx", b"free"]
    (index,) = find(shown, (b"sidx",))
    track, scale, first, rest, count = struct.unpack_from(">IIQQxxH", shown, index.content + 4)
    assert (track, scale, first, count) == (2, SCALE, SCALE // 2, 3)
    assert index.end + rest == CHUNK
    references = list(struct.iter_unpack(">III", shown[index.end - 36 : index.end]))
    assert references == [(2 * CHUNK, SCALE, 0x9000_0000)] * 3


@pytest.mark.parametrize("count", [0, 5500])
def test_where_no_index_fits_the_bytes_stay_as_they_are(count: int) -> None:
    plain = padded(initial(), CHUNK)
    assert with_index(plain, _journalled(count)) == plain
    assert with_index(initial(), _journalled(3)) == initial()
