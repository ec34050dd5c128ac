"""The senses die amid an answer: it is noted, nothing of the recording is lost, they go on."""

from __future__ import annotations

import contextlib
import math
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from cryptography import x509

from edge_agent.publish.outbox import Outbox
from edge_agent.settings import load
from tests.fakes.media_files import write_sound, write_video
from tests.fakes.plan_server import PlanServer
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.integration.agent_site import running_agent
from tests.integration.site import found, free_port
from wire import plan as plans
from wire.manifest import verify
from wire.messages.events import AnswerBegan, AnswerEnded, Trouble, TroubleSeen
from wire.messages.feature_window import FeatureWindow
from wire.policy import Profile
from wire.sealed import generate_identity
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge_agent.settings import Settings

pytestmark = pytest.mark.integration

PATIENCE_S = 90.0
MODELS = Path(__file__).parents[2] / ".cache" / "models"
RATE = 48_000
TOML = """
kiosk_id = "lobby-cn"
profile = "cn"
policy = "{policy}"
language = "zh"
state_dir = "{folder}/state"
runtime_dir = "{folder}/run"
models_dir = "{models}"
[hub]
broker_host = "127.0.0.1"
broker_port = 1883
receive_url = "{hub}"
[identity]
certificate = "{identity.certificate}"
key = "{identity.key}"
authority = "{identity.authority}"
[camera]
kind = "replay"
[microphone]
kind = "replay"
rate = 48000
[page]
port = {port}
[recording]
recipients = ["{recipient}"]
[replay]
video = "{folder}/grey.mp4"
audio = "{folder}/quiet.wav"
takes = [{{stage = 0, start_s = 0, end_s = 300}}]
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="k-"))  # a Unix socket's path must be short
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def settings(folder: Path) -> Iterator[Settings]:
    hub, kiosks = found(folder / "authority")
    write_video(folder / "grey.mp4", 40)
    write_sound(folder / "quiet.wav", np.zeros(300 * RATE, np.int16), RATE)
    plan = sample_plan(Profile.CN)
    long = msgspec.structs.replace(plan.stages[0], longest_s=300)
    with PlanServer(hub, plans.encode(msgspec.structs.replace(plan, stages=(long,)))) as server:
        values = {
            "folder": folder,
            "models": MODELS,
            "hub": server.url,
            "identity": kiosks["lobby-cn"],
            "policy": kiosks["lobby-cn"].authority.with_name("policy.json"),
            "port": free_port(),
            "recipient": generate_identity()[1],
        }
        (folder / "kiosk.toml").write_text(TOML.format(**values))
        yield load(folder / "kiosk.toml")


@contextlib.contextmanager
def running(folder: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a real process of the kiosk."""
    command = [sys.executable, "-m", "edge_agent", "--settings", str(folder / "kiosk.toml"), name]
    process = subprocess.Popen(command)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def until(fact: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not fact():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


class Sent:
    """What has gone into the outbox."""

    def __init__(self, settings: Settings) -> None:
        self._outbox = Outbox.of_kiosk(settings.state_dir, settings.profile)

    def windows(self) -> list[float]:
        sent = self._outbox.messages(INTERVIEW_ID, Channel.FEATURES)
        return [one.start for one in sent if isinstance(one, FeatureWindow)]

    def troubles(self) -> list[TroubleSeen]:
        events = self._outbox.events(INTERVIEW_ID)
        return [one for one in events if isinstance(one, TroubleSeen)]

    def length_s(self) -> float:
        events = self._outbox.events(INTERVIEW_ID)
        (began,) = (one.pts for one in events if isinstance(one, AnswerBegan))
        (ended,) = (one.pts for one in events if isinstance(one, AnswerEnded))
        return ended - began

    def close(self) -> None:
        self._outbox.close()


def test_killed_senses_are_noted_and_the_recording_stays_whole(
    settings: Settings, folder: Path
) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(folder, "recorder"))
        senses = stack.enter_context(running(folder, "senses"))
        visit = stack.enter_context(running_agent(settings, rings=False))
        visit.begin()
        assert visit.post("answer") == 303
        sent = Sent(settings)
        stack.callback(sent.close)
        until(lambda: len(sent.windows()) >= 2)
        senses.kill()
        until(lambda: [one.trouble for one in sent.troubles()] == [Trouble.SENSES_LOST])
        assert visit.state()["phase"] == "answering"
        lost_at = sent.troubles()[0].pts
        stack.enter_context(running(folder, "senses"))
        until(lambda: len(sent.troubles()) == 2)
        back = sent.troubles()[1]
        until(lambda: sent.windows()[-1] > back.pts)
        assert visit.post("next") == 303
        assert visit.post("next") == 303
        visit.until(lambda told: told["ending"] is not None)
        length_s, windows = sent.length_s(), sent.windows()
    assert back.trouble is Trouble.SENSES_BACK
    assert 2.0 < lost_at < back.pts < length_s
    assert windows == sorted(set(windows))
    assert windows[-1] == math.ceil(length_s) - 1
    _assert_recorded_whole(settings, length_s)


def _assert_recorded_whole(settings: Settings, length_s: float) -> None:
    certificate = x509.load_pem_x509_certificate(settings.identity.certificate.read_bytes())
    envelope = settings.state_dir / "spool" / INTERVIEW_ID / "0.manifest.json"
    manifest = verify(envelope.read_bytes(), certificate)
    (part,) = manifest.parts
    assert not part.truncated
    assert manifest.gaps == ()
    assert manifest.frames_lost == 0
    assert part.duration == pytest.approx(length_s, abs=0.2)
