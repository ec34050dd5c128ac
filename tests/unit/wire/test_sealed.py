from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wire import sealed
from wire.errors import NotForUsError, SealedError
from wire.sealed import CHUNK, NONCE, SEALED_CHUNK

HUB, HUB_RECIPIENT = sealed.generate_identity()
RECOVERY, RECOVERY_RECIPIENT = sealed.generate_identity()
STRANGER, _ = sealed.generate_identity()
RECIPIENTS = (HUB_RECIPIENT, RECOVERY_RECIPIENT)
LENGTHS = st.one_of(
    st.integers(0, 300),
    st.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1]),
    st.integers(0, 3 * CHUNK + 5),
)


NOISE = hashlib.shake_128(b"any bytes").digest(3 * CHUNK + 5)


def some_bytes(length: int) -> bytes:
    return NOISE[:length]


@given(LENGTHS, st.sampled_from([HUB, RECOVERY]))
@settings(max_examples=50)
def test_what_is_sealed_opens_again_for_every_recipient(length: int, identity: str) -> None:
    header, body = sealed.seal(some_bytes(length), RECIPIENTS)
    assert sealed.plain_length(len(body)) == length
    assert sealed.split(header + body) == (header, body)
    assert sealed.open_sealed(header, body, identity) == some_bytes(length)


@given(LENGTHS, st.data())
@settings(max_examples=50)
def test_any_range_of_a_sealed_body_equals_the_slice(length: int, data: st.DataObject) -> None:
    plaintext = some_bytes(length)
    header, body = sealed.seal(plaintext, RECIPIENTS)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    opener = sealed.Opener(sealed.unwrap(header, HUB), body[:NONCE])
    span, last = sealed.chunk_span(start, end), len(sealed.chunk_span(0, length)) - 1
    opened = b""
    for index in span:
        at = NONCE + index * SEALED_CHUNK
        opened += opener.chunk(index, body[at : at + SEALED_CHUNK], last=index == last)
    assert opened[start - span.start * CHUNK :][: end - start] == plaintext[start:end]
    assert len(opened) < end - start + 2 * CHUNK


def test_any_byte_flipped_anywhere_in_a_small_file_is_refused() -> None:
    header, body = sealed.seal(b"an answer", RECIPIENTS)
    whole = header + body
    for at in range(len(whole)):
        flipped = whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :]
        with pytest.raises(SealedError):
            sealed.open_sealed(*sealed.split(flipped), HUB)


@given(st.integers(0), st.integers(1, 255))
@settings(max_examples=30)
def test_any_byte_flipped_in_a_long_body_is_refused(at: int, mask: int) -> None:
    header, body = sealed.seal(some_bytes(CHUNK + 100), RECIPIENTS)
    place = at % len(body)
    flipped = body[:place] + bytes([body[place] ^ mask]) + body[place + 1 :]
    with pytest.raises(SealedError):
        sealed.open_sealed(header, flipped, HUB)


@given(st.one_of(st.binary(), st.binary().map(lambda b: b"age-encryption.org/v1\n-> " + b)))
@example(b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n")
@example(b"age-encryption.org/v1\n-> X25519 \xff\n")
@settings(max_examples=100)
def test_arbitrary_bytes_are_refused_as_sealed_files(noise: bytes) -> None:
    with pytest.raises(SealedError):
        sealed.open_sealed(*sealed.split(noise), HUB)


@given(st.data())
@settings(max_examples=100)
def test_a_header_cut_and_spliced_anywhere_is_refused(data: st.DataObject) -> None:
    header, body = sealed.seal(b"x", RECIPIENTS)
    start = data.draw(st.integers(0, len(header)))
    end = data.draw(st.integers(start, len(header)))
    spliced = header[:start] + data.draw(st.binary(max_size=80)) + header[end:]
    if spliced != header:
        with pytest.raises(SealedError):
            sealed.open_sealed(spliced, body, HUB)


def test_a_stranger_is_told_that_the_file_is_not_for_them() -> None:
    header, _ = sealed.seal(b"an answer", RECIPIENTS)
    with pytest.raises(NotForUsError, match=r"W-SEALED-002"):
        sealed.unwrap(header, STRANGER)


@given(LENGTHS, st.data())
@settings(max_examples=30)
def test_a_body_cut_short_is_refused(length: int, data: st.DataObject) -> None:
    header, body = sealed.seal(some_bytes(length), RECIPIENTS)
    cut = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(SealedError):
        sealed.open_sealed(header, body[:cut], HUB)


@pytest.mark.parametrize(("whole", "closing"), [(0, b""), (0, b"x"), (1, b"x"), (2, bytes(CHUNK))])
def test_the_hub_closes_a_body_that_was_cut_at_a_chunk(whole: int, closing: bytes) -> None:
    sealer = sealed.Sealer.for_recipients(RECIPIENTS)
    kept = [some_bytes(CHUNK) for _ in range(whole)]
    body = sealer.nonce + b"".join(sealer.chunk(plaintext) for plaintext in kept)
    file_key = sealed.unwrap(sealer.header, HUB)
    body += sealed.closing_chunk(file_key, sealer.nonce, whole, closing)
    assert sealed.open_sealed(sealer.header, body, HUB) == b"".join(kept) + closing


def test_a_body_of_whole_chunks_is_never_closed_by_an_empty_one() -> None:
    with pytest.raises(SealedError):
        sealed.closing_chunk(bytes(16), bytes(NONCE), 1, b"")


def test_a_reader_is_told_which_chunk_is_the_last() -> None:
    header, body = sealed.seal(some_bytes(2 * CHUNK), RECIPIENTS)
    opener = sealed.Opener(sealed.unwrap(header, HUB), body[:NONCE])
    first = body[NONCE : NONCE + SEALED_CHUNK]
    assert opener.either(0, first)[1] is False
    assert opener.either(1, body[NONCE + SEALED_CHUNK :])[1] is True
    with pytest.raises(SealedError):
        opener.either(1, first)


@pytest.mark.parametrize(
    ("plaintext", "last"),
    [(b"", False), (bytes(CHUNK - 1), False), (bytes(CHUNK + 1), True)],
    ids=["empty, not last", "short, not last", "too long"],
)
def test_a_chunk_of_a_wrong_length_is_not_sealed(plaintext: bytes, *, last: bool) -> None:
    with pytest.raises(SealedError):
        sealed.Sealer.for_recipients(RECIPIENTS).chunk(plaintext, last=last)


def test_nothing_is_sealed_after_the_last_chunk() -> None:
    sealer = sealed.Sealer.for_recipients(RECIPIENTS)
    sealer.chunk(b"end", last=True)
    with pytest.raises(SealedError):
        sealer.chunk(b"more", last=True)


def test_two_files_never_share_a_file_key_or_a_nonce() -> None:
    first, second = (sealed.Sealer.for_recipients(RECIPIENTS) for _ in range(2))
    assert first.nonce != second.nonce
    assert sealed.unwrap(first.header, HUB) != sealed.unwrap(second.header, HUB)


def test_a_file_for_nobody_is_refused() -> None:
    with pytest.raises(SealedError):
        sealed.Sealer.for_recipients(())


@pytest.mark.parametrize(
    "length",
    [0, NONCE, NONCE + 15, NONCE + SEALED_CHUNK + 1, NONCE + SEALED_CHUNK + 16],
)
def test_a_length_that_no_complete_body_has_is_refused(length: int) -> None:
    with pytest.raises(SealedError):
        sealed.plain_length(length)
