"""What bad input gets: one clear line with a stable code, or an honest "cannot score"."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from tests.e2e.conftest import demo, finished

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


def noise_video(path: Path, seconds: int) -> Path:
    """A picture in which nobody is: coarse coloured noise."""
    dice = np.random.default_rng(1)
    with av.open(str(path), mode="w") as container:
        stream = container.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _ in range(15 * seconds):
            coarse = dice.integers(0, 255, (15, 20, 3), dtype=np.uint8)
            picture = np.kron(coarse, np.ones((16, 16, 1), np.uint8))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def hum(path: Path, seconds: int) -> Path:
    """Mains hum: sound without speech."""
    at = np.arange(seconds * 16_000) / 16_000
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((3000 * np.sin(2 * np.pi * 50 * at)).astype(np.int16).tobytes())
    return path


def test_no_face_and_no_speech_end_in_an_honest_cannot_score(tmp_path: Path) -> None:
    video, audio = noise_video(tmp_path / "v.mp4", 4), hum(tmp_path / "a.wav", 6)
    done = finished(tmp_path / "out", "--video", str(video), "--audio", str(audio))
    report = done.report
    assert report["vision"]["face_share"] == 0
    assert report["vision"]["blinks"] in (0, None)
    assert report["speech"]["words"] == 0
    assert report["score"]["total"] is None
    assert all(one["score"] is None and one["why"] for one in report["score"]["competencies"])
    assert report["windows"] == 6


@pytest.mark.parametrize("profile", ["eu", "us"])
def test_where_the_profile_forbids_it_behaviour_is_not_measured(
    tmp_path: Path,
    profile: str,
) -> None:
    audio = hum(tmp_path / "a.wav", 4)
    done = finished(tmp_path / "out", "--profile", profile, "--audio", str(audio))
    vision = done.report["vision"]
    assert vision["face_share"] > 0.95
    for forbidden in ("blinks", "smiles", "brow_lowerings", "gaze_away_s"):
        assert vision[forbidden] is None


@pytest.mark.parametrize(
    ("option", "name", "content", "code"),
    [
        ("--video", "empty.mp4", b"", "P-MEDIA-001"),
        ("--audio", "text.wav", b"this is a text", "P-MEDIA-001"),
        ("--job", "broken.toml", b"questions = [", "H-"),
    ],
)
def test_a_bad_file_gets_one_clear_line_and_a_non_zero_exit(
    tmp_path: Path,
    option: str,
    name: str,
    content: bytes,
    code: str,
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    ran = demo("--out", str(tmp_path / "out"), option, str(bad))
    assert ran.returncode == 2
    assert len(ran.stderr.strip().splitlines()) == 1
    assert code in ran.stderr
    assert not (tmp_path / "out" / "report.json").exists()
