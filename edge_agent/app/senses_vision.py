"""The vision thread and the album of pictures that wait for it."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edge_agent.app.senses_events import Inbox, PictureMissed, PictureSeen, VisionReady

if TYPE_CHECKING:
    from edge_agent.capture.frames import Frame
    from edge_agent.inference.observation import PictureObservation

_MOST_WAITED_FOR = 4
_MOST_WAITING = 2
"""Live pictures: a stumble of 0.13 s costs none, and a window waits 0.15 s for them."""


class Tracker(Protocol):
    """Follows a face through the pictures."""

    def observe(self, frame: Frame) -> PictureObservation:
        """Look at one picture; raises ModelError."""
        ...


class OpenTracker(Protocol):
    """Loads a tracker."""

    def __call__(self, *, behaviour: bool) -> Tracker:
        """Load one, with landmarks only where behaviour may be measured; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of an answer."""

    answer: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class NewFace:
    """Another person sits down; `behaviour` says whether landmarks may be taken."""

    behaviour: bool


class Album:
    """Pictures on their way to the vision thread.

    Where the source waits none is lost; live, the newest takes the place of the oldest waiting.
    """

    def __init__(self, inbox: Inbox, *, keeps_all: bool) -> None:
        self._inbox = inbox
        self._keeps_all = keeps_all
        self._items: deque[Picture | NewFace] = deque()
        self._changed = threading.Condition()
        self.is_closed = False

    def add(self, picture: Picture) -> None:
        """Hand a picture over; waits for room where none may be lost."""
        with self._changed:
            if self._keeps_all:
                self._changed.wait_for(lambda: self._room() or self.is_closed)
            else:
                self._make_room()
            if self.is_closed:
                return
            self._items.append(picture)
            self._changed.notify_all()

    def meet(self, face: NewFace) -> None:
        """Announce another person."""
        with self._changed:
            self._items.append(face)
            self._changed.notify_all()

    def next(self) -> Picture | NewFace | None:
        """Wait for what comes next; None when nothing will."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self.is_closed)
            if self.is_closed:
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def close(self) -> None:
        """Let everyone go who waits."""
        with self._changed:
            self.is_closed = True
            self._items.clear()
            self._changed.notify_all()

    def _room(self) -> bool:
        return len(self._items) < _MOST_WAITED_FOR

    def _make_room(self) -> None:
        waiting = [each for each in self._items if isinstance(each, Picture)]
        for item in waiting[: max(len(waiting) + 1 - _MOST_WAITING, 0)]:
            self._items.remove(item)
            self._inbox.put(PictureMissed(item.answer, item.frame.pts))


def look(album: Album, open_tracker: OpenTracker, inbox: Inbox) -> None:
    """Look at the album's pictures until it is closed: the body of the vision thread.

    Raises ModelError.
    """
    tracker = open_tracker(behaviour=False)
    inbox.put(VisionReady())
    while (item := album.next()) is not None:
        if isinstance(item, NewFace):
            tracker = open_tracker(behaviour=item.behaviour)
        else:
            inbox.put(PictureSeen(item.answer, tracker.observe(item.frame)))
