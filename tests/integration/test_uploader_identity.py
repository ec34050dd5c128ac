"""Who the uploader talks to: a hub of its own site only, which sees the kiosk's certificate."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edge_agent.app.uploader import UploaderProcess, client_context
from edge_agent.errors import SettingsError
from edge_agent.record.spool import Spool
from edge_agent.record.tus import TusClient
from edge_agent.record.uploads import Uploads
from edge_agent.settings import Identity
from provisioning import authority
from tests.fakes.tus_hub import TusHub
from wire.sealed import generate_identity

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration
RECIPIENT = generate_identity()[1]


def _server_context(credentials: authority.Credentials) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(credentials.certificate, credentials.key)
    context.load_verify_locations(credentials.authority)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _identity(credentials: authority.Credentials, trusted: Path) -> Identity:
    return Identity(certificate=credentials.certificate, key=credentials.key, authority=trusted)


def test_the_hub_sees_the_kiosks_certificate_and_a_false_hub_gets_nothing(
    tmp_path: Path,
) -> None:
    spool = Spool(tmp_path / "spool", [RECIPIENT])
    spool.put_manifest("cd" * 16, 0, b'{"signed": true}')
    now = datetime.now(UTC)
    for site in ("ours", "theirs"):
        authority.prepare(tmp_path / site, [], now)
    kiosk = authority.enrol(tmp_path / "ours", "kiosk-01", tmp_path / "kiosk", now)
    false_hub = TusHub(_server_context(authority.in_folder(tmp_path / "theirs", "hub")))
    true_hub = TusHub(_server_context(authority.in_folder(tmp_path / "ours", "hub")))
    context = client_context(_identity(kiosk, kiosk.authority))
    for hub, arrives in ((false_hub, False), (true_hub, True)):
        client = TusClient(hub.url, context)
        assert UploaderProcess(spool, Uploads(spool, client)).turn() == arrives
        client.close()
        hub.close()
    assert false_hub.requests == []
    assert spool.waiting() == []
    assert [bytes(one.content) for one in true_hub.uploads] == [b'{"signed": true}']


def test_a_kiosk_without_its_certificate_says_so(tmp_path: Path) -> None:
    missing = tmp_path / "nothing.pem"
    with pytest.raises(SettingsError, match=r"\[identity\] cannot be used"):
        client_context(Identity(certificate=missing, key=missing, authority=missing))
