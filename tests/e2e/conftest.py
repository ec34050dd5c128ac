"""One finished interview of the demo, shared by the tests that look at it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from provisioning.demo import media, options
from provisioning.demo.show import Demo
from tests.e2e.tap import DiskWatch, TappedBroker
from wire.language import Language
from wire.policy import Profile

ROOT = Path(__file__).resolve().parent.parent.parent
SAID = (b"hiking", b"mountains", b"soup", b"playing cards", b"wisdom", b"foolishness")
"""Words of the sample answers that stand in no question and no keyword list."""


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m provisioning demo --once` as `make demo ONCE=1` does."""
    command = [sys.executable, "-m", "provisioning", "demo", "--once", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )


@dataclass(frozen=True)
class Finished:
    """A folder in which the demo ran one interview to its end."""

    folder: Path
    said: str
    crossed: tuple[tuple[str, bytes], ...] = ()
    """What the broker carried, by topic."""
    disk: DiskWatch | None = None

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_text())
        return report

    @property
    def identity(self) -> Path:
        return self.folder / "site" / "keeper" / "identity.txt"

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in (self.folder / "site" / "logs").iterdir())


def finished(folder: Path, *arguments: str) -> Finished:
    """Run the demo's command at full speed; it must succeed."""
    ran = demo("--speed", "max", "--out", str(folder), *arguments)
    logs = (folder / "site" / "logs").glob("*.log")
    tail = "\n".join(path.read_text()[-3000:] for path in logs)
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}\n{tail}"
    return Finished(folder, ran.stdout)


def sounds() -> tuple[bytes, ...]:
    """Give stretches of the samples that are played, as they would lie in a file."""
    samples = media.read_sound(options.PACKAGED_MEDIA / "two_cities.wav")
    starts = np.argsort(-np.abs(samples[:-64].astype(np.int32)))[:50:5]
    return tuple(samples[start : start + 32].tobytes() for start in starts)


@pytest.fixture(scope="session")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The demo as shipped, at the speed of the models, with a tap on broker and disk."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    asked = options.Options(
        once=True,
        out=folder,
        profile=Profile.CN,
        language=Language.EN,
        speed="max",
        video=None,
        audio=None,
        job=None,
    )
    said = io.StringIO()
    disk = DiskWatch(folder / "site" / "kiosk", (*SAID, *sounds()))
    disk.start()
    Demo(asked, Console(file=said, width=200), TappedBroker).run()
    disk.finish()
    return Finished(folder, said.getvalue(), tuple(TappedBroker.crossed), disk)
