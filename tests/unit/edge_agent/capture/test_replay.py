from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.replay_camera import ReplayCamera
from edge_agent.capture.replay_microphone import ReplayMicrophone
from edge_agent.capture.replay_source import ReplaySource
from edge_agent.capture.source import TakeOver
from edge_agent.errors import MediaError, MicrophoneError
from edge_agent.settings import Replay, ReplayTake
from tests.fakes.media_files import (
    brightness,
    noise,
    write_lying_video,
    write_sound,
    write_uneven_video,
    write_video,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.capture.source import Captured

PICTURES = 50
RATE = 48_000


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("video") / "grey.mp4", PICTURES)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sound(tmp_path_factory.mktemp("sound") / "noise.wav", noise(3 * RATE))


def _shown(image: NDArray[np.uint8]) -> int:
    return round(float(image.mean()))


def _heard(microphone: ReplayMicrophone) -> list[AudioChunk]:
    chunks = []
    while True:
        try:
            chunks.append(microphone.read())
        except MicrophoneError:
            return chunks


def test_a_video_is_played_to_and_fro(video: Path) -> None:
    camera = ReplayCamera(video)
    fro = [*range(PICTURES), *range(PICTURES - 2, 0, -1)]
    for number, place in enumerate(fro + fro):
        assert abs(_shown(camera.picture(number)) - brightness(place)) <= 3, number
    camera.close()


def test_the_camera_says_when_each_picture_is_due(video: Path) -> None:
    camera = ReplayCamera(video)
    assert [round(camera.read().pts, 6) for _ in range(4)] == [0.0, 0.1, 0.2, 0.3]
    assert camera.size == (96, 64)
    camera.close()


def test_a_transport_stream_is_played_from_its_very_first_picture(tmp_path: Path) -> None:
    camera = ReplayCamera(write_video(tmp_path / "grey.ts", PICTURES))
    for number in (0, 1, 40, 5):
        assert abs(_shown(camera.picture(number)) - brightness(number)) <= 3, number
    camera.close()


def test_large_pictures_are_scaled_down_and_few_are_held(tmp_path: Path) -> None:
    camera = ReplayCamera(write_video(tmp_path / "large.mp4", 3, size=(2560, 1440)))
    assert camera.size == (1280, 720)
    assert camera.picture(1).shape == (720, 1280, 3)
    camera.close()


def test_a_film_of_a_telephone_held_upright_is_played_upright(tmp_path: Path) -> None:
    camera = ReplayCamera(write_lying_video(tmp_path / "lying.mp4"))
    assert camera.size == (64, 96)
    image = camera.picture(0)
    assert image[4:28, 36:60].mean() > 240
    assert image[4:28, 4:28].mean() < 15
    assert image[68:92].mean() < 15
    camera.close()


def test_pictures_of_uneven_distance_are_shown_when_they_are_due(tmp_path: Path) -> None:
    stamps = [0, 1, 2, 12, 13, 14, 15, 30, 31]
    camera = ReplayCamera(write_uneven_video(tmp_path / "uneven.mkv", stamps))
    for second in (0.0, 0.5, 1.1, 1.9, 2.9):
        last = max(n for n, stamp in enumerate(stamps) if stamp / 10 <= second + 0.5 / camera.rate)
        shown = _shown(camera.picture(round(second * camera.rate)))
        assert abs(shown - brightness(last)) <= 3, second
    camera.close()


def test_a_stream_without_time_stamps_is_refused_at_once(tmp_path: Path) -> None:
    raw = write_video(tmp_path / "raw.h264", PICTURES)
    with pytest.raises(MediaError, match=r"K-MEDIA-001: .*no time stamps"):
        ReplayCamera(raw)


