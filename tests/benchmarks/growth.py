"""Whether memory grows: one answer of half an hour (`LONG=1 make bench` only).

The slope is that of a least-squares line through the samples after the first minutes, in which
the neutral face settles and caches fill. `GROWTH_S=240` tries it in four minutes; what so short a
time gives for half an hour says little.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import wave
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from provisioning.demo import media, options
from tests.benchmarks.bench_media import film_720p30
from tests.benchmarks.kiosk_load import KioskLoad, environment
from tests.benchmarks.rows import row
from tests.benchmarks.straight_line import answers

if TYPE_CHECKING:
    from pathlib import Path

LENGTH_S = int(os.environ.get("GROWTH_S", "1800"))
_SETTLING_S = min(180.0, LENGTH_S / 4)
_RATE = 16_000
_HALF_HOUR_S = 1800.0


def growth(out: Path) -> list[dict[str, Any]]:
    """Let somebody answer for half an hour; nothing unless `LONG` is set."""
    if not os.environ.get("LONG"):
        return []
    out.mkdir(parents=True, exist_ok=True)
    asked = ("--video", film_720p30(out), "--audio", _long_speech(out), "--job", long_job(out))
    parts = ("-m", "provisioning", "demo", "--once", "--out", out / "en", *asked)
    command = [sys.executable, *map(str, parts)]
    with subprocess.Popen(command, env=environment()) as demo, KioskLoad(demo.pid) as load:
        if demo.wait() != 0:
            raise subprocess.CalledProcessError(demo.returncode, command)
    ((began, ended),) = answers(out / "en")
    samples = [one for one in load.samples if began + _SETTLING_S <= one.at <= ended]
    slope, _ = np.polyfit([one.at for one in samples], [one.pss_mb for one in samples], 1)
    return [
        row("all_pss_growth_mb_per_half_hour", float(slope) * _HALF_HOUR_S, "MB"),
        row("all_pss_growth_measured_s", samples[-1].at - samples[0].at, "s"),
    ]


def _long_speech(out: Path) -> Path:
    once = media.read_sound(options.PACKAGED_MEDIA / "two_cities.wav")[:: media.RATE // _RATE]
    path = out / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        for _ in range(LENGTH_S * _RATE // len(once)):
            file.writeframes(once.tobytes())
    return path


def long_job(out: Path) -> Path:
    """Give the sample job with half an hour for each answer."""
    jobs = resources.files("hub.workflow").joinpath("jobs")
    source = jobs.joinpath("bank-account-manager.toml").read_text(encoding="utf-8")
    path = out / "long.toml"
    patient = re.sub(r"longest_s = \d+", "longest_s = 1800", source)
    renamed = patient.replace('id = "', 'id = "patient-', 1)  # the job's own stands first
    path.write_text(renamed, encoding="utf-8")
    return path
