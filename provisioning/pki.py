"""The site's certificates: one authority, the hub, the web view, and a kiosk each.

EC P-256 with SHA-256 throughout; X.509 version 3 as RFC 5280 says. Time comes in as an argument.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provisioning.errors import AuthorityError, EnrolError, HostError
from wire.topics import HUB, is_kiosk_id

if TYPE_CHECKING:
    from collections.abc import Sequence

AUTHORITY_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=825)
KIOSK_LIFE = timedelta(days=365)
CLOCK_SKEW = timedelta(minutes=10)
"""A kiosk's clock may run so far behind and still accept a fresh certificate."""
LOCAL_HOSTS = ("localhost", "127.0.0.1")
_DNS_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)
_SERVER, _CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH


def new_key() -> ec.EllipticCurvePrivateKey:
    """Make a private key."""
    return ec.generate_private_key(ec.SECP256R1())


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a private key (PKCS 8, PEM, not encrypted: the file's mode protects it)."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def key_of(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """Read a private key; raises AuthorityError when it is not one on P-256."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise AuthorityError("A private key cannot be read.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise AuthorityError("A private key is not on the curve P-256.")
    return key


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Write a certificate."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def request(key: ec.EllipticCurvePrivateKey, kiosk_id: str) -> x509.CertificateSigningRequest:
    """Ask for a kiosk's certificate; the key stays where it was made."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_name(kiosk_id))
    return builder.sign(key, hashes.SHA256())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@dataclass(frozen=True, slots=True)
class Authority:
    """The root that every device of the site trusts."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def create(cls, now: datetime) -> Authority:
        """Make a new authority, with a key of its own."""
        key = new_key()
        serial = x509.random_serial_number()
        name = _name(f"Interview site {serial:040x}"[:32])
        builder = _builder(name, name, key.public_key(), now, AUTHORITY_LIFE).serial_number(serial)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        builder = builder.add_extension(_key_usage(signs_certificates=True), critical=True)
        return cls(key, builder.sign(key, hashes.SHA256()))

    def hub(
        self,
        key: ec.EllipticCurvePublicKey,
        hosts: Sequence[str],
        now: datetime,
    ) -> x509.Certificate:
        """Certify the hub: the broker's and receiver's server, and the broker's client `hub`."""
        return self._issue(HUB, key, now, SERVER_LIFE, (_SERVER, _CLIENT), hosts)

    def web(
        self,
        key: ec.EllipticCurvePublicKey,
        hosts: Sequence[str],
        now: datetime,
    ) -> x509.Certificate:
        """Certify the web view, which browsers visit; it is nobody's client."""
        return self._issue("web", key, now, SERVER_LIFE, (_SERVER,), hosts)

    def kiosk(
        self,
        asked: x509.CertificateSigningRequest,
        kiosk_id: str,
        now: datetime,
    ) -> x509.Certificate:
        """Certify the kiosk `kiosk_id`; raises EnrolError when the request is not its own."""
        key = asked.public_key()
        if not is_kiosk_id(kiosk_id) or asked.subject != _name(kiosk_id):
            raise EnrolError(f"{kiosk_id[:40]!r} cannot be enrolled by this request.")
        if not asked.is_signature_valid or not isinstance(key, ec.EllipticCurvePublicKey):
            raise EnrolError("The request is not signed by the key that it names.")
        return self._issue(kiosk_id, key, now, KIOSK_LIFE, (_CLIENT,), ())

    def _issue(
        self,
        name: str,
        key: ec.EllipticCurvePublicKey,
        now: datetime,
        life: timedelta,
        usage: Sequence[x509.ObjectIdentifier],
        hosts: Sequence[str],
    ) -> x509.Certificate:
        builder = _builder(_name(name), self.certificate.subject, key, now, life)
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        )
        builder = builder.add_extension(_key_usage(signs_certificates=False), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(issuer, critical=False)
        if hosts:
            names = x509.SubjectAlternativeName([general_name(host) for host in hosts])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self.key, hashes.SHA256())


def general_name(host: str) -> x509.GeneralName:
    """Give a host's name or address as a certificate says it; raises HostError."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if _DNS_NAME.fullmatch(host.lower()) is None:
            raise HostError(f"{host[:80]!r} is not a host.") from None
        return x509.DNSName(host.lower())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().issuer_name(issuer).subject_name(subject).public_key(key)
    builder = builder.not_valid_before(now - CLOCK_SKEW).not_valid_after(now + life)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
