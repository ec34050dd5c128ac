"""Signed documents: JSON that people read, signed exactly as it stands.

ECDSA over P-256 with SHA-256 (FIPS 186-5) over a line that names the purpose, then the document's
bytes; so a signature made for anything else with the same key never fits.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import Certificate

from wire.errors import SignatureError

MAX_BYTES = 256 * 1024
_ALGORITHM = ec.ECDSA(hashes.SHA256())
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    signed: msgspec.Raw
    """The document; its bytes are what the signature is of."""
    signature: bytes
    """DER, in Base64."""


def sign(purpose: bytes, document: object, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a document and its signature; `purpose` is a line with its line feed."""
    payload = msgspec.json.format(msgspec.json.encode(document), indent=2)
    signature = signature_of(purpose, payload, key)
    return msgspec.json.encode(Envelope(signed=msgspec.Raw(payload), signature=signature))


def verify(purpose: bytes, envelope: bytes, certificate: Certificate) -> bytes:
    """Give the document that the certificate's holder signed; raises SignatureError."""
    opened = read(envelope, Envelope, MAX_BYTES, tail=b"\n")
    payload = bytes(opened.signed)
    check(purpose, payload, opened.signature, certificate)
    return payload


def signature_of(purpose: bytes, payload: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Sign bytes for one purpose; gives the signature in DER."""
    return key.sign(purpose + payload, _ALGORITHM)


def check(purpose: bytes, payload: bytes, signature: bytes, certificate: Certificate) -> None:
    """Raise SignatureError unless the certificate's holder signed these bytes for this purpose."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SignatureError("The certificate's key is not on the curve P-256.")
    try:
        key.verify(signature, purpose + payload, _ALGORITHM)
    except InvalidSignature as error:
        raise SignatureError("The signature does not fit.") from error


def read(envelope: bytes, kind: type[_Struct], most_bytes: int, tail: bytes = b"") -> _Struct:
    """Read an envelope that is spelt in the one way that we write; raises SignatureError.

    Any number of the bytes in `tail` may follow it.
    """
    if len(envelope) > most_bytes:
        raise SignatureError(f"{len(envelope)} bytes, {most_bytes} allowed.")
    try:
        opened = msgspec.json.decode(envelope, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SignatureError(f"The envelope cannot be read: {error}.") from error
    if msgspec.json.encode(opened) != envelope.rstrip(tail):
        raise SignatureError("The envelope is not spelt in the one way.")
    return opened
