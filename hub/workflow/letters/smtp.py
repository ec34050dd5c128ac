"""Talking to the mail server (RFC 5321), with a stop before the text is handed over."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import closing, suppress
from email import policy
from typing import TYPE_CHECKING

from hub.errors import SettingsError
from hub.workflow.letters.errors import MailError, MailInDoubtError, MailRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from hub.settings_candidates import MailSettings

PATIENCE_S = 60.0
"""For each answer of the server."""
_FOR_GOOD = 500
_OTHERS_MODES = 0o077


class Post:
    """The mail server of the settings; a connection for each letter."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, mail: EmailMessage, before_text: Callable[[], None]) -> None:
        """Send a mail; `before_text` is called when all but its text is accepted.

        Raises MailRefusedError when the server will never take it, MailInDoubtError when its
        answer to the text did not come, MailError for all else: it can be tried again.
        """
        try:
            with closing(self._connected()) as server:
                self._envelope(server, mail)
                before_text()
                self._text(server, mail)
                _leave(server)
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailError(f"{type(error).__name__}.") from error

    def _connected(self) -> smtplib.SMTP:
        wanted = self._settings
        context = ssl.create_default_context(cafile=wanted.authority)
        if wanted.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                wanted.host, wanted.port, timeout=PATIENCE_S, context=context
            )
        else:
            server = smtplib.SMTP(wanted.host, wanted.port, timeout=PATIENCE_S)
        try:
            if wanted.tls == "starttls":
                server.starttls(context=context)
            if wanted.user:
                server.login(wanted.user, self._password())
        except (OSError, smtplib.SMTPException, SettingsError):
            server.close()
            raise
        return server

    def _password(self) -> str:
        """Read the password when it is needed; raises SettingsError."""
        file = self._settings.password_file
        if file is None:
            return ""
        try:
            if file.stat().st_mode & _OTHERS_MODES:
                raise SettingsError(f"{file} can be read by others (chmod 600).")
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error

    def _envelope(self, server: smtplib.SMTP, mail: EmailMessage) -> None:
        server.ehlo_or_helo_if_needed()
        _accepted(*server.mail(mail["From"].addresses[0].addr_spec))
        _accepted(*server.rcpt(mail["To"].addresses[0].addr_spec))

    def _text(self, server: smtplib.SMTP, mail: EmailMessage) -> None:
        """Hand over the text: from here on only an answer tells what became of it."""
        try:
            code, said = server.data(mail.as_bytes(policy=policy.SMTP))
        except smtplib.SMTPDataError:
            raise
        except (OSError, smtplib.SMTPException) as error:
            raise MailInDoubtError(f"{type(error).__name__} after the text.") from error
        _accepted(code, said)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the letter is taken, whatever the server answers to that."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def _accepted(code: int, said: bytes) -> None:
    if not 200 <= code < 300:  # noqa: PLR2004 - RFC 5321, 4.2.1: positive completion
        raise smtplib.SMTPResponseException(code, said)


def _refusal(code: int, error: smtplib.SMTPResponseException) -> MailError:
    """Tell what is refused for good from what may pass; an open password is not for the log."""
    if isinstance(error, smtplib.SMTPAuthenticationError) or code < _FOR_GOOD:
        return MailError(f"The server said {code}.")
    return MailRefusedError(f"The server said {code}.")
