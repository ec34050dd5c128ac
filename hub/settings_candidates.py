"""Settings of what candidates get: letters, promises, a person to reach, and deletion in time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import holidays
from msgspec import Meta

from hub.settings_section import Port, Section, is_loopback


class MailSettings(Section, frozen=True, kw_only=True):
    """The mail server, and who releases summaries; without a host letters wait."""

    host: str = ""
    port: Port = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"
    """`none` on the loopback address only."""
    authority: Path | None = None
    """PEM file of the one authority that certified the server; none: those the machine trusts."""
    sender: str = ""
    """An address; candidates answer to it."""
    user: str = ""
    password_file: Path | None = None
    """Readable by the mail process's user only."""
    site: str = ""
    """How candidates reach this site (`https://…`): links in letters; empty: letters have none."""
    release: Literal["hr", "policy"] = "hr"
    """Who releases a summary; a letter with a decision is always released by a person."""
    learning: Path | None = None
    """A folder of advice and links by competency, in place of the one that comes with the hub."""

    def __post_init__(self) -> None:
        """Refuse to send letters in the clear over a network, or from nobody."""
        if self.host and not self.sender:
            message = "mail wants a sender"
            raise ValueError(message)
        if self.host and self.tls == "none" and not is_loopback(self.host):
            message = f"mail to {self.host} wants tls = starttls or tls"
            raise ValueError(message)
        if bool(self.user) != (self.password_file is not None):
            message = "mail wants both user and password_file, or neither"
            raise ValueError(message)
        if self.site and not self.site.startswith(("https://", "http://localhost", "http://127.")):
            message = "mail.site wants an https address"
            raise ValueError(message)


class ContactSettings(Section, frozen=True, kw_only=True):
    """How a candidate reaches a person, as the kiosk's last page says it; one language will do."""

    en: Annotated[str, Meta(max_length=300)] = ""
    zh: Annotated[str, Meta(max_length=300)] = ""


class PromiseSettings(Section, frozen=True, kw_only=True):
    """What is promised to every candidate when the interview ends."""

    answer_working_days: Annotated[int, Meta(ge=1, le=60)] = 3
    country: str = ""
    """Whose public holidays do not count (ISO 3166, two letters); empty: weekends only."""
    subdivision: str = ""

    def __post_init__(self) -> None:
        """Refuse a country that the calendar does not know."""
        known = holidays.list_supported_countries()
        if self.country and self.country not in known:
            message = f"promises.country {self.country!r} is not known"
            raise ValueError(message)
        if self.subdivision and self.subdivision not in known.get(self.country, []):
            message = f"promises.subdivision {self.subdivision!r} is not one of {self.country!r}"
            raise ValueError(message)


class RetentionSettings(Section, frozen=True, kw_only=True):
    """How long interviews are kept; docs/withdrawal.md."""

    days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    """From the day of scheduling; none: what the profile says (hub/workflow/retention.py)."""
    backup_days: Annotated[int, Meta(ge=0, le=3650)] = 35
    """How long you keep backups of `headers.db`; receipts of deletions name the day."""
