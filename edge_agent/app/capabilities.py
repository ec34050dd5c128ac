"""What this kiosk can and cannot do: models by hash, measures under its signed profile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from edge_agent.app import signed_policy
from edge_agent.app.measure_models import every_model, models_under, needed_by
from edge_agent.errors import EdgeError, ModelError, SettingsError
from edge_agent.inference import recognisers
from edge_agent.inference.models import (
    chosen,
    file_sha256,
    folder_sha256,
    model_hashes,
    model_path,
    own_folder,
)
from edge_agent.record.ledger import load_signing_key
from edge_agent.settings import SpeechSettings
from wire import identity, signed
from wire.errors import SignatureError
from wire.language import Language
from wire.policy import Measure, Profile, Use, allows, ground, policy_hash, table
from wire.version import SOFTWARE

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.settings import Settings

_OF_SPEECH = (Measure.SPEECH, Measure.KEYWORDS, Measure.CONTENT)
_PURPOSE = b"interview kiosk capabilities v1\n"


class KioskMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure on this kiosk."""

    use: Use
    can: bool
    """Allowed, switched on, and every model that it needs is here and as pinned."""
    forbidden_by: str | None
    """The law, where the profile forbids it."""


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What the kiosk signs."""

    kiosk_id: str
    software: str
    at: datetime
    profile: Profile
    policy_version: int
    policy_hash: str
    models: dict[str, str | None]
    """Those that it may load, by name: SHA-256 of the file as it lies there; null without one."""
    models_altered: tuple[str, ...]
    """Those of them whose file is missing or not the pinned one: what needs them does not run."""
    models_not_loaded: dict[str, str]
    """Those that only a forbidden measure needs: the pinned SHA-256."""
    own_models: dict[Language, str]
    """A technician's folder for a language: SHA-256 over its files."""
    measures: dict[Measure, KioskMeasure]


def gather(settings: Settings, now: datetime) -> Capabilities:
    """Say what this kiosk can do; raises SettingsError, PolicyError, ModelError."""
    choice = signed_policy.obey(settings)
    folder, speech, profile = settings.models_dir, settings.speech, choice.profile
    may = models_under(profile, speech)
    rest = tuple(name for name in every_model(speech) if name not in may)
    own = {language: own_folder(speech.of(language)) for language in Language}
    return Capabilities(
        kiosk_id=settings.kiosk_id,
        software=SOFTWARE,
        at=now,
        profile=profile,
        policy_version=choice.version,
        policy_hash=policy_hash(profile),
        models={name: _hash_there(folder, name) for name in may},
        models_altered=tuple(name for name in may if not _is_here(folder, name)),
        models_not_loaded=dict(zip(rest, model_hashes(folder, rest), strict=True)),
        own_models={language: folder_sha256(path) for language, path in own.items() if path},
        measures={measure: _measure(settings, measure) for measure in Measure},
    )


def _measure(settings: Settings, measure: Measure) -> KioskMeasure:
    is_allowed = allows(settings.profile, measure)
    names = needed_by(measure, settings.speech)
    return KioskMeasure(
        use=table(settings.profile)[measure],
        can=is_allowed
        and bool(names)
        and all(_is_here(settings.models_dir, name) for name in names)
        and (measure not in _OF_SPEECH or _hears(settings.speech)),
        forbidden_by=None if is_allowed else ground(settings.profile, measure),
    )


def _hears(speech: SpeechSettings) -> bool:
    """Say whether there is a recogniser behind the setting of every language."""
    try:
        for language in Language:
            recognisers.verify(speech.of(language), language)
    except EdgeError:
        return False
    return True


def _hash_there(models_dir: Path, name: str) -> str | None:
    try:
        return file_sha256(models_dir / chosen(models_dir, name).file)
    except ModelError:
        return None


def _is_here(models_dir: Path, name: str) -> bool:
    try:
        model_path(models_dir, name)
    except ModelError:
        return False
    return True


def as_signed(settings: Settings) -> bytes:
    """Give the capabilities, signed with the kiosk's own key."""
    key = load_signing_key(settings.identity.key)
    return signed.sign(_PURPOSE, gather(settings, datetime.now(UTC)), key)


def as_json() -> bytes:
    """Give what any kiosk of this version can do, for who has no settings; nobody signs it."""
    names = every_model(SpeechSettings())
    told: dict[str, object] = {
        "signed": False,
        "software": SOFTWARE,
        "models": dict(zip(names, model_hashes(None, names), strict=True)),
        "profiles": {
            profile.value: {
                "policy_hash": policy_hash(profile),
                "measures": {measure.value: use.value for measure, use in table(profile).items()},
            }
            for profile in Profile
        },
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2)


def verified(file: Path, certificate: Path) -> bytes:
    """Give the document in `file` when the kiosk of `certificate` signed it.

    Raises SettingsError, SignatureError, IdentityError.
    """
    try:
        envelope, encoded = file.read_bytes(), certificate.read_bytes()
    except OSError as error:
        raise SettingsError(f"{error.filename} cannot be read: {error.strerror}.") from error
    held = identity.certificate_of(encoded)
    payload = signed.verify(_PURPOSE, envelope, held)
    if msgspec.json.decode(payload)["kiosk_id"] != identity.kiosk_id_of(held):
        raise SignatureError("It speaks of another kiosk than the one that signed it.")
    return payload
