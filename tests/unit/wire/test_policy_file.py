from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wire.certificates import certificate
from wire import policy, policy_file, signed
from wire.errors import PolicyError, PolicySignatureError, SignatureError
from wire.policy import Profile

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
AUTHORITY = certificate("Interview site", key=KEY, usage=())
PURPOSE = b"a test\n"
FILE = policy_file.sign(policy_file.choose(Profile.EU, NOW), KEY)
"""A signature's length varies: one file for a whole run."""


@pytest.mark.parametrize("profile", list(Profile))
def test_what_the_authority_signed_is_read_as_it_was_chosen(profile: Profile) -> None:
    choice = policy_file.choose(profile, NOW)
    file = policy_file.sign(choice, KEY)
    assert policy_file.verify(file, AUTHORITY, profile) == choice
    assert policy_file.verify(file + b"\n", AUTHORITY, profile) == choice
    for other in set(Profile) - {profile}:
        with pytest.raises(PolicyError, match="W-POLICY-003"):
            policy_file.verify(file, AUTHORITY, other)


def test_a_person_can_read_what_is_signed() -> None:
    told = json.loads(policy_file.sign(policy_file.choose(Profile.EU, NOW), KEY))["signed"]
    assert told["table"] == {one.value: use.value for one, use in policy.table(Profile.EU).items()}
    assert (told["profile"], told["version"]) == ("eu", policy.version())


@settings(max_examples=50)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_any_byte_that_is_altered_is_refused(place: int, change: int) -> None:
    file = bytearray(FILE)
    file[place] ^= change
    with pytest.raises(PolicySignatureError, match="W-POLICY-002"):
        policy_file.verify(bytes(file), AUTHORITY, Profile.EU)


@settings(max_examples=25)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_signature_error(noise: bytes) -> None:
    with pytest.raises(SignatureError, match="W-SIGNED-001"):
        signed.verify(PURPOSE, noise, AUTHORITY)


def test_a_document_that_is_too_long_is_not_read() -> None:
    file = signed.sign(PURPOSE, "x" * signed.MAX_BYTES, KEY)
    with pytest.raises(SignatureError, match="allowed"):
        signed.verify(PURPOSE, file, AUTHORITY)


def test_only_a_key_on_p_256_signs() -> None:
    key = rsa.generate_private_key(65537, 2048)
    file = signed.sign(PURPOSE, {"a": 1}, KEY)
    with pytest.raises(SignatureError, match="P-256"):
        signed.verify(PURPOSE, file, certificate("x", key=key))
