"""Who a certificate names: a kiosk's name is its certificate's CN, its user name, its topic."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wire.errors import IdentityError
from wire.topics import is_kiosk_id


def certificate_of(encoded: bytes) -> x509.Certificate:
    """Read a certificate in DER (as TLS hands it over) or PEM; raises IdentityError."""
    try:
        if encoded.startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(encoded)
        return x509.load_der_x509_certificate(encoded)
    except (ValueError, x509.InvalidVersion) as error:
        raise IdentityError("The bytes are not a certificate.") from error


def common_name(certificate: x509.Certificate) -> str:
    """Give the one CN of a certificate; raises IdentityError when there is none or several."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if len(names) != 1 or not isinstance(names[0].value, str):
        raise IdentityError("A certificate wants exactly one common name.")
    return names[0].value


def kiosk_id_of(certificate: x509.Certificate) -> str:
    """Give the kiosk that a certificate names; raises IdentityError when it is not a kiosk's.

    The chain is the business of TLS and was checked there.
    """
    kiosk_id = common_name(certificate)
    if not is_kiosk_id(kiosk_id) or not _is_client(certificate):
        raise IdentityError(f"{kiosk_id[:40]!r} is not a kiosk's certificate.")
    return kiosk_id


def _is_client(certificate: x509.Certificate) -> bool:
    """Say whether the certificate is for TLS clients and nothing else."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    return list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]


def fingerprint(certificate: x509.Certificate) -> str:
    """Give the SHA-256 of a certificate (hex), as a person compares it."""
    return certificate.fingerprint(hashes.SHA256()).hex()
