"""The way to the kiosks as a test wants it: notes what is sent, and lets the kiosk answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.errors import BrokerError
from wire.messages.signal import Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from wire.messages.signal import Calling


class FakeLine:
    """Implements `hub.live.switchboard.Line`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Calling]] = []
        self.is_up = True
        self.answer: Callable[[str, Call], None] = lambda _kiosk, _call: None
        """What happens when a kiosk hears a call."""

    def call(self, kiosk_id: str, calling: Calling) -> None:
        if isinstance(calling, Call) and not self.is_up:
            raise BrokerError("Nobody is there.")
        self.sent.append((kiosk_id, calling))
        if isinstance(calling, Call):
            self.answer(kiosk_id, calling)
