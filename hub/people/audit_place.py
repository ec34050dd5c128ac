"""Where the log's key and its checkpoints are, for pages that verify and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.errors import SettingsError
from hub.people import audit_checkpoints, site_key

if TYPE_CHECKING:
    from pathlib import Path

    from hub.people.audit_checkpoints import Checkpoint
    from hub.people.site_key import SiteKey
    from hub.settings import Identity


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """Files are read when they are asked for: a web view without them still serves."""

    identity: Identity | None = None
    checkpoint_dir: Path | None = None

    def key(self) -> SiteKey:
        """Give the hub's identity key; raises SettingsError, IdentityError."""
        if self.identity is None:
            raise SettingsError("This hub has no identity to sign with.")
        return site_key.load(self.identity)

    def checkpoints(self) -> list[Checkpoint]:
        """Give the checkpoints that were left, none without a folder; raises CheckpointError."""
        if self.checkpoint_dir is None or self.identity is None:
            return []
        authority = site_key.authority(self.identity)
        return list(audit_checkpoints.read(self.checkpoint_dir, authority))
