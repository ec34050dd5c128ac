"""The hub's settings: read once, frozen, handed down; an unknown key stops the start."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hub.errors import SettingsError
from hub.settings_candidates import (
    ContactSettings,
    MailSettings,
    PromiseSettings,
    RetentionSettings,
)
from hub.settings_section import Port, Section, is_loopback
from wire.policy import Profile


class BrokerSettings(Section, frozen=True, kw_only=True):
    """Where Mosquitto listens; reached with mutual TLS, the hub's certificate names it `hub`."""

    host: str
    port: Port


class Identity(Section, frozen=True, kw_only=True):
    """The hub's certificate and key, and the site's authority (PEM files)."""

    certificate: Path
    key: Path
    authority: Path


class ReceiveSettings(Section, frozen=True, kw_only=True):
    """Where kiosks fetch plans and upload recordings (HTTPS with client certificates)."""

    host: str
    port: Port
    longest_upload_bytes: Annotated[int, Meta(ge=1)] = 8 * 1024**3
    """Of one sealed part; more is refused before its body is read."""


class WebSettings(Section, frozen=True, kw_only=True):
    """Where HR's view is served; plain HTTP on the loopback address only."""

    host: str
    port: Port
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        """Refuse to show candidates' data over a network in the clear."""
        if (self.certificate is None) != (self.key is None):
            message = "web wants both certificate and key, or neither"
            raise ValueError(message)
        if self.certificate is None and not is_loopback(self.host):
            message = f"web on {self.host} wants a certificate and a key"
            raise ValueError(message)


class KeeperSettings(Section, frozen=True, kw_only=True):
    """The process that holds the private key of all recordings."""

    identity_file: Path
    """An age identity (`AGE-SECRET-KEY-1...`), readable by the keeper's user only."""
    socket: Path
    group: str = ""
    """Of the hub's other processes, where their user is not the keeper's; else empty."""
    receipts: Path | None = None
    """The keeper's own list of what it opened (SQLite); none: `receipts.db` beside the identity."""


class LiveSettings(Section, frozen=True, kw_only=True):
    """The live view's signalling."""

    socket: Path | None = None
    """Where the ingest process takes offers; none: `switchboard.sock` in `state_dir`."""


class SignInSettings(Section, frozen=True, kw_only=True):
    """How people prove who they are, after the password."""

    second_factor: Literal["required", "offered"] = "required"
    """`required`: of every role that sees content, accounts or the log; else whoever wants."""
    step_up_minutes: Annotated[int, Meta(ge=1, le=600)] = 15
    """How long a password or code is good for recordings, transcripts and exports."""


class ScorecardSettings(Section, frozen=True, kw_only=True):
    """How people rate, and how long an appeal may wait."""

    show_machine_first: bool = False
    """Whoever rates sees the machine's scores live; colleagues' ratings stay hidden in any case."""
    coverage_while_held: bool = True
    """Whoever watches an interview live sees of which competencies keywords were heard, and when,
    also before an own card is submitted; never a score, and no more of it once it has ended."""
    appeal_working_days: Annotated[int, Meta(ge=1, le=60)] = 5


class AuditSettings(Section, frozen=True, kw_only=True):
    """How the audit log leaves the hub."""

    checkpoint_dir: Path | None = None
    """Outside of `state_dir`, best on another machine or write-once; none: no checkpoints."""
    checkpoint_entries: Annotated[int, Meta(ge=1)] = 500
    """A checkpoint is due after so many entries,"""
    checkpoint_minutes: Annotated[int, Meta(ge=1)] = 60
    """or after so many minutes in which there was any."""
    export_dir: Path | None = None
    """Where signed exports are put when they are due; none: only when asked for."""
    every: Literal["day", "week", "month"] = "week"
    """How often an export is due."""


class Settings(Section, frozen=True, kw_only=True):
    """Everything the hub needs to know before it starts."""

    state_dir: Path
    """Database, headers and recording store."""
    profile: Profile
    policy: Path
    """The signed policy (`python -m provisioning policy sign`); it must name `profile`."""
    broker: BrokerSettings
    identity: Identity
    receive: ReceiveSettings
    web: WebSettings
    keeper: KeeperSettings
    live: LiveSettings = LiveSettings()
    sign_in: SignInSettings = SignInSettings()
    scorecards: ScorecardSettings = ScorecardSettings()
    audit: AuditSettings = AuditSettings()
    mail: MailSettings = MailSettings()
    promises: PromiseSettings = PromiseSettings()
    contact: ContactSettings = ContactSettings()
    retention: RetentionSettings = RetentionSettings()
    database: str = ""
    """A SQLAlchemy URL; empty for SQLite in `state_dir`."""

    def __post_init__(self) -> None:
        """Refuse checkpoints that would go the way of what they watch."""
        folder, state = self.audit.checkpoint_dir, self.state_dir.resolve()
        if folder is not None and folder.resolve().is_relative_to(state):
            message = "audit.checkpoint_dir must not lie in state_dir"
            raise ValueError(message)

    @property
    def database_url(self) -> str:
        """Give the URL of the main database."""
        return self.database or f"sqlite:///{self.state_dir / 'hub.db'}"

    @property
    def headers_url(self) -> str:
        """Give the URL of the database of wrapped file keys, always a file of its own."""
        return f"sqlite:///{self.state_dir / 'headers.db'}"

    @property
    def receipts_file(self) -> Path:
        """Give the keeper's own list, which only the keeper's user can reach."""
        return self.keeper.receipts or self.keeper.identity_file.with_name("receipts.db")

    @property
    def receipts_url(self) -> str:
        """Give the URL of the keeper's own list."""
        return f"sqlite:///{self.receipts_file}"

    @property
    def switchboard_socket(self) -> Path:
        """Give the socket on which the ingest process takes offers."""
        return self.live.socket or self.state_dir / "switchboard.sock"

    @property
    def store_dir(self) -> Path:
        """Give the folder of sealed bodies, and of those still arriving."""
        return self.state_dir / "recordings"


def _path(kind: type, value: object) -> Path:
    """Read the one type that TOML does not know."""
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    message = f"Expected a path, got {value!r}"
    raise ValueError(message)


def parse(text: str) -> Settings:
    """Read settings from TOML; raises SettingsError naming what is wrong and where."""
    try:
        return msgspec.convert(tomllib.loads(text), Settings, strict=False, dec_hook=_path)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{error}.") from error


def load(path: Path) -> Settings:
    """Read the settings file; raises SettingsError when it is missing or wrong."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
