from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.live_source import LiveSource
from edge_agent.capture.source import DeviceTrouble, PicturesLost
from tests.fakes.devices import SIZE, FakeDevices
from wire.messages.events import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge_agent.capture.source import Captured

BOUND_S = 20.0


@pytest.fixture
def devices() -> FakeDevices:
    return FakeDevices()


@pytest.fixture
def source(devices: FakeDevices) -> Iterator[LiveSource]:
    source = LiveSource(devices.open_camera, devices.open_microphone, SIZE)
    yield source
    source.close()


def _until(source: LiveSource, is_it: Callable[[Captured], bool]) -> list[Captured]:
    """Take items up to the first that is looked for."""
    deadline = time.monotonic() + BOUND_S
    items: list[Captured] = []
    while time.monotonic() < deadline:
        item = source.take(0.5)
        if item is not None:
            items.append(item)
            if is_it(item):
                return items
    raise AssertionError(items)


def _is(trouble: Trouble) -> Callable[[Captured], bool]:
    return lambda item: item == DeviceTrouble(trouble)


def test_both_devices_are_heard(source: LiveSource) -> None:
    seen = _until(source, lambda item: isinstance(item, Frame))
    seen += _until(source, lambda item: isinstance(item, AudioChunk))
    assert source.is_live
    assert not source.waits
    assert source.size == SIZE


def test_media_time_counts_from_the_beginning_of_the_interview(source: LiveSource) -> None:
    source.begin_interview(100.0)
    chunk = _until(source, lambda item: isinstance(item, AudioChunk) and item.pts > 100.0)[-1]
    assert isinstance(chunk, AudioChunk)
    assert 100.0 < chunk.end <= 100.0 + BOUND_S
    assert source.now >= chunk.end


def test_a_lost_camera_is_said_once_while_sound_goes_on_and_its_return_is_said(
    devices: FakeDevices, source: LiveSource
) -> None:
    _until(source, lambda item: isinstance(item, Frame))
    devices.has_camera = False
    _until(source, _is(Trouble.CAMERA_LOST))
    opened = devices.opened.count("camera")
    while devices.opened.count("camera") < opened + 1:
        items = _until(source, lambda item: isinstance(item, AudioChunk))
        assert not [item for item in items if isinstance(item, DeviceTrouble)]
    devices.has_camera = True
    back = _until(source, _is(Trouble.CAMERA_BACK))
    assert not [item for item in back if isinstance(item, Frame)]
    _until(source, lambda item: isinstance(item, Frame))


def test_a_lost_microphone_is_said_and_pictures_go_on(
    devices: FakeDevices, source: LiveSource
) -> None:
    devices.has_microphone = False
    _until(source, _is(Trouble.MICROPHONE_LOST))
    before = source.now
    _until(source, lambda item: isinstance(item, Frame) and item.pts > before + 0.2)
    assert source.now > before
    devices.has_microphone = True
    _until(source, _is(Trouble.MICROPHONE_BACK))


def test_when_nobody_takes_them_pictures_are_lost_and_counted_and_sound_is_not(
    devices: FakeDevices, source: LiveSource
) -> None:
    deadline = time.monotonic() + BOUND_S
    while devices.frames_given < 20 and time.monotonic() < deadline:
        time.sleep(0.01)
    lost = chunks = frames = 0
    chunks_given, frames_given = devices.chunks_given, devices.frames_given
    while chunks < chunks_given or frames + lost < frames_given:
        item = source.take(1.0)
        assert item is not None
        lost += item.count if isinstance(item, PicturesLost) else 0
        frames += isinstance(item, Frame)
        chunks += isinstance(item, AudioChunk)
    assert lost >= 11
