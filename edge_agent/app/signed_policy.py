"""The policy that the site's authority signed for this kiosk; without it nothing starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from edge_agent.errors import SettingsError
from wire import identity, policy_file
from wire.errors import IdentityError, OtherProfileError, PolicyError

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.settings import Settings
    from wire.policy import Profile
    from wire.policy_file import Choice

_LOG = structlog.get_logger()


def obey(settings: Settings) -> Choice:
    """Give the signed choice of the profile that the settings name.

    Raises SettingsError when a file is missing, PolicyError when it does not hold; both are logged.
    """
    try:
        return read(settings)
    except (SettingsError, IdentityError, PolicyError) as error:
        _LOG.error("policy_refused", code=error.code, profile=settings.profile.value)
        raise


def hold_to(settings: Settings, profile: Profile) -> None:
    """Refuse to work under another profile than the signed one; raises as `obey` does."""
    signed = obey(settings).profile
    if profile is not signed:
        _LOG.error("policy_refused", code=OtherProfileError.code, profile=profile.value)
        raise OtherProfileError(f"{signed.value} was signed, not {profile.value}.")


def read(settings: Settings) -> Choice:
    """Give the same, for who says himself what is wrong: nothing is logged."""
    authority = identity.certificate_of(_read(settings.identity.authority))
    return policy_file.verify(_read(settings.policy), authority, settings.profile)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
