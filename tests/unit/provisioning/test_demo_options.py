"""The demo's options: each mistake gets one line that names it."""

from __future__ import annotations

import argparse
import wave
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from provisioning.demo import media, options
from provisioning.demo.errors import MediaError, OptionError
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path


def read(*arguments: str) -> options.Options:
    parser = argparse.ArgumentParser()
    options.add_arguments(parser)
    return options.read(parser.parse_args(arguments))


def tone(path: Path, seconds: float, rate: int = 16_000) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        count = int(seconds * rate)
        out.writeframes((np.sin(np.arange(count) / 10) * 9000).astype(np.int16).tobytes())
    return path


def test_nothing_asked_for_gives_the_chinese_profile_in_english_at_real_time() -> None:
    asked = read()
    assert (asked.profile, asked.language, asked.speed) == (Profile.CN, Language.EN, "realtime")
    assert not asked.once


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--profile", "jp"), "PROFILE=jp"),
        (("--language", "fr"), "LANGUAGE=fr"),
        (("--speed", "slow"), "SPEED=slow"),
        (("--video", "no-such.mp4"), "VIDEO=no-such.mp4"),
        (("--audio", "no-such.wav"), "AUDIO=no-such.wav"),
        (("--job", "no-such.toml"), "JOB=no-such.toml"),
    ],
)
def test_a_wrong_option_is_named_with_a_stable_code(
    arguments: tuple[str, ...],
    named: str,
) -> None:
    with pytest.raises(OptionError, match=named) as raised:
        read(*arguments)
    assert str(raised.value).startswith("P-OPTION-001")


def test_the_users_sound_is_the_answer_to_the_first_question(tmp_path: Path) -> None:
    clip = media.of_user(None, tone(tmp_path / "a.wav", 2.5), tmp_path)
    assert clip is not None
    assert [(take.stage, take.start_s) for take in clip.takes] == [(1, 0.0)]
    assert clip.length_s == pytest.approx(2.5, abs=0.03)


@pytest.mark.parametrize("content", [b"", b"not media at all", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_a_file_that_is_not_media_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.bin"
    bad.write_bytes(content)
    for refused in (lambda: media.check_video(bad), lambda: media.read_sound(bad)):
        with pytest.raises(MediaError) as raised:
            refused()
        assert "\n" not in str(raised.value)
        assert str(raised.value).startswith("P-MEDIA-001")


def test_a_sound_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no picture"):
        media.check_video(tone(tmp_path / "a.wav", 0.5))


def film(path: Path, width: int, height: int) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        black = np.zeros((height, width, 3), np.uint8)
        for _ in range(3):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(black, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def test_a_film_that_can_be_played_is_taken(tmp_path: Path) -> None:
    media.check_video(film(tmp_path / "a.mp4", 320, 240))


def test_a_film_without_timestamps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no timestamps"):
        media.check_video(film(tmp_path / "a.h264", 320, 240))


def test_a_film_that_is_too_large_is_refused_with_its_size(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is 4096x64"):
        media.check_video(film(tmp_path / "a.mp4", 4096, 64))
