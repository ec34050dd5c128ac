"""Sealed columns open for their own purpose and subject, and nothing else."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.errors import FieldError, KeeperRefusedError
from hub.keeper.fields import Fields
from wire import sealed

FIELDS = Fields(sealed.generate_identity()[0])
SUBJECT = "c" * 32
RFC_6238_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_6238 = [(59, "287082", 1), (1111111109, "081804", 37037036), (1234567890, "005924", 41152263)]
"""Appendix B: seconds, the last six digits, the counter."""


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@given(text=st.text(max_size=60))
@settings(max_examples=30)
def test_a_sealed_text_opens_to_what_it_was(text: str) -> None:
    data = FIELDS.seal("contact", SUBJECT, text)
    assert FIELDS.open(data, "contact", SUBJECT) == text
    assert not text.isascii() or len(text) < 4 or text.encode() not in data


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    assert FIELDS.seal("contact", SUBJECT, "x") != FIELDS.seal("contact", SUBJECT, "x")


@pytest.mark.parametrize(("purpose", "subject"), [("identity", SUBJECT), ("contact", "d" * 32)])
def test_a_field_moved_to_another_place_does_not_open(purpose: str, subject: str) -> None:
    data = FIELDS.seal("contact", SUBJECT, "13800000000")
    with pytest.raises(FieldError):
        FIELDS.open(data, purpose, subject)


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
@settings(max_examples=30)
def test_any_bit_flipped_is_refused(place: int, bit: int) -> None:
    data = bytearray(FIELDS.seal("contact", SUBJECT, "13800000000"))
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(FieldError):
        FIELDS.open(bytes(data), "contact", SUBJECT)


def test_another_site_opens_nothing() -> None:
    data = FIELDS.seal("contact", SUBJECT, "x")
    with pytest.raises(FieldError):
        Fields(sealed.generate_identity()[0]).open(data, "contact", SUBJECT)


@pytest.mark.parametrize("data", [b"", b"x" * 12, b"x" * 28])
def test_what_was_never_sealed_is_refused(data: bytes) -> None:
    with pytest.raises(FieldError):
        FIELDS.open(data, "contact", SUBJECT)


def test_a_fingerprint_is_equal_for_equal_texts_of_one_purpose_and_site() -> None:
    one = FIELDS.fingerprint("identity", "110101199003070000")
    assert one == FIELDS.fingerprint("identity", "110101199003070000")
    assert one != FIELDS.fingerprint("contact", "110101199003070000")
    other = Fields(sealed.generate_identity()[0])
    assert one != other.fingerprint("identity", "110101199003070000")


@pytest.mark.parametrize(("seconds", "code", "counter"), RFC_6238)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str, counter: int) -> None:
    data = FIELDS.seal("totp", SUBJECT, RFC_6238_SECRET)
    assert FIELDS.matched_counter(data, SUBJECT, code, at(seconds)) == counter
    assert FIELDS.matched_counter(data, SUBJECT, code, at(seconds + 30)) == counter
    assert FIELDS.matched_counter(data, SUBJECT, code, at(seconds - 30)) == counter
    assert FIELDS.matched_counter(data, SUBJECT, code, at(seconds + 61)) is None


@pytest.mark.parametrize("code", ["", "287083", "28708", "2870820", "２８７０８２", "abcdef"])
def test_what_is_not_the_code_matches_nothing(code: str) -> None:
    data = FIELDS.seal("totp", SUBJECT, RFC_6238_SECRET)
    assert FIELDS.matched_counter(data, SUBJECT, code, at(59)) is None


def test_a_second_factors_secret_is_never_given_out() -> None:
    data = FIELDS.seal("totp", SUBJECT, RFC_6238_SECRET)
    with pytest.raises(KeeperRefusedError):
        FIELDS.open(data, "totp", SUBJECT)


@pytest.mark.parametrize("secret", ["not base32!", "GEZDGNBV"])
def test_a_secret_that_is_none_is_an_error_with_a_code(secret: str) -> None:
    data = FIELDS.seal("totp", SUBJECT, secret)
    with pytest.raises(FieldError, match="H-KEEPER-004"):
        FIELDS.matched_counter(data, SUBJECT, "287082", at(59))


@pytest.mark.parametrize(("purpose", "subject"), [("a b", "x"), ("a", "x\0y"), ("", "x")])
def test_a_name_that_could_be_read_as_another_is_refused(purpose: str, subject: str) -> None:
    with pytest.raises(FieldError):
        FIELDS.seal(purpose, subject, "x")
