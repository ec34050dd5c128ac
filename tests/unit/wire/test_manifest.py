from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wire.certificates import certificate
from tests.unit.wire.strategies import values_of
from wire import manifest
from wire.errors import ManifestError
from wire.upload import Fragment, Gap, Manifest, Part

KEY = ec.generate_private_key(ec.SECP256R1())
CERTIFICATE = certificate("lobby-1", key=KEY)
MANIFEST = Manifest(
    interview_id="0" * 32,
    answer=2,
    parts=(
        Part(
            sha256="a" * 64,
            bytes=65_900,
            start=0.0,
            duration=0.9,
            truncated=False,
            fragments=(Fragment(offset=0, length=65_536, start=0.0, duration=0.9),),
        ),
    ),
    gaps=(Gap(start=0.9, end=1.1),),
    frames_recorded=27,
    frames_lost=0,
    policy_hash="b" * 64,
    model_hashes=("c" * 64,),
)


@given(values_of(Manifest))
@settings(max_examples=30)
def test_what_a_kiosk_signs_verifies_with_its_certificate(signed: Manifest) -> None:
    assert manifest.verify(manifest.sign(signed, KEY), CERTIFICATE) == signed


def test_any_byte_flipped_in_an_envelope_is_refused() -> None:
    envelope = manifest.sign(MANIFEST, KEY)
    for at in range(len(envelope)):
        flipped = envelope[:at] + bytes([envelope[at] ^ (1 << at % 8)]) + envelope[at + 1 :]
        with pytest.raises(ManifestError):
            manifest.verify(flipped, CERTIFICATE)


def test_another_kiosks_certificate_does_not_fit() -> None:
    other = certificate("lobby-1", key=ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(ManifestError, match="W-MANIFEST-001"):
        manifest.verify(manifest.sign(MANIFEST, KEY), other)


def test_a_signature_made_for_another_purpose_does_not_fit() -> None:
    payload = msgspec.json.encode(MANIFEST)
    signature = KEY.sign(payload, ec.ECDSA(hashes.SHA256()))
    envelope = msgspec.json.encode(manifest.Envelope(manifest=payload, signature=signature))
    with pytest.raises(ManifestError):
        manifest.verify(envelope, CERTIFICATE)


def enveloped(payload: bytes) -> bytes:
    """Sign any bytes as if they were a manifest."""
    purpose = b"interview kiosk recording manifest v1\n"
    signature = KEY.sign(purpose + payload, ec.ECDSA(hashes.SHA256()))
    return msgspec.json.encode(manifest.Envelope(manifest=payload, signature=signature))


GOOD = manifest.sign(MANIFEST, KEY)
PAYLOAD = msgspec.json.encode(MANIFEST)
BAD = {
    "nothing": b"",
    "no JSON": b"\xff",
    "an unknown field": GOOD[:-1] + b',"comment":""}',
    "white space": GOOD + b"\n",
    "a field twice": GOOD[:-1] + b',"signature":""}',
    "too long": GOOD.ljust(manifest.MAX_BYTES + 1),
    "deep nesting": b"[" * 100_000,
    "signed, but not a manifest": enveloped(b"[]"),
    "signed, with an unknown field": enveloped(PAYLOAD[:-1] + b',"candidate":"somebody"}'),
    "signed, with NaN": enveloped(PAYLOAD.replace(b"1.1", b"NaN")),
    "signed, broken UTF-8": enveloped(PAYLOAD.replace(b"answer", b"answe\xff")),
    "signed, deep nesting": enveloped(b"[" * 100_000),
}


def test_what_a_test_signs_by_hand_is_what_the_product_signs() -> None:
    assert manifest.verify(enveloped(PAYLOAD), CERTIFICATE) == MANIFEST


@pytest.mark.parametrize("name", BAD)
def test_a_bad_envelope_is_refused(name: str) -> None:
    with pytest.raises(ManifestError):
        manifest.verify(BAD[name], CERTIFICATE)


@given(st.binary(max_size=200))
@settings(max_examples=50)
def test_arbitrary_bytes_are_refused_as_manifests(noise: bytes) -> None:
    with pytest.raises(ManifestError):
        manifest.verify(noise, CERTIFICATE)


def test_only_keys_on_p_256_sign_manifests() -> None:
    keys = (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048))
    for key in keys:
        with pytest.raises(ManifestError):
            manifest.verify(GOOD, certificate("lobby-1", key=key))
