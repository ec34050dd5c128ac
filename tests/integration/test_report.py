"""The report over what really arrived: sealed transcript, stock age files, audit entries."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select

from hub.ingest.arrival import Letter, read
from hub.ingest.storing import store
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.workflow import scores
from tests.fakes.heard import number
from tests.fakes.kiosk_messages import AT, arrival, interview_messages
from tests.integration.hub_process import HubPlace, hub_place, hub_process, wait_for_log
from tests.integration.kiosk_uploads import KioskUploads, SealedPart, signed_manifest
from tests.integration.site import found
from wire import sealed
from wire.policy import Profile
from wire.tus import STORED
from wire.upload import Transcript, TranscriptWord, UploadKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provisioning.authority import Credentials

pytestmark = pytest.mark.integration
CN = "lobby-cn"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HubPlace, Credentials]]:
    folder = tmp_path_factory.mktemp("site")
    hub, kiosks = found(folder / "authority")
    with (
        hub_place(folder / "hub", hub) as made,
        hub_process(made, "keeper") as keeper,
        hub_process(made, "receive") as receive,
    ):
        wait_for_log(made, "keeper", "ready", keeper)
        wait_for_log(made, "receive", "ready", receive)
        yield made, kiosks[CN]


def command(place: HubPlace, *arguments: str) -> subprocess.CompletedProcess[str]:
    spelt = [sys.executable, "-m", "hub", "--settings", str(place.file), *arguments]
    return subprocess.run(spelt, capture_output=True, text=True, check=False, timeout=120)


def recipient(place: HubPlace) -> str:
    return sealed.recipient_of(place.settings.keeper.identity_file.read_text().strip())


def spoken(place: HubPlace, interview_id: str, words: str) -> SealedPart:
    said = tuple(TranscriptWord(text=word, start=0.1, end=0.9) for word in words.split())
    transcript = Transcript(
        interview_id=interview_id, answer=0, language="en", utterances=(said[:2], said[2:])
    )
    plaintext = msgspec.json.encode(transcript)
    return SealedPart(plaintext, *sealed.seal(plaintext, [recipient(place)]))


def hold(place: HubPlace) -> str:
    """Let an interview's messages be stored and scored."""
    interview_id = place.schedule(CN, Profile.CN)
    hits = (number("risk-control", 0), number("integrity", 0), number("clear-account", 0))
    messages = interview_messages((place, interview_id), hits=hits)
    came = (read(arrival(one), Profile.CN) for one in messages)
    letters = [item for item in came if isinstance(item, Letter)]
    with writing(place.engine) as session:
        store(session, letters)
    with writing(place.engine) as session:
        scores.refresh(session, interview_id, AT)
    return interview_id


def upload(
    place: tuple[HubPlace, Credentials],
    interview_id: str,
    video: SealedPart,
    words: SealedPart,
) -> None:
    hub, kiosk = place
    url = f"https://{hub.settings.receive.host}:{hub.settings.receive.port}"
    with KioskUploads(url, kiosk) as client:
        client.send(video.metadata(interview_id), video.body)
        client.send(words.metadata(interview_id, UploadKind.TRANSCRIPT), words.body)
        last = client.send_manifest(interview_id, signed_manifest(interview_id, [video], kiosk))
        assert last.headers[STORED]


def decrypted(hub: HubPlace, folder: Path, recordings: list[dict[str, Any]]) -> bytes:
    """Open the one exported recording with the stock age program."""
    (recording,) = recordings
    exported = folder / recording["path"]
    content = exported.read_bytes()
    assert len(content) == recording["bytes"]
    assert hashlib.sha256(content).hexdigest() == recording["sha256"]
    identity = str(hub.settings.keeper.identity_file)
    opened = subprocess.run(
        ["age", "--decrypt", "-i", identity, str(exported)], capture_output=True, check=True
    )
    return opened.stdout


def test_a_whole_interview_becomes_a_report_with_stock_age_files(
    place: tuple[HubPlace, Credentials],
    tmp_path: Path,
) -> None:
    hub, _ = place
    interview_id = hold(hub)
    video = SealedPart.of(150_000, recipient(hub))
    words = spoken(hub, interview_id, "checked the cash flow")
    upload(place, interview_id, video, words)
    ran = command(hub, "report", interview_id, "--out", str(tmp_path), "--wait", "5")
    assert ran.returncode == 0, ran.stderr
    report: dict[str, Any] = json.loads((tmp_path / "report.json").read_text())
    assert set(report) == {
        *("interview_id", "kiosk_id", "language", "profile", "windows", "events"),
        *("sequence_gaps", "duplicates", "vision", "speech", "recordings", "latency_ms"),
        *("score", "policy_hash", "model_hashes", "answers", "composure"),
    }
    assert (report["windows"], report["events"], report["sequence_gaps"]) == (1, 7, 0)
    assert report["speech"]["transcript"] == "checked the cash flow"
    assert report["score"]["total"] is not None
    evidence = [span for one in report["score"]["competencies"] for span in one["evidence"]]
    assert evidence
    assert all(0 <= span["start_s"] < span["end_s"] <= 1 for span in evidence)

    assert decrypted(hub, tmp_path, report["recordings"]) == video.plaintext
    with reading(hub.engine) as session:
        acts = list(session.scalars(select(AuditEntry.action)))
    assert sorted(acts) == ["export_recording", "open_recording", "schedule"]
    shown = command(hub, "transcript", "show", interview_id)
    assert shown.stdout == "checked the cash flow\n"


def test_an_unfinished_interview_says_what_is_missing(
    place: tuple[HubPlace, Credentials],
    tmp_path: Path,
) -> None:
    ran = command(place[0], "report", hold(place[0]), "--out", str(tmp_path / "out"))
    assert ran.returncode == 2
    assert ran.stderr.startswith("H-REPORT-001: Still missing: answer 0: manifest")
    assert len(ran.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", "f" * 32, "--out", "x"), "H-UNKNOWN-001"),
        (("recording", "export", "f" * 32, "--out", "x"), "H-UNKNOWN-001"),
        (("transcript", "show", "f" * 32), "H-UNKNOWN-001"),
        (("job", "import", "missing.toml"), "H-JOB-001"),
        (("kiosk", "add", "Not A Kiosk"), "H-UNKNOWN-001"),
        (
            ("interview", "schedule", "--kiosk", "nobody", "--job", "x", "--candidate", "y"),
            "H-UNKNOWN-001",
        ),
    ],
)
def test_a_command_that_cannot_be_done_says_one_clear_line(
    place: tuple[HubPlace, Credentials],
    arguments: tuple[str, ...],
    code: str,
) -> None:
    ran = command(place[0], *arguments)
    assert ran.returncode == 2
    assert ran.stderr.startswith(code)
    assert len(ran.stderr.splitlines()) == 1


def test_a_missing_settings_file_says_one_clear_line(tmp_path: Path) -> None:
    spelt = [sys.executable, "-m", "hub", "--settings", str(tmp_path / "no.toml"), "migrate"]
    ran = subprocess.run(spelt, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("H-SETTINGS-001")
    assert len(ran.stderr.splitlines()) == 1
