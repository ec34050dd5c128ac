"""The candidate's self-view: the newest picture and the newest level, for whoever looks."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud it is now."""

    dbfs: float
    speech: bool


@dataclass(slots=True)
class Viewer:
    """One who looks; what it was too slow for is replaced by what is newer."""

    _picture: bytes | None = None
    _loudness: Loudness | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, picture: bytes) -> None:
        """Put a picture (JPEG) in the place of the last one."""
        self._picture = picture
        self._news.set()

    def sound(self, loudness: Loudness) -> None:
        """Put a level in the place of the last one."""
        self._loudness = loudness
        self._news.set()

    async def newest(self) -> tuple[bytes | None, Loudness | None]:
        """Wait for something new; give it once."""
        await self._news.wait()
        self._news.clear()
        seen = (self._picture, self._loudness)
        self._picture = self._loudness = None
        return seen


class Mirror:
    """Hands pictures and levels to the viewers; keeps none itself."""

    def __init__(self) -> None:
        self._viewers: list[Viewer] = []

    @property
    def watched(self) -> bool:
        """Say whether anybody looks, so that nobody encodes pictures for nothing."""
        return bool(self._viewers)

    def show(self, picture: bytes) -> None:
        """Show everybody a picture (JPEG)."""
        for viewer in self._viewers:
            viewer.show(picture)

    def sound(self, loudness: Loudness) -> None:
        """Show everybody how loud it is."""
        for viewer in self._viewers:
            viewer.sound(loudness)

    @contextmanager
    def viewer(self) -> Iterator[Viewer]:
        """Look into the mirror for a while."""
        viewer = Viewer()
        self._viewers.append(viewer)
        try:
            yield viewer
        finally:
            self._viewers.remove(viewer)
