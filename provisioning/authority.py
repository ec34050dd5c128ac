"""The site's authority as a folder, and enrolling a kiosk with it.

    authority.key authority.crt    the root; the key never leaves this folder
    hub.key hub.crt                the broker's, the receiver's and the ingest's identity
    web.key web.crt                the web view's
    kiosks/{kiosk_id}.crt          every certificate that a kiosk was given

Each step that is done stays done: a command that was killed is simply run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioning import durable, pki
from provisioning.errors import AlreadyEnrolledError, AuthorityError, EnrolError
from wire.errors import IdentityError
from wire.identity import certificate_of, fingerprint
from wire.topics import is_kiosk_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where a certificate, its key, and the authority that signed it lie."""

    certificate: Path
    key: Path
    authority: Path


def in_folder(folder: Path, name: str) -> Credentials:
    """Name the files of `name` in a folder."""
    return Credentials(folder / f"{name}.crt", folder / f"{name}.key", folder / "authority.crt")


def prepare(folder: Path, hosts: Sequence[str], now: datetime) -> str:
    """Make the authority, the hub's and the web's certificates; gives the root's fingerprint.

    What is there already stays, but hub and web are certified again for `hosts` as given now.
    """
    names = (*pki.LOCAL_HOSTS, *(host for host in hosts if host not in pki.LOCAL_HOSTS))
    for host in names:
        pki.general_name(host)
    durable.make_folder(folder)
    durable.make_folder(folder / "kiosks")
    authority = _authority(folder, now)
    for name, certify in (("hub", authority.hub), ("web", authority.web)):
        key = _key(folder / f"{name}.key")
        _put(folder / f"{name}.crt", certify(key.public_key(), names, now))
    return fingerprint(authority.certificate)


def _authority(folder: Path, now: datetime) -> pki.Authority:
    if (folder / "authority.crt").exists():
        return load(folder)
    if any((folder / "kiosks").iterdir()):
        raise AuthorityError(f"{folder} has kiosks but no authority.")
    authority = pki.Authority.create(now)
    durable.write(folder / "authority.key", pki.key_pem(authority.key), durable.SECRET)
    _put(folder / "authority.crt", authority.certificate)
    return authority


def _put(path: Path, certificate: x509.Certificate) -> None:
    durable.write(path, pki.certificate_pem(certificate), durable.PUBLIC)


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Read the key, or make one where there is none."""
    if path.exists():
        return pki.key_of(durable.read(path))
    key = pki.new_key()
    durable.write(path, pki.key_pem(key), durable.SECRET)
    return key


def load(folder: Path) -> pki.Authority:
    """Read the authority; raises AuthorityError when key and certificate do not fit."""
    if not (folder / "authority.crt").exists():
        raise AuthorityError(f"{folder} holds no authority.")
    key = pki.key_of(durable.read(folder / "authority.key"))
    certificate = _certificate(folder / "authority.crt")
    if certificate.public_key() != key.public_key():
        raise AuthorityError(f"{folder} holds a key and a certificate that do not fit.")
    return pki.Authority(key, certificate)


def _certificate(path: Path) -> x509.Certificate:
    try:
        return certificate_of(durable.read(path))
    except IdentityError as error:
        raise AuthorityError(f"{path} is not a certificate.") from error


def enrol(folder: Path, kiosk_id: str, out: Path, now: datetime) -> Credentials:
    """Give a kiosk its identity: its key is made in `out` and stays there.

    Run again with the same `out`, it renews. Raises EnrolError, AlreadyEnrolledError.
    """
    authority = load(folder)
    if not is_kiosk_id(kiosk_id):
        raise EnrolError(f"{kiosk_id[:40]!r} is not a kiosk's name.")
    durable.make_folder(out)
    given = in_folder(out, "kiosk")
    known = folder / "kiosks" / f"{kiosk_id}.crt"
    if known.exists() and not given.key.exists():
        raise AlreadyEnrolledError(f"The name {kiosk_id} belongs to another key.")
    key = _key(given.key)
    if known.exists() and _certificate(known).public_key() != key.public_key():
        raise AlreadyEnrolledError(f"The name {kiosk_id} belongs to another key.")
    certificate = authority.kiosk(pki.request(key, kiosk_id), kiosk_id, now)
    _put(known, certificate)
    _put(given.authority, authority.certificate)
    _put(given.certificate, certificate)
    return given


def kiosks(folder: Path) -> tuple[str, ...]:
    """Name the kiosks that the authority has enrolled."""
    return tuple(sorted(path.stem for path in (folder / "kiosks").glob("*.crt")))
