"""Surveys that wait for the hub: a file each, which says neither whose nor what hour."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from edge_agent.errors import HubError, SpoolError
from edge_agent.record.durable_file import write_durably
from wire import survey as surveys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from wire.survey import Survey

_DAY_S = 86_400
_MOST = 200
"""At once."""


class SurveyBox:
    """A folder of surveys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, survey: Survey) -> None:
        """Keep a survey; its file's time is the day's. Raises SpoolError."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{survey.survey_id}.json"
            write_durably(path, surveys.encode(survey))
            day = path.stat().st_mtime // _DAY_S * _DAY_S
            os.utime(path, (day, day))
        except OSError as error:
            raise SpoolError(f"The survey was not kept: {error}.") from error

    async def send(self, post: Callable[[bytes], Awaitable[None]]) -> int:
        """Send what waits, in no order; a survey goes once the hub has it. Raises HubError."""
        waiting = sorted(self._folder.glob("*.json"), key=lambda _: secrets.randbits(32))[:_MOST]
        for path in waiting:
            try:
                payload = path.read_bytes()
            except OSError as error:
                raise HubError(f"A kept survey cannot be read: {error}.") from error
            await post(payload)
            path.unlink(missing_ok=True)
        return len(waiting)
