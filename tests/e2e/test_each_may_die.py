"""Each process may die alone: killed in mid-interview, nothing acknowledged is lost."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from wire.language import Language
from wire.policy import Profile, purposes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioning.demo.candidate import Progress
    from provisioning.demo.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

ANSWER = (
    "I checked the cash flow and the collateral, and I saw a warning sign. I told my manager the "
    "same day. Together we lowered the limit, and I kept monitoring the account every month. "
    "I wrote everything down, I followed the policy, and I told the client openly what we saw."
)
VICTIMS = ("uploader", "ingest", "receive", "keeper", "web", "agent")
"""In this order, a second of the answer apart; recorder and senses have tests of their own."""


def pid_of(settings: Path, name: str) -> int:
    """Find the one process that was started with these settings under this name."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if str(settings) in words and name in words:
                return int(folder.name)
    message = f"no process {name}"
    raise AssertionError(message)


class Assassin:
    """Kills one victim after another while the candidate answers."""

    def __init__(self, place: Site) -> None:
        self._place = place
        self.killed: list[str] = []

    def watch(self, where: Progress) -> None:
        due = int(where.answering_s) > len(self.killed) + 1
        if where.phase == "answering" and due and len(self.killed) < len(VICTIMS):
            name = VICTIMS[len(self.killed)]
            kiosk = name in {"uploader", "agent"}
            settings = self._place.kiosk_settings if kiosk else self._place.hub_settings
            os.kill(pid_of(settings, name), signal.SIGKILL)
            self.killed.append(name)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    folder = tmp_path_factory.mktemp("site")
    spoken = folder / "answer.wav"
    subprocess.run(["espeak-ng", "-s", "140", "-w", str(spoken), ANSWER], check=True)
    clip = media.of_user(None, spoken, options.PACKAGED_MEDIA)
    assert clip is not None
    with tempfile.TemporaryDirectory(prefix="kiosk-") as sockets:
        place = site.prepare(folder / "site", Path(sockets), Profile.CN)
        site.set_up_kiosk(place, clip, Language.EN, "realtime", options.MODELS)
        site.set_up_hub(place)
        interview_id = place.schedule("Somebody", "bank-account-manager")
        assassin = Assassin(place)
        takes = {take.stage: take.end_s - take.start_s for take in clip.takes}
        with site.up(place), httpx.Client(base_url=place.page_address, timeout=30) as page:
            candidate = ScriptedCandidate(page, assassin.watch)
            candidate.wait_until_ready()
            code = place.check_in_code(interview_id)
            candidate.sit(Language.EN, purposes(Profile.CN), takes, code)
            place.hub("report", interview_id, "--out", str(folder / "out"), "--wait", "120")
        assert assassin.killed == list(VICTIMS)
        found = json.loads((folder / "out" / "report.json").read_text())
        yield {**found, "length_s": clip.length_s}


def test_no_message_is_lost_and_none_is_counted_twice(report: dict[str, object]) -> None:
    assert report["sequence_gaps"] == 0
    length = report["length_s"]
    assert isinstance(length, float)
    assert report["windows"] == math.ceil(length - 1e-6)


def test_the_recording_is_whole(report: dict[str, object]) -> None:
    recordings = report["recordings"]
    assert isinstance(recordings, list)
    (recording,) = recordings
    assert not recording["truncated"]
    assert recording["duration_s"] == pytest.approx(report["length_s"], abs=0.3)
