from __future__ import annotations

import hashlib

import pytest

from tests.unit.wire.age_vectors import FOLDER, Vector, every_vector
from wire import sealed
from wire.errors import NotForUsError, SealedError

VECTORS = every_vector()
APPLY = [v for v in VECTORS if v.applies]
OTHERS = [v for v in VECTORS if not v.applies]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared is not here")


def outcome(vector: Vector, identity: str) -> tuple[str, bytes]:
    """Open as the product does, and name what came of it in the vectors' own words."""
    try:
        header, body = sealed.split(vector.sealed)
        file_key = sealed.unwrap(header, identity)
        sealed.Opener(file_key, body[: sealed.NONCE])
    except NotForUsError:
        return "no match", b""
    except SealedError as error:
        return ("HMAC failure" if "MAC is wrong" in str(error) else "header failure"), b""
    plaintext = b""
    try:
        for chunk in sealed.opened_chunks(file_key, body):
            plaintext += chunk
    except SealedError:
        return "payload failure", plaintext
    return "success", plaintext


@pytest.mark.parametrize("vector", APPLY, ids=lambda v: v.name)
def test_every_published_vector_that_applies_ends_as_it_says(vector: Vector) -> None:
    result, plaintext = outcome(vector, vector.identity or "")
    assert result == vector.expect
    if vector.payload is not None:
        assert hashlib.sha256(plaintext).hexdigest() == vector.payload


@pytest.mark.parametrize("vector", OTHERS, ids=lambda v: v.name)
def test_a_file_that_only_a_passphrase_a_hybrid_key_or_armour_opens_is_refused(
    vector: Vector,
) -> None:
    ours, _ = sealed.generate_identity()
    with pytest.raises(SealedError):
        sealed.open_sealed(*sealed.split(vector.sealed), ours)


def test_all_143_vectors_are_judged_and_none_is_left_out_without_its_rule() -> None:
    assert len(VECTORS) == 143
    assert len(APPLY) == 69
    for vector in OTHERS:
        assert vector.armored or vector.name.startswith(("scrypt", "hybrid")), vector.name
