"""Signing a deployment's policy: which profile holds here, said by the site's authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioning import authority, durable
from wire import policy_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from wire.policy import Profile
    from wire.policy_file import Choice

FILE_NAME = "policy.json"


def sign(folder: Path, profile: Profile, out: Path, now: datetime, *, dry_run: bool) -> Choice:
    """Write the policy file `out` with the authority in `folder`; gives what it says.

    A dry run reads the authority and writes nothing. Raises AuthorityError, FolderError.
    """
    choice = policy_file.choose(profile, now)
    signed = policy_file.sign(choice, authority.load(folder).key)
    if not dry_run:
        durable.write(out, signed, durable.PUBLIC)
    return choice
