"""Who may connect to the broker at all, and what it keeps when it is restarted."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

import pytest

from provisioning import authority, durable, pki
from provisioning.broker import Broker
from provisioning.errors import BrokerError
from tests.integration.mqtt import PATIENCE_S, RawClient, tls
from tests.integration.site import HOST, Site, found, running_site
from wire.policy import Profile
from wire.topics import UP, Channel, Topic, every_kiosk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provisioning.authority import Credentials

pytestmark = pytest.mark.integration

CN, EU = "lobby-cn", "lobby-eu"
CONNECT = b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01x"
"""A whole CONNECT packet of MQTT 3.1.1 (3.1): clean session, 60 s, client id `x`."""
REFUSED = (ssl.SSLError, ConnectionError)
ACCEPTED = b"\x20\x02\x00\x00"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


def answer(site: Site, context: ssl.SSLContext) -> bytes:
    """Connect and give the broker's first four bytes; raises what TLS raises."""
    with (
        socket.create_connection((HOST, site.broker.port), timeout=PATIENCE_S) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        connection.sendall(CONNECT)
        return connection.recv(4) or refuse()


def refuse() -> NoReturn:
    """TLS 1.3 tells a client of its refusal only after the handshake, often by hanging up."""
    message = "hung up"
    raise ConnectionAbortedError(message)


def anonymous(site: Site) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=site.hub.authority)


def test_an_enrolled_kiosk_is_let_in(site: Site) -> None:
    assert answer(site, tls(site.kiosks[CN])) == ACCEPTED


def test_a_client_without_a_certificate_is_refused(site: Site) -> None:
    with pytest.raises(REFUSED):
        answer(site, anonymous(site))


def test_a_kiosk_of_another_site_is_refused(site: Site, tmp_path: Path) -> None:
    _, strangers = found(tmp_path)
    context = anonymous(site)
    context.load_cert_chain(strangers[CN].certificate, strangers[CN].key)
    with pytest.raises(REFUSED):
        answer(site, context)


def test_a_kiosk_refuses_the_broker_of_another_site(site: Site, tmp_path: Path) -> None:
    _, strangers = found(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError):
        answer(site, tls(strangers[CN]))


def test_a_certificate_for_servers_only_is_nobodys(site: Site) -> None:
    web = authority.in_folder(site.folder / "authority", "web")
    with pytest.raises(REFUSED):
        answer(site, tls(web))


def expired(site: Site, folder: Path) -> Credentials:
    """Enrol a kiosk as it would have been done two years ago."""
    issuer, key = authority.load(site.folder / "authority"), pki.new_key()
    then = datetime.now(UTC) - timedelta(days=730)
    certificate = issuer.kiosk(pki.request(key, CN), CN, then)
    given = authority.in_folder(folder, "kiosk")
    durable.write(given.key, pki.key_pem(key), durable.SECRET)
    durable.write(given.certificate, pki.certificate_pem(certificate), durable.PUBLIC)
    durable.write(given.authority, pki.certificate_pem(issuer.certificate), durable.PUBLIC)
    return given


def test_an_expired_certificate_is_refused(site: Site, tmp_path: Path) -> None:
    with pytest.raises(REFUSED):
        answer(site, tls(expired(site, tmp_path)))


def test_nothing_older_than_tls_1_3_is_spoken(site: Site) -> None:
    context = tls(site.kiosks[CN])
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        answer(site, context)


def test_a_name_that_the_hubs_certificate_lacks_is_noticed(site: Site) -> None:
    context = tls(site.kiosks[CN])
    with (
        socket.create_connection((HOST, site.broker.port), timeout=PATIENCE_S) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        context.wrap_socket(plain, server_hostname="hub.example")


def test_a_kiosk_that_is_no_longer_admitted_reaches_nobody(tmp_path: Path) -> None:
    with running_site(tmp_path) as site, RawClient(site.broker, site.hub) as hub:
        hub.subscribe(*(every_kiosk(channel) for channel in UP))
        with RawClient(site.broker, site.kiosks[CN]) as kept:
            outcast = RawClient(site.broker, site.kiosks[EU])
            with outcast:
                site.broker.admit({CN: Profile.CN})
                outcast.publish(str(Topic(EU, Channel.EVENTS)), b"must not arrive")
                kept.publish(str(Topic(CN, Channel.EVENTS)), b"sentinel")
                assert hub.until(b"sentinel") == []


def test_what_waits_for_the_hub_survives_a_restart_of_the_broker(tmp_path: Path) -> None:
    topic = str(Topic(CN, Channel.EVENTS))
    with running_site(tmp_path) as site:
        with RawClient(site.broker, site.hub, keeps_session=True) as hub:
            hub.subscribe(every_kiosk(Channel.EVENTS))
        with RawClient(site.broker, site.kiosks[CN]) as kiosk:
            for number in range(5):
                kiosk.publish_until_acknowledged(topic, b"%d" % number)
        site.broker.stop()
        site.broker.start()
        with RawClient(site.broker, site.hub, keeps_session=True) as hub:
            assert hub.until(b"4") == [(topic, b"%d" % number) for number in range(4)]


def test_a_port_that_is_taken_is_named_with_the_brokers_own_words(tmp_path: Path) -> None:
    hub, _ = found(tmp_path / "authority")
    with socket.create_server((HOST, 0)) as taken:
        broker = Broker(tmp_path / "broker", HOST, taken.getsockname()[1], hub)
        with pytest.raises(BrokerError, match=r"P-BROKER-001.*Address already in use"):
            broker.start()
