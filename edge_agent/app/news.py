"""Waiting for something to happen, or for a while."""

from __future__ import annotations

import asyncio


async def wait_for(news: asyncio.Event, longest_s: float, *others: asyncio.Event) -> None:
    """Wait for news of the interview, or one of the other events; the news is then taken."""
    waits = [asyncio.ensure_future(event.wait()) for event in (news, *others)]
    await asyncio.wait(waits, timeout=longest_s, return_when=asyncio.FIRST_COMPLETED)
    for one in waits:
        one.cancel()
    news.clear()
