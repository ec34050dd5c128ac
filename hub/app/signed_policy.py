"""The policy that the site's authority signed; without it, or against it, nothing starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from hub.errors import SettingsError, StorageError
from hub.storage import deployment
from hub.storage.database import open_main
from wire import identity, policy_file
from wire.errors import IdentityError, PolicyError

if TYPE_CHECKING:
    from pathlib import Path

    from hub.settings import Settings
    from wire.policy_file import Choice

_LOG = structlog.get_logger()


def obey(settings: Settings) -> Choice:
    """Give the signed choice of the profile that the settings name.

    Raises SettingsError when a file is missing, PolicyError when it does not hold; both are logged.
    """
    try:
        authority = identity.certificate_of(_read(settings.identity.authority))
        return policy_file.verify(_read(settings.policy), authority, settings.profile)
    except (SettingsError, IdentityError, PolicyError) as error:
        _LOG.error("policy_refused", code=error.code, profile=settings.profile.value)
        raise


def check_database(settings: Settings) -> None:
    """Refuse a database that is not the signed profile's; raises StorageError, having logged it."""
    engine = open_main(settings)
    try:
        deployment.check(engine, settings.profile)
    except StorageError as error:
        _LOG.error("database_refused", code=error.code, profile=settings.profile.value)
        raise
    finally:
        engine.dispose()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
