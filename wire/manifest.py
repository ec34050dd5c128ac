"""The signed manifest of an answer's recording: age authenticates nobody, this does.

ECDSA over P-256 with SHA-256 (FIPS 186-5) over a line that names the purpose, then the manifest's
bytes as sent; so a signature made for anything else with the same key never fits.
"""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import Certificate

from wire.errors import ManifestError
from wire.upload import Manifest

MAX_BYTES = 4 * 1024 * 1024
_PURPOSE = b"interview kiosk recording manifest v1\n"
_ALGORITHM = ec.ECDSA(hashes.SHA256())


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is uploaded (JSON; both fields in Base64)."""

    manifest: bytes
    """JSON of a `Manifest`, exactly as signed."""
    signature: bytes
    """DER."""


def sign(manifest: Manifest, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a manifest's envelope, signed with the kiosk's key."""
    payload = msgspec.json.encode(manifest)
    signature = key.sign(_PURPOSE + payload, _ALGORITHM)
    return msgspec.json.encode(Envelope(manifest=payload, signature=signature))


def verify(envelope: bytes, certificate: Certificate) -> Manifest:
    """Give the manifest that the certificate's holder signed; raises ManifestError."""
    opened = _open(envelope)
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ManifestError("The certificate's key is not on the curve P-256.")
    try:
        key.verify(opened.signature, _PURPOSE + opened.manifest, _ALGORITHM)
        return msgspec.json.decode(opened.manifest, type=Manifest)
    except InvalidSignature as error:
        raise ManifestError("The signature does not fit.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"{error}.") from error


def _open(envelope: bytes) -> Envelope:
    """Read an envelope that is spelt exactly as `sign` spells it."""
    if len(envelope) > MAX_BYTES:
        raise ManifestError(f"{len(envelope)} bytes, {MAX_BYTES} allowed.")
    try:
        opened = msgspec.json.decode(envelope, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"The envelope cannot be read: {error}.") from error
    if msgspec.json.encode(opened) != envelope:
        raise ManifestError("The envelope is not spelt in the one way.")
    return opened
