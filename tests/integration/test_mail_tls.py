"""The mail server is talked to by TLS, signed in to by password, and is who it should be."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from hub.errors import SettingsError
from hub.settings_candidates import MailSettings
from hub.workflow.letters.errors import MailError, MailRefusedError
from hub.workflow.letters.smtp import Post
from provisioning import pki
from tests.integration.site import free_port
from tests.integration.test_mail import Sink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

pytestmark = pytest.mark.integration
USER, PASSWORD = "hub", "a password, with: signs"
KINDS: tuple[Literal["starttls", "tls"], ...] = ("starttls", "tls")


@dataclass
class Server:
    """A mail server with a certificate of a test's authority."""

    sink: Sink
    door: Door
    settings: MailSettings


def certificate(folder: Path, host: str) -> ssl.SSLContext:
    """Give the server's end of TLS; the authority's certificate lies in the folder."""
    authority, now = pki.Authority.create(datetime.now(UTC)), datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "authority.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    made = authority.web(key.public_key(), (host,), now)
    (folder / "server.pem").write_bytes(made.public_bytes(Encoding.PEM) + pki.key_pem(key))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return context


class Door:
    """Lets the hub in, and nobody else."""

    def __init__(self) -> None:
        self.let_in: list[bool] = []

    def __call__(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, said: object
    ) -> AuthResult:
        """Look at name and password."""
        assert isinstance(said, LoginPassword)
        is_known = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
        self.let_in.append(is_known)
        return AuthResult(success=is_known, handled=False)


@contextmanager
def serving(
    folder: Path, kind: Literal["starttls", "tls"], host: str = "localhost"
) -> Iterator[Server]:
    """Run the server; by STARTTLS it takes nothing without the password either.

    The library does not know of TLS that was there from the first byte.
    """
    context, sink, door, port = certificate(folder, host), Sink(), Door(), free_port()
    is_upgraded = kind == "starttls"
    controller = Controller(
        sink,
        hostname="localhost",
        port=port,
        authenticator=door,
        auth_required=is_upgraded,
        auth_require_tls=is_upgraded,
        require_starttls=is_upgraded,
        tls_context=context if is_upgraded else None,
        ssl_context=None if is_upgraded else context,
    )
    password = folder / "password"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    password.chmod(0o600)
    settings = MailSettings(
        host="localhost",
        port=port,
        tls=kind,
        authority=folder / "authority.pem",
        sender="hr@example.com",
        user=USER,
        password_file=password,
    )
    controller.start()
    try:
        yield Server(sink, door, settings)
    finally:
        controller.stop()


def send(settings: MailSettings) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.sender, "ada@example.org", "Your interview"
    mail.set_content("Thank you.")
    Post(settings).send(mail, lambda: None)


def other(settings: MailSettings, **changed: object) -> MailSettings:
    kept = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return MailSettings(**kept | changed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_goes_by_tls_with_the_password(
    kind: Literal["starttls", "tls"], tmp_path: Path
) -> None:
    with serving(tmp_path, kind) as server:
        send(server.settings)
        assert (len(server.sink.taken), server.door.let_in) == (1, [True])


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_of_another_authority_gets_neither_password_nor_letter(
    kind: Literal["starttls", "tls"], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    certificate(elsewhere, "localhost")
    with serving(tmp_path, kind) as server:
        for authority in (elsewhere / "authority.pem", None):
            with pytest.raises(MailError, match="SSLCertVerificationError"):
                send(other(server.settings, authority=authority))
        assert (server.sink.taken, server.door.let_in) == ([], [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_certificate_of_another_host_is_refused(
    kind: Literal["starttls", "tls"], tmp_path: Path
) -> None:
    with serving(tmp_path, kind, "mail.elsewhere.example") as server:
        with pytest.raises(MailError, match="SSLCertVerificationError"):
            send(server.settings)
        assert server.sink.taken == []


def test_a_wrong_password_is_no_word_on_the_letter_and_stands_in_no_error(tmp_path: Path) -> None:
    with serving(tmp_path, "starttls") as server:
        assert server.settings.password_file is not None
        server.settings.password_file.write_text("wrong secret", encoding="utf-8")
        with pytest.raises(MailError) as told:
            send(server.settings)
        assert not isinstance(told.value, MailRefusedError)
        assert "secret" not in str(told.value)
        assert server.sink.taken == []


def test_a_server_that_speaks_no_tls_gets_nothing(tmp_path: Path) -> None:
    with serving(tmp_path, "starttls") as known_server:
        plain, port = Sink(), free_port()
        controller = Controller(plain, hostname="localhost", port=port)
        controller.start()
        try:
            with pytest.raises(MailError, match="SMTPNotSupportedError"):
                send(other(known_server.settings, port=port))
        finally:
            controller.stop()
        assert plain.taken == []


def test_a_password_that_others_can_read_is_not_sent(tmp_path: Path) -> None:
    with serving(tmp_path, "starttls") as server:
        assert server.settings.password_file is not None
        server.settings.password_file.chmod(0o644)
        with pytest.raises(SettingsError, match="chmod 600"):
            send(server.settings)
        assert server.sink.taken == []
