from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.errors import StoreError
from hub.recordings.reader import Reader
from wire import sealed
from wire.errors import SealedError

if TYPE_CHECKING:
    from pathlib import Path

PLAINTEXT = bytes(range(251)) * 1000
IDENTITY, RECIPIENT = sealed.generate_identity()
HEADER, BODY = sealed.seal(PLAINTEXT, [RECIPIENT])
KEY = sealed.unwrap(HEADER, IDENTITY)
CHUNKS = -(-len(PLAINTEXT) // sealed.CHUNK)


def body(folder: Path, content: bytes = BODY) -> Path:
    path = folder / "body"
    path.write_bytes(content)
    return path


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.integers(0, len(PLAINTEXT) + 10), length=st.integers(0, len(PLAINTEXT) + 10))
def test_any_range_of_a_recording_equals_the_slice(tmp_path: Path, start: int, length: int) -> None:
    reader = Reader(body(tmp_path), KEY)
    assert b"".join(reader.read_range(start, start + length)) == PLAINTEXT[start : start + length]


def test_only_the_chunks_asked_for_are_opened(tmp_path: Path) -> None:
    altered = bytearray(BODY)
    altered[sealed.NONCE + 10] ^= 1
    reader = Reader(body(tmp_path, bytes(altered)), KEY)
    second = sealed.CHUNK
    assert b"".join(reader.read_range(second, second + 9)) == PLAINTEXT[second : second + 9]
    with pytest.raises(SealedError):
        list(reader.read_range(second - 1, second + 9))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_any_bit_flipped_is_refused(tmp_path: Path, place: int, bit: int) -> None:
    altered = bytearray(BODY)
    altered[place] ^= 1 << bit
    reader = Reader(body(tmp_path, bytes(altered)), KEY)
    with pytest.raises(SealedError):
        list(reader.read_range(0, len(PLAINTEXT)))


def test_a_body_that_lost_its_end_is_refused(tmp_path: Path) -> None:
    whole = BODY[: sealed.NONCE + (CHUNKS - 1) * sealed.SEALED_CHUNK]
    reader = Reader(body(tmp_path, whole), KEY)
    with pytest.raises(SealedError):
        list(reader.read_range(0, reader.plain_size))


def test_a_body_that_is_gone_is_an_error_with_a_code(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="H-STORE-001"):
        Reader(tmp_path / "gone", KEY)
