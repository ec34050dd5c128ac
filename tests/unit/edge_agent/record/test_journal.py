from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.record.journal import (
    AnyEntry,
    FragmentWritten,
    GapNoted,
    PartBegan,
    PartEnded,
    decode_lines,
    encode_line,
)

SHA = "5" * 64
ENTRIES: list[AnyEntry] = [
    PartBegan(
        interview_id="a" * 32, answer=1, part=0, start=2.5, policy_hash=SHA, model_hashes=(SHA,)
    ),
    *(
        FragmentWritten(
            offset=65536 * number,
            length=65536,
            start=float(number),
            duration=1.0,
            crc=number,
            frames_recorded=25 * number,
            frames_lost=0,
        )
        for number in range(4)
    ),
    GapNoted(start=0.5, end=0.75),
    PartEnded(
        sha256=SHA,
        body_sha256=SHA,
        bytes=9,
        truncated=False,
        frames_recorded=75,
        frames_lost=2,
    ),
]
JOURNAL = b"".join(encode_line(entry) for entry in ENTRIES)


def test_a_journal_is_read_as_it_was_written() -> None:
    assert list(decode_lines(JOURNAL)) == ENTRIES


@settings(max_examples=50)
@given(st.integers(0, len(JOURNAL)))
def test_a_journal_cut_anywhere_gives_its_whole_lines(cut: int) -> None:
    assert list(decode_lines(JOURNAL[:cut])) == ENTRIES[: JOURNAL[:cut].count(b"\n")]


@pytest.mark.parametrize("text", [b"", b"{}", b'"\xff"', b'{"type": "\xff"}', b"[" * 9999])
def test_a_line_that_is_no_entry_ends_the_journal(text: bytes) -> None:
    line = b"%08x %s\n" % (zlib.crc32(text), text)
    assert list(decode_lines(JOURNAL + line + JOURNAL)) == ENTRIES


@settings(max_examples=50)
@given(st.integers(0, len(JOURNAL) - 1), st.integers(1, 255))
def test_a_flipped_byte_ends_the_journal_before_its_line(at: int, flip: int) -> None:
    broken = bytearray(JOURNAL)
    broken[at] ^= flip
    whole = JOURNAL[:at].count(b"\n")
    assert list(decode_lines(bytes(broken)))[: whole + 1] == ENTRIES[:whole]
