from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wire.certificates import CLIENT, SERVER, certificate
from wire import identity
from wire.errors import IdentityError

KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_kiosk_is_named_by_its_certificate_however_it_is_encoded(encoding: Encoding) -> None:
    encoded = certificate("lobby-1", key=KEY).public_bytes(encoding)
    assert identity.kiosk_id_of(identity.certificate_of(encoded)) == "lobby-1"


BAD = {
    "the hub": certificate("hub", key=KEY),
    "a server": certificate("lobby-1", key=KEY, usage=(SERVER,)),
    "a server that is a client too": certificate("lobby-1", key=KEY, usage=(SERVER, CLIENT)),
    "no usage": certificate("lobby-1", key=KEY, usage=()),
    "no name": certificate(key=KEY),
    "two names": certificate("lobby-1", "lobby-2", key=KEY),
    "a wildcard": certificate("+", key=KEY),
    "a path": certificate("lobby-1/events", key=KEY),
}


@pytest.mark.parametrize("name", BAD)
def test_a_certificate_that_is_not_a_kiosks_names_no_kiosk(name: str) -> None:
    with pytest.raises(IdentityError, match="W-IDENTITY-001"):
        identity.kiosk_id_of(BAD[name])


@given(st.one_of(st.binary(), st.binary().map(lambda b: b"-----BEGIN CERTIFICATE-----\n" + b)))
@settings(max_examples=50)
def test_arbitrary_bytes_are_refused_as_certificates(noise: bytes) -> None:
    with pytest.raises(IdentityError):
        identity.certificate_of(noise)


def test_a_fingerprint_is_the_sha_256_of_the_der() -> None:
    made = certificate("lobby-1", key=KEY)
    expected = hashlib.sha256(made.public_bytes(Encoding.DER)).hexdigest()
    assert identity.fingerprint(made) == expected
