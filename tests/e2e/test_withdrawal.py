"""A candidate withdraws in the middle: what kiosk, broker and hub held is on no disk any more."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from tests.e2e.disks import traces, where
from tests.e2e.processes import pid_of
from wire import receipt_file
from wire.identity import certificate_of
from wire.language import Language
from wire.policy import Profile, purposes
from wire.receipt import AskedBy, DeletionReceipt, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioning.demo.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

ANSWER = (
    "I checked the cash flow and the collateral, and I saw a warning sign. I told my manager the "
    "same day. Together we lowered the limit, and I kept monitoring the account every month."
)
_PATIENCE_S = 120.0
_ANSWERED_S = 8.0


@dataclass(frozen=True)
class Withdrawn:
    """A site whose candidate has withdrawn, and what it held before."""

    folder: Path
    interview_id: str
    before: set[bytes]
    row: sqlite3.Row
    page: str
    authority: Path


def _until(is_so: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + _PATIENCE_S
    while not (found := is_so()):
        assert time.monotonic() < deadline, what
        time.sleep(0.2)
    return found


def _rows(path: Path, query: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(query).fetchall()


class Visitor:
    """Presses the candidate page's buttons."""

    def __init__(self, page: httpx.Client) -> None:
        self._page = page

    def state(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = self._page.get("/state").json()
        except httpx.TransportError:
            return {"phase": "starting", "receipt": False, "stage": -1, "take_over": False}
        return told

    def post(self, path: str, **form: str) -> None:
        assert self._page.post(path, data=form).status_code < httpx.codes.BAD_REQUEST, path

    def until(self, is_so: Callable[[dict[str, Any]], bool]) -> None:
        _until(lambda: is_so(self.state()), "the page did not follow")

    def begin(self, code: str) -> None:
        ScriptedCandidate(self._page, lambda _: None).wait_until_ready()
        self.post("/begin", language="en")
        self.post("/check-in", code=code)
        self.post("/understood")
        self.post("/consent", **{one.value: "on" for one in purposes(Profile.CN)})
        self.until(lambda told: told["phase"] == "check")
        self.post("/ready")

    def answer(self, seconds: float) -> None:
        self.post("/answer")
        self.until(lambda told: told["phase"] == "answering" and told["elapsed_s"] > seconds)


def _sit(place: Site, page: httpx.Client, code: str, interview_id: str) -> set[bytes]:
    """Answer once, begin to answer again, and withdraw in the middle of it."""
    visitor = Visitor(page)
    visitor.begin(code)
    visitor.until(lambda told: told["phase"] == "question")
    visitor.post("/next")  # the file has no sound for the introduction
    visitor.until(lambda told: told["stage"] == 1 and told["phase"] == "question")
    visitor.answer(_ANSWERED_S)
    visitor.post("/next")
    visitor.until(lambda told: told["phase"] == "review")
    visitor.post("/next")
    visitor.until(lambda told: told["phase"] == "question")
    visitor.post("/answer")
    visitor.until(lambda told: told["phase"] == "answering")
    hub = place.folder / "hub" / "hub.db"
    stored = "SELECT id FROM recording"
    _until(lambda: _rows(hub, stored), "nothing was uploaded")
    before = traces(place.folder)
    visitor.post("/withdraw")
    os.kill(pid_of(place.kiosk_settings, "agent"), signal.SIGKILL)
    visitor.until(lambda told: told["phase"] == "withdrawn" and told["receipt"])
    assert interview_id
    return before


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Withdrawn]:
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
        with site.up(place), httpx.Client(base_url=place.page_address, timeout=30) as page:
            code = place.check_in_code(interview_id)
            before = _sit(place, page, code, interview_id)
            hub = place.folder / "hub" / "hub.db"
            done = (
                "SELECT * FROM withdrawal WHERE flushed_at IS NOT NULL"
                " AND kiosk_receipt IS NOT NULL"
            )
            (row,) = _until(lambda: _rows(hub, done), "the hub did not delete")
            shown = page.get("/").text
        authority = next(place.folder.rglob("authority.crt"))
        yield Withdrawn(place.folder, interview_id, before, row, shown, authority)


def test_there_was_something_to_delete(withdrawn: Withdrawn) -> None:
    assert len(withdrawn.before) > 50


def test_nothing_of_it_is_left_on_any_disk(withdrawn: Withdrawn) -> None:
    assert where(withdrawn.folder, withdrawn.before) == {}


def test_both_places_say_under_their_signature_what_they_deleted(withdrawn: Withdrawn) -> None:
    root = certificate_of(withdrawn.authority.read_bytes())
    kiosk = receipt_file.verify(withdrawn.row["kiosk_receipt"], root)
    hub = receipt_file.verify(withdrawn.row["receipt"], root)
    assert isinstance(kiosk, DeletionReceipt)
    assert isinstance(hub, DeletionReceipt)
    assert (kiosk.place, hub.place) == (Place.KIOSK, Place.HUB)
    assert hub.asked_by is AskedBy.CANDIDATE_AT_KIOSK
    assert {one.what for one in hub.deleted} >= {"message", "recording", "wrapped_key"}
    assert {one.what for one in kiosk.deleted}


def test_the_candidate_reads_that_nothing_is_left(withdrawn: Withdrawn) -> None:
    assert "Nothing of your interview is left on this kiosk." in withdrawn.page
    assert "/receipt.svg" in withdrawn.page


def test_no_interview_is_left_open(withdrawn: Withdrawn) -> None:
    (row,) = _rows(
        withdrawn.folder / "hub" / "hub.db",
        f"SELECT state, ending FROM interview WHERE interview_id = '{withdrawn.interview_id}'",  # noqa: S608 - 32 hex digits
    )
    assert tuple(row) == ("ended", "withdrawn")
