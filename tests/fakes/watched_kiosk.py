"""The agent's live part around a recorder, without the rest of the agent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from edge_agent.app.live import LiveView
from edge_agent.interview.state import InterviewState
from tests.fakes.kiosk import make_plan
from wire import live, plan
from wire.policy import Purpose

if TYPE_CHECKING:
    from edge_agent.settings import Settings
    from wire.live import FromBrowser, FromKiosk

ALLOWED = InterviewState(
    plan=plan.decode(make_plan()), began=True, granted=frozenset({Purpose.RECORDING})
)


class WatchedKiosk:
    """`state` may be set; `said` is what screens said."""

    def __init__(self, settings: Settings) -> None:
        self.state = ALLOWED
        self.said: list[tuple[str, FromBrowser]] = []
        self.ended: list[str] = []
        self.one_ended = asyncio.Event()
        view = LiveView(settings, lambda: self.state, _Desk(self.said))
        self.viewers = view.viewers
        self.viewers.on_ended(self._end)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.viewers.close()
        await asyncio.sleep(0)

    def _end(self, viewing_id: str) -> None:
        self.ended.append(viewing_id)
        self.one_ended.set()


class _Desk:
    def __init__(self, said: list[tuple[str, FromBrowser]]) -> None:
        self._said = said

    def opened(self, viewing_id: str) -> list[FromKiosk]:
        return [live.PromptGone(prompt=viewing_id)]

    def said(self, viewing_id: str, said: FromBrowser) -> list[FromKiosk]:
        self._said.append((viewing_id, said))
        return []
