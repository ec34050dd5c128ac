from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioning import authority, durable, pki
from provisioning.errors import AuthorityError, EnrolError, HostError
from tests.unit.provisioning.handshake import Pair
from wire import identity
from wire.errors import IdentityError

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)
AUTHORITY = pki.Authority.create(NOW)


def enrolled(kiosk_id: str, *, by: pki.Authority = AUTHORITY) -> x509.Certificate:
    return by.kiosk(pki.request(pki.new_key(), kiosk_id), kiosk_id, NOW)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    authority.prepare(folder, ["hub.bank.example"], NOW)
    authority.enrol(folder, "lobby-1", folder / "lobby-1", NOW)
    return folder


def server(folder: Path, name: str = "hub") -> ssl.SSLContext:
    given = authority.in_folder(folder, name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=given.authority)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(given.certificate, given.key)
    return context


def client(folder: Path, name: str) -> ssl.SSLContext:
    given = authority.in_folder(folder, name)
    context = ssl.create_default_context(cafile=given.authority)
    context.load_cert_chain(given.certificate, given.key)
    return context


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "hub.bank.example"])
def test_a_kiosk_and_the_hub_know_each_other_by_any_of_its_names(site: Path, host: str) -> None:
    pair = Pair(client(site / "lobby-1", "kiosk"), server(site), host)
    pair.shake_hands()
    assert pair.client.version() == "TLSv1.3"
    assert identity.kiosk_id_of(identity.certificate_of(pair.peer())) == "lobby-1"


def test_the_hub_is_a_client_too_but_no_kiosk(site: Path) -> None:
    pair = Pair(client(site, "hub"), server(site), "localhost")
    pair.shake_hands()
    certificate = identity.certificate_of(pair.peer())
    assert identity.common_name(certificate) == "hub"
    with pytest.raises(IdentityError):
        identity.kiosk_id_of(certificate)


def test_a_host_that_was_not_named_is_refused(site: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        Pair(client(site / "lobby-1", "kiosk"), server(site), "elsewhere.example").shake_hands()


@pytest.mark.parametrize(("folder", "name"), [("lobby-1", "kiosk")])
def test_a_kiosk_cannot_stand_in_for_the_hub(site: Path, folder: str, name: str) -> None:
    impostor = server(site / folder, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        Pair(client(site / "lobby-1", "kiosk"), impostor, "localhost").shake_hands()


def test_the_web_views_certificate_is_nobodys_client(site: Path) -> None:
    with pytest.raises(ssl.SSLError):
        Pair(client(site, "web"), server(site), "localhost").shake_hands()


def test_a_kiosk_of_another_site_is_a_stranger(site: Path, tmp_path: Path) -> None:
    authority.prepare(tmp_path, (), NOW)
    authority.enrol(tmp_path, "lobby-1", tmp_path / "kiosk", NOW)
    stranger = client(tmp_path / "kiosk", "kiosk")
    stranger.load_verify_locations(site / "authority.crt")
    with pytest.raises(ssl.SSLError):
        Pair(stranger, server(site), "localhost").shake_hands()


def test_what_a_kiosk_signs_as_if_it_were_an_authority_is_refused(
    site: Path,
    tmp_path: Path,
) -> None:
    given = authority.in_folder(site / "lobby-1", "kiosk")
    kiosk = pki.Authority(
        pki.key_of(given.key.read_bytes()),
        identity.certificate_of(given.certificate.read_bytes()),
    )
    key = pki.new_key()
    forged = kiosk.kiosk(pki.request(key, "lobby-2"), "lobby-2", NOW)
    chain = pki.certificate_pem(forged) + pki.certificate_pem(kiosk.certificate)
    durable.write(tmp_path / "kiosk.crt", chain, durable.PUBLIC)
    durable.write(tmp_path / "kiosk.key", pki.key_pem(key), durable.SECRET)
    durable.write(tmp_path / "authority.crt", given.authority.read_bytes(), durable.PUBLIC)
    with pytest.raises(ssl.SSLError):
        Pair(client(tmp_path, "kiosk"), server(site), "localhost").shake_hands()


@given(st.integers(0, 2**31))
@settings(max_examples=20)
def test_a_certificate_holds_from_a_little_before_now_for_its_life(seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    made = AUTHORITY.kiosk(pki.request(pki.new_key(), "a"), "a", now)
    assert made.not_valid_before_utc == now - pki.CLOCK_SKEW
    assert made.not_valid_after_utc == now + pki.KIOSK_LIFE
    assert timedelta(0) < pki.CLOCK_SKEW < timedelta(hours=1)


def test_no_two_certificates_have_the_same_number() -> None:
    assert len({enrolled("lobby-1").serial_number for _ in range(20)}) == 20


@pytest.mark.parametrize("name", ["hub", "web.example", "Lobby", "a/b", "+", "", "a" * 33])
def test_a_name_that_is_not_a_kiosks_is_not_certified(name: str) -> None:
    key = pki.new_key()
    asked = pki.request(key, "lobby-1")
    with pytest.raises(EnrolError, match="P-ENROL-001"):
        AUTHORITY.kiosk(asked, name, NOW)


def test_a_request_for_another_name_is_refused() -> None:
    with pytest.raises(EnrolError):
        AUTHORITY.kiosk(pki.request(pki.new_key(), "lobby-2"), "lobby-1", NOW)


def test_a_request_that_was_altered_is_refused() -> None:
    asked = pki.request(pki.new_key(), "lobby-1")
    der = bytearray(asked.public_bytes(Encoding.DER))
    der[-1] ^= 1
    with pytest.raises(EnrolError):
        AUTHORITY.kiosk(x509.load_der_x509_csr(bytes(der)), "lobby-1", NOW)


@pytest.mark.parametrize(
    "host", ["", "http://hub", "hub:8883", "hub/x", "a b", "-hub", "ä.example"]
)
def test_a_host_that_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(HostError, match="P-AUTHORITY-002"):
        pki.general_name(host)


@pytest.mark.parametrize("host", ["hub", "HUB.bank.example", "10.0.0.5", "::1", "a-b.c"])
def test_names_and_addresses_are_hosts(host: str) -> None:
    assert str(pki.general_name(host).value) == host.lower()


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\n", b"\xff"])
def test_a_key_that_cannot_be_read_is_refused(pem: bytes) -> None:
    with pytest.raises(AuthorityError, match="P-AUTHORITY-001"):
        pki.key_of(pem)
