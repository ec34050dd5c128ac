"""Signed documents: JSON that people read, signed exactly as it stands.

ECDSA over P-256 with SHA-256 (FIPS 186-5) over a line that names the purpose, then the document's
bytes; so a signature made for anything else with the same key never fits.
"""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import Certificate

from wire.errors import SignatureError

MAX_BYTES = 256 * 1024
_ALGORITHM = ec.ECDSA(hashes.SHA256())


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    signed: msgspec.Raw
    """The document; its bytes are what the signature is of."""
    signature: bytes
    """DER, in Base64."""


def sign(purpose: bytes, document: object, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a document and its signature; `purpose` is a line with its line feed."""
    payload = msgspec.json.format(msgspec.json.encode(document), indent=2)
    signature = key.sign(purpose + payload, _ALGORITHM)
    return msgspec.json.encode(Envelope(signed=msgspec.Raw(payload), signature=signature))


def verify(purpose: bytes, envelope: bytes, certificate: Certificate) -> bytes:
    """Give the document that the certificate's holder signed; raises SignatureError."""
    opened = _open(envelope)
    key, payload = certificate.public_key(), bytes(opened.signed)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SignatureError("The certificate's key is not on the curve P-256.")
    try:
        key.verify(opened.signature, purpose + payload, _ALGORITHM)
    except InvalidSignature as error:
        raise SignatureError("The signature does not fit.") from error
    return payload


def _open(envelope: bytes) -> Envelope:
    """Read an envelope that is spelt exactly as `sign` spells it."""
    if len(envelope) > MAX_BYTES:
        raise SignatureError(f"{len(envelope)} bytes, {MAX_BYTES} allowed.")
    try:
        opened = msgspec.json.decode(envelope, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SignatureError(f"The document cannot be read: {error}.") from error
    if msgspec.json.encode(opened) != envelope.rstrip(b"\n"):
        raise SignatureError("The document is not spelt in the one way.")
    return opened
