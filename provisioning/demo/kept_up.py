"""The demo's broker, watched over as an installation's systemd does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioning.errors import BrokerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioning.broker import Broker

_MOST_RESTARTS = 5
"""Mosquitto keeps its sessions and a kiosk sends again, so that a restart loses nothing."""


class KeptUp:
    """The broker, started again when it ends, as an installation's systemd does."""

    def __init__(self, broker: Broker, tell: Callable[[str], None]) -> None:
        self._broker = broker
        self._tell = tell
        self._restarts = 0

    def check(self) -> None:
        """Start the broker when it has ended; raises BrokerError when that does not help."""
        code = self._broker.ended()
        if code is None:
            return
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            raise BrokerError(f"Mosquitto ended again with {code} ({self._broker.log}).")
        self._tell(f"The broker ended with {code}; it is started again.")
        self._broker.start()
