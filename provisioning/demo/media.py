"""The demo's camera and microphone: packaged media and sample answers, or the user's files."""

from __future__ import annotations

import shutil
import subprocess
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

import av
import numpy as np
from av.error import FFmpegError

from provisioning.demo.answers import OFF_TOPIC, STRONG
from provisioning.demo.errors import MediaError, ProgramError
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

RATE = 48_000
_PAUSE_S = 1.0
_LARGEST = (3840, 2160)
"""Pixels, long side and short side; a larger picture does not go through the kiosk in time."""
_INTRODUCTION, _FIRST_QUESTION, _SECOND_QUESTION = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Take:
    """The stretch of the sound in which the candidate answers one stage of the plan."""

    stage: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Media:
    """What the replay camera and microphone play, and which stages it answers."""

    video: Path
    audio: Path
    takes: tuple[Take, ...]

    @property
    def length_s(self) -> float:
        """Seconds of sound that will be spoken."""
        return sum(take.end_s - take.start_s for take in self.takes)


def of_user(video: Path | None, audio: Path | None, packaged: Path) -> Media | None:
    """Use the user's files as the one answer to the first question; None when there are none.

    A video's own sound is used when no sound is named. Raises MediaError for a file that cannot
    serve.
    """
    if video is not None:
        check_video(video)
    sound = audio or (video if video is not None and _has_sound(video) else None)
    if sound is None:
        return None
    take = Take(_FIRST_QUESTION, 0.0, round(len(read_sound(sound)) / RATE, 3))
    return Media(video or packaged / "carphone_pristine.mp4", sound, (take,))


def of_demo(video: Path | None, packaged: Path, language: Language, folder: Path) -> Media:
    """Make the demo's sound: a passage read by a person, a strong answer, an off-topic one."""
    strong, off_topic = _speak(STRONG[language], language), _speak(OFF_TOPIC[language], language)
    parts = [(_FIRST_QUESTION, strong), (_SECOND_QUESTION, off_topic)]
    if language is Language.EN:
        parts.insert(0, (_INTRODUCTION, read_sound(packaged / "two_cities.wav")))
    sound, takes = _join(parts)
    path = folder / "candidate.wav"
    _write(path, sound)
    return Media(video or packaged / "carphone_pristine.mp4", path, takes)


def check_video(path: Path) -> None:
    """Decode one picture as the kiosk's replay does; raises MediaError where it could not."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise MediaError(f"{path} has no picture.")
            _check_size(path, container.streams.video[0])
            _check_first_picture(path, container)
    except (FFmpegError, OSError) as error:
        raise MediaError(f"{path} cannot be read as video: {error}.") from error


def _check_size(path: Path, stream: VideoStream) -> None:
    sides = sorted((stream.width, stream.height), reverse=True)
    if any(side > largest for side, largest in zip(sides, _LARGEST, strict=True)):
        size = f"{stream.width}x{stream.height}"
        raise MediaError(f"{path} is {size}; at most {_LARGEST[0]}x{_LARGEST[1]} can be played.")


def _check_first_picture(path: Path, container: InputContainer) -> None:
    stream = container.streams.video[0]
    packets = container.demux(stream)
    first = next((packet.pts for packet in packets if packet.pts is not None), None)
    if first is None:
        raise MediaError(f"{path} has no timestamps; put it into an MP4 first.")
    container.seek(first, stream=stream)
    if next(container.decode(stream), None) is None:
        raise MediaError(f"{path} has no picture.")


def _has_sound(path: Path) -> bool:
    with av.open(str(path)) as container:
        return bool(container.streams.audio)


def read_sound(path: Path) -> NDArray[np.int16]:
    """Decode a whole file to mono at 48 kHz; raises MediaError when it has no sound."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise MediaError(f"{path} has no sound.")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            pieces = [
                piece.to_ndarray()[0]
                for frame in (*container.decode(audio=0), None)
                for piece in resampler.resample(frame)
            ]
    except (FFmpegError, OSError) as error:
        raise MediaError(f"{path} cannot be read as sound: {error}.") from error
    if not pieces:
        raise MediaError(f"{path} has no sound.")
    samples: NDArray[np.int16] = np.concatenate(pieces)
    return samples


def _speak(text: str, language: Language) -> NDArray[np.int16]:
    program = shutil.which("espeak-ng")
    if program is None:
        raise ProgramError("espeak-ng was not found: apt-get install espeak-ng.")
    voice = "cmn" if language is Language.ZH else "en-us"
    command = [program, "-v", voice, "-s", "150", "--stdout", text]
    spoken = subprocess.run(command, capture_output=True, check=True).stdout
    return _from_wave(spoken)


def _from_wave(data: bytes) -> NDArray[np.int16]:
    """Read espeak-ng's output, whose header announces an endless length."""
    rate = int.from_bytes(data[24:28], "little")
    start = data.index(b"data") + 8
    samples = np.frombuffer(data[start : start + (len(data) - start) // 2 * 2], np.int16)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    pieces = [piece.to_ndarray()[0] for one in (frame, None) for piece in resampler.resample(one)]
    spoken: NDArray[np.int16] = np.concatenate(pieces)
    return spoken


def _join(
    parts: Iterable[tuple[int, NDArray[np.int16]]],
) -> tuple[NDArray[np.int16], tuple[Take, ...]]:
    pause = np.zeros(int(_PAUSE_S * RATE), np.int16)
    pieces: list[NDArray[np.int16]] = []
    takes = []
    at = 0
    for stage, sound in parts:
        end = at + len(sound) + len(pause)
        takes.append(Take(stage, round(at / RATE, 3), round(end / RATE, 3)))
        pieces += [sound, pause]
        at = end
    return np.concatenate(pieces), tuple(takes)


def _write(path: Path, samples: NDArray[np.int16]) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
