"""The kiosk's record of itself: who it is, and how its last self-test went."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from edge_agent.errors import DeviceRecordError, EdgeError, SettingsError
from edge_agent.record.device_record import DeviceIdentity, DeviceRecord, SelfTest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.settings import Identity, Settings

_LOG = structlog.get_logger()


def certificate_of(identity: Identity) -> x509.Certificate:
    """Read the kiosk's certificate; raises SettingsError."""
    try:
        return x509.load_pem_x509_certificate(identity.certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"[identity] certificate cannot be read: {error}.") from error


def note_identity(settings: Settings) -> None:
    """Keep who the kiosk is; a record that cannot be kept stops no interview."""
    try:
        certificate = certificate_of(settings.identity)
        entry = DeviceIdentity(
            kiosk_id=settings.kiosk_id,
            profile=settings.profile,
            certificate_fingerprint=certificate.fingerprint(SHA256()).hex(),
            enrolled_at=certificate.not_valid_before_utc,
        )
        with _record(settings) as record:
            if record.get(DeviceIdentity) != entry:
                record.put(entry)
    except EdgeError as error:
        _LOG.warning("identity_not_noted", code=error.code, why=str(error))


def last_self_test(settings: Settings) -> SelfTest | None:
    """Give how the last self-test went, None when there was none; raises DeviceRecordError."""
    with _record(settings) as record:
        return record.get(SelfTest)


def keep_self_test(settings: Settings, failed_codes: Sequence[str]) -> None:
    """Keep how the self-test of this moment went; raises DeviceRecordError.

    A record that is damaged beyond its copy is made anew.
    """
    codes = tuple(dict.fromkeys(failed_codes))
    entry = SelfTest(at=datetime.now(UTC), passed=not codes, failed_codes=codes)
    with _record(settings) as record:
        try:
            record.put(entry)
        except DeviceRecordError:
            record.clear()
            record.put(entry)


def _record(settings: Settings) -> DeviceRecord:
    try:
        settings.state_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeviceRecordError(f"state_dir cannot be made: {error}.") from error
    return DeviceRecord(settings.state_dir / "device.json")
