"""What this kiosk computes of a candidate, read off its capabilities."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from edge_agent.app import capabilities
from edge_agent.errors import EdgeError
from wire.errors import WireError
from wire.policy import Measure, allows

if TYPE_CHECKING:
    from edge_agent.settings import Settings

_LOG = structlog.get_logger()


def computed(settings: Settings) -> frozenset[Measure]:
    """Give the measures that the kiosk takes, if the candidate agrees.

    Where the manifest cannot be read, all that the profile allows: too much is said rather than
    too little. Reads every model's bytes once.
    """
    try:
        found = capabilities.gather(settings, datetime.now(UTC)).measures
    except (EdgeError, WireError) as error:
        _LOG.warning("manifest_not_read", code=error.code, why=str(error))
        return frozenset(one for one in Measure if allows(settings.profile, one))
    return frozenset(measure for measure, kiosk in found.items() if kiosk.can)