def test_a_take_is_its_stretch_of_the_sound_sample_for_sample(sound: Path) -> None:
    microphone = ReplayMicrophone(sound, RATE, 0.5, 1.7305)
    chunks = _heard(microphone)
    microphone.close()
    heard = np.concatenate([chunk.samples for chunk in chunks])
    assert np.array_equal(heard, noise(3 * RATE)[RATE // 2 : round(1.7305 * RATE)])
    ends = [chunk.end for chunk in chunks[:-1]]
    assert ends == pytest.approx([chunk.pts for chunk in chunks[1:]])


def test_sound_of_another_rate_is_given_at_the_asked_one(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "low.wav", noise(16_000), 16_000)
    microphone = ReplayMicrophone(path, RATE, 0.0, 9.0)
    seconds = sum(chunk.duration for chunk in _heard(microphone))
    microphone.close()
    assert seconds == pytest.approx(1.0, abs=0.01)


def test_a_take_beyond_the_sound_is_over_at_once(sound: Path) -> None:
    microphone = ReplayMicrophone(sound, RATE, 9.0, 10.0)
    assert _heard(microphone) == []
    microphone.close()


def _not_media(tmp_path: Path) -> Path:
    path = tmp_path / "words.mp4"
    path.write_text("not a film")
    return path


def test_a_missing_file_is_named_in_one_line(tmp_path: Path) -> None:
    for opening in (ReplayCamera, lambda path: ReplayMicrophone(path, RATE, 0, 1)):
        with pytest.raises(MediaError, match=r"K-MEDIA-001: .*gone\.mp4 cannot be read") as caught:
            opening(tmp_path / "gone.mp4")
        assert "\n" not in str(caught.value)


def test_a_file_that_is_no_media_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        ReplayCamera(_not_media(tmp_path))


def test_a_sound_file_is_no_camera_and_a_silent_film_no_microphone(
    video: Path, sound: Path
) -> None:
    with pytest.raises(MediaError, match="has no picture"):
        ReplayCamera(sound)
    with pytest.raises(MediaError, match="has no sound"):
        ReplayMicrophone(video, RATE, 0, 1)


def _source(video: Path, sound: Path) -> ReplaySource:
    takes = (
        ReplayTake(stage=0, start_s=0.0, end_s=1.23),
        ReplayTake(stage=1, start_s=1.5, end_s=2.5),
    )
    return ReplaySource(Replay(video=video, audio=sound, speed="max", takes=takes), RATE)


def _take_of(source: ReplaySource, stage: int) -> list[Captured]:
    source.begin_answer(stage)
    items: list[Captured] = []
    while not items or not isinstance(items[-1], TakeOver):
        item = source.take(0.01)
        if item is not None:
            items.append(item)
    assert source.take(0.01) is None
    source.end_answer()
    return items


def _printed(items: list[Captured]) -> list[tuple[str, float, bytes]]:
    return [
        (type(item).__name__, item.pts, item.image.tobytes())
        if isinstance(item, Frame)
        else (type(item).__name__, item.pts, item.samples.tobytes())
        for item in items
        if isinstance(item, Frame | AudioChunk)
    ]


def test_a_replay_gives_the_same_every_time_whatever_happens_between_answers(
    video: Path, sound: Path
) -> None:
    played = []
    for idle_looks in (0, 5):
        source = _source(video, sound)
        source.begin_interview(0.0)
        for _ in range(idle_looks):
            source.take(0.2)
        played.append(_printed(_take_of(source, 0)))
        for _ in range(idle_looks):
            source.take(0.2)
        played[-1] += _printed(_take_of(source, 1))
        source.close()
    assert played[0] == played[1]


def test_pictures_and_sound_come_in_order_of_media_time(video: Path, sound: Path) -> None:
    source = _source(video, sound)
    source.begin_interview(0.0)
    items = [*_take_of(source, 0), *_take_of(source, 1)]
    source.close()
    times = [
        round(item.end if isinstance(item, AudioChunk) else item.pts, 6)
        for item in items
        if isinstance(item, Frame | AudioChunk)
    ]
    assert times == sorted(times)
    frames = [item for item in items if isinstance(item, Frame)]
    assert len(frames) == 23  # media time 2.23 s at 10 pictures a second: 0.0 to 2.2


def test_media_time_stands_still_while_no_answer_is_open(video: Path, sound: Path) -> None:
    source = _source(video, sound)
    source.begin_interview(0.0)
    _take_of(source, 0)
    held = source.now
    idle = [source.take(0.5), source.take(0.5)]
    assert {item.pts for item in idle if isinstance(item, Frame)} == {held}
    assert source.now == held == pytest.approx(1.23)
    source.close()


def test_where_there_is_no_take_the_candidate_is_silent_for_a_while(
    video: Path,
    sound: Path,
) -> None:
    source = _source(video, sound)
    source.begin_interview(0.0)
    chunks = [one for one in _take_of(source, 7) if isinstance(one, AudioChunk)]
    assert sum(chunk.duration for chunk in chunks) == pytest.approx(3.0)
    assert not any(chunk.samples.any() for chunk in chunks)
    source.close()
