"""Pictures that wait for vision: the newest win live, none is lost where the source waits."""

from __future__ import annotations

import threading

import numpy as np

from edge_agent.app.senses_events import Inbox, PictureDue, PictureMissed, PictureSeen, VisionReady
from edge_agent.app.senses_vision import Album, NewFace, Picture, look
from edge_agent.capture.frames import Frame
from tests.fakes.senses import FakeTracker

PATIENCE_S = 30.0


def picture(pts: float) -> Picture:
    return Picture(0, Frame(pts, 0.0, np.zeros((4, 4, 3), np.uint8)))


def test_live_the_newest_picture_takes_the_place_of_the_oldest_waiting() -> None:
    inbox = Inbox(8)
    album = Album(inbox, keeps_all=False)
    for pts in (1.0, 2.0, 3.0, 4.0):
        album.add(picture(pts))
    assert [inbox.get(0.0) for _ in range(3)] == [
        PictureMissed(0, 1.0),
        PictureMissed(0, 2.0),
        None,
    ]
    for pts in (3.0, 4.0):
        waiting = album.next()
        assert isinstance(waiting, Picture)
        assert waiting.frame.pts == pts


def test_a_stumble_costs_no_picture() -> None:
    inbox = Inbox(8)
    album = Album(inbox, keeps_all=False)
    album.add(picture(1.0))
    album.add(picture(2.0))
    assert inbox.get(0.0) is None


def test_another_person_is_never_overlooked() -> None:
    album = Album(Inbox(8), keeps_all=False)
    album.meet(NewFace(behaviour=True))
    album.add(picture(1.0))
    album.add(picture(2.0))
    assert album.next() == NewFace(behaviour=True)


def test_where_the_source_waits_every_picture_is_looked_at_in_order() -> None:
    inbox = Inbox(8)
    album = Album(inbox, keeps_all=True)

    def track(*, behaviour: bool) -> FakeTracker:
        assert not behaviour
        return FakeTracker()

    thread = threading.Thread(target=look, args=(album, track, inbox))
    thread.start()
    assert inbox.get(PATIENCE_S) == VisionReady()
    for number in range(50):
        album.add(picture(float(number)))
    seen = [inbox.get(PATIENCE_S) for _ in range(50)]
    album.close()
    thread.join(PATIENCE_S)
    assert [one.observation.pts for one in seen if isinstance(one, PictureSeen)] == list(range(50))


def test_closing_lets_go_of_whoever_waits_for_room() -> None:
    album = Album(Inbox(8), keeps_all=True)
    for number in range(4):
        album.add(picture(float(number)))
    thread = threading.Thread(target=album.add, args=(picture(5.0),))
    thread.start()
    album.close()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert album.next() is None


def test_the_reader_waits_when_too_much_media_waits() -> None:
    inbox = Inbox(2)
    due = PictureDue(0, 1.0, 0.0, 0)
    inbox.put_media(due)
    inbox.put_media(due)
    third = threading.Thread(target=inbox.put_media, args=(due,))
    third.start()
    third.join(0.01)
    assert third.is_alive()
    assert inbox.get(PATIENCE_S) == due
    third.join(PATIENCE_S)
    assert not third.is_alive()
    assert [inbox.get(PATIENCE_S), inbox.get(PATIENCE_S)] == [due, due]
    assert inbox.get(0.0) is None
