from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.web.byte_range import ByteRange, RangeNotSatisfiableError, parse


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=0-99", ByteRange(0, 100)),
        ("bytes=10-", ByteRange(10, 100)),
        ("bytes=99-", ByteRange(99, 100)),
        ("bytes=90-1000", ByteRange(90, 100)),
        ("bytes=-1", ByteRange(99, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("Bytes= 5-6 ", ByteRange(5, 7)),
    ],
)
def test_one_range_is_given_as_asked_for(header: str, wanted: ByteRange) -> None:
    assert parse(header, 100) == wanted


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-4",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=+1-2",
        "bytes=١-٢",
        "bytes=0-" + "9" * 30,
        "bytes=--1",
    ],
)
def test_what_is_no_single_range_is_answered_whole(header: str | None) -> None:
    assert parse(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_outside_is_not_satisfiable(header: str) -> None:
    with pytest.raises(RangeNotSatisfiableError):
        parse(header, 100)


@settings(max_examples=50)
@given(st.text(), st.integers(0, 2**40))
def test_any_header_gives_a_range_within_or_a_clear_answer(header: str, length: int) -> None:
    for text in (header, "bytes=" + header):
        try:
            wanted = parse(text, length)
        except RangeNotSatisfiableError:
            continue
        assert wanted is None or 0 <= wanted.start < wanted.end <= length
