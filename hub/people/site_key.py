"""The hub's identity key, which signs checkpoints, exports and whatever else leaves the hub."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hub.errors import SettingsError
from wire.identity import certificate_of

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.x509 import Certificate

    from hub.settings import Identity


@dataclass(frozen=True, slots=True)
class SiteKey:
    """Key, certificate, and the authority that issued it."""

    private: ec.EllipticCurvePrivateKey
    certificate: Certificate
    authority: Certificate


def load(identity: Identity) -> SiteKey:
    """Read the files that the settings name; raises SettingsError, IdentityError."""
    return SiteKey(
        _private(identity.key),
        certificate_of(_read(identity.certificate)),
        authority(identity),
    )


def authority(identity: Identity) -> Certificate:
    """Read the site's root; raises SettingsError, IdentityError."""
    return certificate_of(_read(identity.authority))


def _private(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{path} is not a private key.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SettingsError(f"{path} is not a key on an elliptic curve.")
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
