"""How long an interview is kept; docs/withdrawal.md says why so long.

- cn, 180 days: no longer than the purpose needs (PIPL Art. 19): selection and objections to it.
- eu, 180 days: complaints about a selection come within months; then no purpose is left.
- us, 400 days: application records are kept for a year (29 CFR 1602.14), counted from a decision.

The days count from the day of scheduling, so that the plan can name the date.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wire.policy import Profile

if TYPE_CHECKING:
    from datetime import date

    from hub.settings_candidates import RetentionSettings

DAYS = {Profile.CN: 180, Profile.EU: 180, Profile.US: 400}


def delete_on(profile: Profile, scheduled: date, settings: RetentionSettings | None) -> date:
    """Give the day on which an interview that is scheduled now is deleted."""
    chosen = None if settings is None else settings.days
    return scheduled + timedelta(days=chosen or DAYS[profile])


def backups_until(deleted: date, settings: RetentionSettings) -> date:
    """Give the day on which the last backup with a key to the recordings is gone."""
    return deleted + timedelta(days=settings.backup_days)
