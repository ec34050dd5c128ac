"""A whole kiosk on replay devices, and a real Chromium before its page."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import wave
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import tomli_w
from playwright.sync_api import sync_playwright

from tests.fakes.plan_server import PlanServer
from tests.integration.site import found, free_port
from wire import plan as plans
from wire import sealed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

    from provisioning.authority import Credentials
    from wire.plan import Plan

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ROOT = Path(__file__).resolve().parent.parent.parent
TAKE_S = 3.0
GOODBYE_S = 30.0


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Its page's address, and where its files are."""

    address: str
    state_dir: Path
    identity: str
    """Opens what it sealed."""
    hub: PlanServer


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start the machine's Chromium, with `more` flags if any."""
    program = shutil.which("chromium")
    assert program is not None, "apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *more])
        yield browser
        browser.close()


@contextmanager
def kiosk(plan: Plan) -> Iterator[Kiosk]:
    """Run all four processes; the hub is one that only hands out the plan."""
    folder = Path(tempfile.mkdtemp(prefix="k-"))
    hub, kiosks = found(folder / "authority")
    with PlanServer(hub, plans.encode(plan)) as server:
        identity, recipient = sealed.generate_identity()
        named = _settings(folder, kiosks["lobby-cn"], server.url, plan, recipient)
        settings, page_port = named
        command = [sys.executable, "-m", "edge_agent", "--settings", str(settings), "run"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
            try:
                yield Kiosk(f"http://127.0.0.1:{page_port}", folder / "state", identity, server)
            except BaseException:
                sys.stdout.write((folder / "log").read_text()[-8000:])
                raise
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(GOODBYE_S)
    shutil.rmtree(folder)


def watch(page: Page) -> list[str]:
    """Collect what the page's console complains about: a broken policy would stand there."""
    complaints: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type != "info":  # an `autofocus` that came after the first touch is told there
            complaints.append(said.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def _settings(
    folder: Path, issued: Credentials, url: str, plan: Plan, recipient: str
) -> tuple[Path, int]:
    _write_video(folder / "picture.mp4")
    takes = [{"stage": stage, "start_s": 0.0, "end_s": TAKE_S} for stage in range(len(plan.stages))]
    _write_sound(folder / "sound.wav")
    page_port = free_port()
    told = {
        "kiosk_id": "lobby-cn",
        "profile": plan.profile.value,
        "policy": str(issued.authority.with_name("policy.json")),
        "language": "en",
        "state_dir": str(folder / "state"),
        "runtime_dir": str(folder / "run"),
        "models_dir": os.environ.get("KIOSK_MODELS", str(ROOT / ".cache" / "models")),
        "hub": {"broker_host": "127.0.0.1", "broker_port": free_port(), "receive_url": url},
        "identity": {
            "certificate": str(issued.certificate),
            "key": str(issued.key),
            "authority": str(issued.authority),
        },
        "camera": {"kind": "replay"},
        "microphone": {"kind": "replay"},
        "recording": {"recipients": [recipient]},
        "page": {"port": page_port, "last_page_s": 20},
        "replay": {
            "video": str(folder / "picture.mp4"),
            "audio": str(folder / "sound.wav"),
            "takes": takes,
        },
    }
    (folder / "kiosk.toml").write_text(tomli_w.dumps(told))
    return folder / "kiosk.toml", page_port


def _write_video(path: Path) -> None:
    """Write two seconds of a grey ball that moves."""
    rows, columns = np.mgrid[0:240, 0:320]
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=Fraction(15))
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(30):
            ball = (rows - 120) ** 2 + (columns - 60 - 6 * number) ** 2 < 40**2
            picture = np.where(ball[..., None], 210, 60).astype(np.uint8).repeat(3, axis=2)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))


def _write_sound(path: Path) -> None:
    """Write a tone."""
    times = np.arange(int(16_000 * (TAKE_S + 1))) / 16_000
    samples = (6000 * np.sin(2 * np.pi * 220 * times)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
