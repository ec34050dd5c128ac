"""The kiosk's settings: read once, frozen, handed down; an unknown key stops the start."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from edge_agent.errors import SettingsError
from wire.language import Language
from wire.policy import Profile
from wire.topics import is_kiosk_id

Port = Annotated[int, Meta(ge=1, le=65535)]
Hertz = Annotated[int, Meta(ge=1, le=192_000)]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the settings file."""


class Hub(Section, frozen=True, kw_only=True):
    """Where the site's server is; both are reached with mutual TLS."""

    broker_host: str
    broker_port: Port
    receive_url: str
    """`https://host:port`; plans are fetched and recordings uploaded here."""


class Identity(Section, frozen=True, kw_only=True):
    """The kiosk's own certificate and key, and the site's authority (PEM files)."""

    certificate: Path
    key: Path
    authority: Path


class CameraSettings(Section, frozen=True, kw_only=True):
    """The camera; `device` is a V4L2 path."""

    kind: Literal["v4l2", "picamera2", "replay"]
    device: str = "/dev/video0"
    width: Annotated[int, Meta(ge=64, le=3840)] = 1280
    height: Annotated[int, Meta(ge=64, le=2160)] = 720
    rate: Annotated[int, Meta(ge=5, le=60)] = 30


class MicrophoneSettings(Section, frozen=True, kw_only=True):
    """The microphone; `device` is a part of PortAudio's name for it, empty for its default."""

    kind: Literal["pyaudio", "replay"]
    device: str = ""
    rate: Hertz = 48_000


class SpeakerSettings(Section, frozen=True, kw_only=True):
    """What plays interviewers' voices; `device` is a part of PortAudio's name for it."""

    kind: Literal["none", "pyaudio", "file"] = "none"
    device: str = ""
    file: Path | None = None
    """A WAV file that takes the place of a device."""

    def __post_init__(self) -> None:
        """Refuse a file without a name."""
        if self.kind == "file" and self.file is None:
            message = "a speaker of kind `file` wants `file`"
            raise ValueError(message)


class ReplayTake(Section, frozen=True, kw_only=True):
    """Where in the sound the answer to one stage of the plan lies."""

    stage: Annotated[int, Meta(ge=0)]
    start_s: Annotated[float, Meta(ge=0)]
    end_s: Annotated[float, Meta(ge=0)]


class Replay(Section, frozen=True, kw_only=True):
    """Media files that stand in for camera and microphone."""

    video: Path
    audio: Path
    speed: Literal["realtime", "max"] = "realtime"
    takes: tuple[ReplayTake, ...]


class PageSettings(Section, frozen=True, kw_only=True):
    """The candidate page; served to this kiosk's own screen only."""

    host: Literal["127.0.0.1", "::1"] = "127.0.0.1"
    port: Port = 8070
    check_in: bool = True
    """Ask candidates for the code of their interview; false where staff bring every candidate."""
    last_page_s: Annotated[int, Meta(ge=20, le=600)] = 60
    """So long the last page stays; twice as long after a press of any of its buttons."""


class Recording(Section, frozen=True, kw_only=True):
    """Who can open recordings: the hub's keeper and the offline recovery key (`age1...`)."""

    recipients: Annotated[tuple[str, ...], Meta(min_length=1, max_length=8)]
    bit_rate: Annotated[int, Meta(ge=100_000, le=20_000_000)] = 1_000_000
    """The most that pictures may take, bits per second; quality is constant below it."""


class SpeechSettings(Section, frozen=True, kw_only=True):
    """The recogniser of each language: `moonshine`, `whisper`, or `vosk:` and a model folder."""

    en: str = "moonshine"
    zh: str = "whisper"
    content: Literal["e5", "off"] = "e5"
    """What compares an answer with its question; without its files nobody does."""

    def of(self, language: Language) -> str:
        """Give the recogniser chosen for `language`."""
        return self.zh if language is Language.ZH else self.en


class Settings(Section, frozen=True, kw_only=True):
    """Everything a kiosk needs to know before it starts."""

    kiosk_id: str
    profile: Profile
    policy: Path
    """The signed policy (`python -m provisioning policy sign`); it must name `profile`."""
    state_dir: Path
    """Outbox, spool and device record; survives a restart."""
    runtime_dir: Path
    """Sockets; emptied at boot."""
    models_dir: Path
    hub: Hub
    identity: Identity
    camera: CameraSettings
    microphone: MicrophoneSettings
    recording: Recording
    page: PageSettings = PageSettings()
    speech: SpeechSettings = SpeechSettings()
    speaker: SpeakerSettings = SpeakerSettings()
    replay: Replay | None = None
    language: Language = Language.ZH
    """Loaded at start; the candidate may choose the other."""

    def __post_init__(self) -> None:
        """Refuse what only shows when two settings are seen together."""
        if not is_kiosk_id(self.kiosk_id):
            message = "kiosk_id: 1-32 of a-z, 0-9 and inner hyphens"
            raise ValueError(message)
        if "replay" in (self.camera.kind, self.microphone.kind) and self.replay is None:
            message = "a replay camera or microphone wants a [replay] table"
            raise ValueError(message)


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
