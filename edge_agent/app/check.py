"""`check`: says of each part whether it works, and if not, what to do."""

from __future__ import annotations

import shutil
import socket
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from edge_agent import settings as kiosk_settings
from edge_agent.app import signed_policy
from edge_agent.app.device import certificate_of, keep_self_test, last_self_test
from edge_agent.app.live_speaker import try_speaker
from edge_agent.app.measure_models import models_under
from edge_agent.app.probe import listen, look
from edge_agent.app.uploader import client_context
from edge_agent.errors import (
    DeviceRecordError,
    EdgeError,
    HubError,
    SettingsError,
    SpoolError,
)
from edge_agent.inference import recognisers
from edge_agent.inference.model_table import encoder_models
from edge_agent.inference.models import model_hashes, model_path
from edge_agent.inference.text_encoders import content_models
from wire.errors import WireError
from wire.identity import kiosk_id_of
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from edge_agent.record.device_record import SelfTest
    from edge_agent.settings import Settings

_PATIENCE_S = 5.0
_ENOUGH_BYTES = 2 * 1024**3
"""About four hours of recordings at the default bit rate."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part."""

    item: str
    ok: bool
    code: str = ""
    says: str = ""
    """What was found, or what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What this self-test found, and how the one before it went."""

    items: tuple[Finding, ...]
    previous: SelfTest | None = None

    @property
    def ok(self) -> bool:
        """Say whether every part works."""
        return all(item.ok for item in self.items)


def check(path: Path) -> Checked:
    """Look at every part and keep the result; without settings there is nothing to look at."""
    try:
        settings = kiosk_settings.load(path)
    except SettingsError as error:
        return Checked((Finding("settings", ok=False, code=error.code, says=str(error)),))
    found = (Finding("settings", ok=True), *_parts(settings))
    try:
        previous = last_self_test(settings)
    except DeviceRecordError:
        previous = None  # a damaged record is made anew below
    kept = _finding("device record", lambda: _keep(settings, found))
    return Checked((*found, kept), previous)


def _keep(settings: Settings, found: Sequence[Finding]) -> str:
    keep_self_test(settings, [one.code for one in found if not one.ok])
    return "this result is kept"


def as_json(checked: Checked) -> str:
    """Give the findings to a program."""
    told = {"ok": checked.ok, "items": checked.items, "previous": checked.previous}
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()


def as_text(checked: Checked) -> str:
    """Give the findings to a person, a line each."""
    rows = (("ok    " if one.ok else "FAILED", one.item, one.says) for one in checked.items)
    return "\n".join(f"{state}  {item:<26}{says}".rstrip() for state, item, says in rows)


_Part = tuple[str, "Callable[[], str]"]


def _parts(settings: Settings) -> list[Finding]:
    first: list[_Part] = [
        ("certificate", lambda: _certificate(settings)),
        ("policy", lambda: _policy(settings)),
    ]
    further: list[_Part] = [
        *((f"speech {language.value}", _hears(settings, language)) for language in Language),
        ("camera", lambda: look(settings)),
        ("microphone", lambda: listen(settings)),
        ("speaker", lambda: try_speaker(settings.speaker)),
        ("hub: broker", lambda: _broker(settings)),
        ("hub: plans and uploads", lambda: _receive(settings)),
        ("disk", lambda: _disk(settings)),
    ]
    return [
        *(_finding(item, look) for item, look in first),
        *_models(settings),
        *(_finding(item, look) for item, look in further),
    ]


def _finding(item: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(item, ok=True, says=look())
    except (EdgeError, WireError) as error:
        return Finding(item, ok=False, code=error.code, says=str(error))


def _model(settings: Settings, name: str) -> Callable[[], str]:
    return lambda: model_path(settings.models_dir, name).name


def _models(settings: Settings) -> list[Finding]:
    """Look at the choice of models and, when it holds, at each of them."""
    choice = _finding("models", lambda: _choice(settings))
    if not choice.ok:
        return [choice]
    names = _named(settings)
    return [choice, *(_finding(f"model {name}", _model(settings, name)) for name in names)]


def _hears(settings: Settings, language: Language) -> Callable[[], str]:
    return lambda: recognisers.verify(settings.speech.of(language), language)


def _choice(settings: Settings) -> str:
    names = _named(settings)
    model_hashes(settings.models_dir, names)
    return f"{len(names)} are to be here"


def _named(settings: Settings) -> tuple[str, ...]:
    """Name the models that this kiosk loads; it goes on without those that compare texts."""
    names = models_under(settings.profile, settings.speech)
    encoder = settings.speech.content
    missing = set(encoder_models(encoder)) - set(content_models(encoder, settings.models_dir))
    return tuple(name for name in names if name not in missing)


def _policy(settings: Settings) -> str:
    choice = signed_policy.read(settings)
    return f"{choice.profile.value}, version {choice.version}, signed {choice.issued_at:%Y-%m-%d}"


def _certificate(settings: Settings) -> str:
    identity = settings.identity
    client_context(identity)
    certificate = certificate_of(identity)
    if kiosk_id_of(certificate) != settings.kiosk_id:
        raise SettingsError("[identity] the certificate is another kiosk's.")
    now = datetime.now(UTC)
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise SettingsError("[identity] the certificate is not valid today; enrol again.")
    return f"valid until {certificate.not_valid_after_utc:%Y-%m-%d}"


def _broker(settings: Settings) -> str:
    return _reach(settings, settings.hub.broker_host, settings.hub.broker_port)


def _receive(settings: Settings) -> str:
    address = urlsplit(settings.hub.receive_url)
    if address.scheme != "https" or address.hostname is None:
        raise SettingsError("[hub] receive_url: https://host:port is wanted.")
    return _reach(settings, address.hostname, address.port or 443)


def _reach(settings: Settings, host: str, port: int) -> str:
    """Shake hands with TLS; whoever answers must have the site authority's certificate."""
    context = client_context(settings.identity)
    try:
        with (
            socket.create_connection((host, port), timeout=_PATIENCE_S) as plain,
            closing(context.wrap_socket(plain, server_hostname=host)) as secure,
        ):
            return f"{host}:{port} answers with {secure.version()}"
    except OSError as error:  # ssl.SSLError is one
        raise HubError(f"{host}:{port} cannot be reached: {error}.") from error


def _disk(settings: Settings) -> str:
    place = settings.state_dir
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < _ENOUGH_BYTES:
        raise SpoolError(f"Only {free / 1024**2:.0f} MiB are free for recordings.")
    return f"{free / 1024**3:.1f} GiB free"
