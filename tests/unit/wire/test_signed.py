from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.unit.wire.certificates import certificate
from wire import signed
from wire.errors import SignatureError

KEY = ec.generate_private_key(ec.SECP256R1())
CERTIFICATE = certificate("lobby-1", key=KEY)
PURPOSE = b"a purpose\n"
DOCUMENT = b'{\n  "a": 1\n}'


def by_hand(document: bytes) -> bytes:
    """Sign as the format is described, with none of the product's code."""
    signature = KEY.sign(PURPOSE + document, ec.ECDSA(hashes.SHA256()))
    return b'{"signed":%b,"signature":"%b"}' % (document, base64.b64encode(signature))


def test_what_is_signed_by_hand_as_described_is_accepted() -> None:
    assert signed.verify(PURPOSE, by_hand(DOCUMENT), CERTIFICATE) == DOCUMENT


def test_what_the_product_signs_reads_as_described() -> None:
    file = signed.sign(PURPOSE, {"a": 1}, KEY)
    assert file.startswith(b'{"signed":' + DOCUMENT + b',"signature":"')
    assert signed.verify(PURPOSE, file, CERTIFICATE) == DOCUMENT


def test_an_editors_line_feed_at_the_end_does_no_harm() -> None:
    assert signed.verify(PURPOSE, by_hand(DOCUMENT) + b"\n", CERTIFICATE) == DOCUMENT


@pytest.mark.parametrize("more", [b" ", b"\n ", b"{}"])
def test_nothing_else_may_follow(more: bytes) -> None:
    with pytest.raises(SignatureError, match="W-SIGNED-001"):
        signed.verify(PURPOSE, by_hand(DOCUMENT) + more, CERTIFICATE)


def test_bytes_signed_for_one_purpose_do_not_fit_another() -> None:
    signature = signed.signature_of(PURPOSE, DOCUMENT, KEY)
    signed.check(PURPOSE, DOCUMENT, signature, CERTIFICATE)
    with pytest.raises(SignatureError, match="does not fit"):
        signed.check(b"another\n", DOCUMENT, signature, CERTIFICATE)
