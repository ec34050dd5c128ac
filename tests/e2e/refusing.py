"""Candidates who agree to different things, one after the other at the kiosk of one site."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from provisioning.demo.media import Media, Take
from tests.e2e.processes import pid_of
from tests.e2e.tap import TappedBroker
from wire import receipt_file
from wire.identity import certificate_of
from wire.language import Language
from wire.policy import Profile, Purpose
from wire.receipt import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from provisioning.demo.site import Site

ANSWER = (
    "I checked the cash flow and the collateral, and I saw a warning sign. "
    "I told my manager the same day, and we lowered the limit."
)
STAGES = (0, 1)
"""Those that the candidate answers."""
_PATIENCE_S = 120.0
_OF_HUB = "watermark"
_MESSAGES = "SELECT kind FROM message WHERE stream_id = ?"
_SEALED = "SELECT kind FROM recording WHERE interview_id = ?"


@dataclass(frozen=True)
class Visit:
    """What an interview has left, wherever something of it could be."""

    name: str
    interview_id: str
    granted: frozenset[Purpose]
    last_page: str
    """Of the kiosk, as the candidate left it."""
    published: Counter[str]
    """What crossed the broker, by the kind of message."""
    on_kiosk: Counter[str]
    """What stands in the outbox."""
    on_hub: Counter[str]
    files: Counter[str]
    """Sealed files that the hub has, by their kind."""
    named_after_it: tuple[str, ...]
    """Files of the site, kiosk and hub, whose path has the interview's identifier."""
    row: sqlite3.Row
    """The interview on the hub."""
    score: dict[str, Any] | None
    receipt: Receipt


@contextmanager
def kiosk_site(folder: Path) -> Iterator[Site]:
    """Run a whole site whose replay answers two stages as fast as the models go."""
    spoken = folder / "answer.wav"
    subprocess.run(["espeak-ng", "-s", "150", "-w", str(spoken), ANSWER], check=True)
    clip = media.of_user(None, spoken, options.PACKAGED_MEDIA)
    assert clip is not None
    takes = tuple(Take(stage, 0.0, clip.length_s) for stage in STAGES)
    with tempfile.TemporaryDirectory(prefix="kiosk-") as sockets:
        place = site.prepare(folder / "site", Path(sockets), Profile.CN)
        replay = Media(clip.video, clip.audio, takes)
        site.set_up_kiosk(place, replay, Language.EN, "max", options.MODELS)
        site.set_up_hub(place)
        with site.up(place, TappedBroker):
            yield place


def visit(place: Site, name: str, granted: Collection[Purpose]) -> Visit:
    """Let a candidate come, agree to `granted` and to nothing else, and go to the end."""
    interview_id = place.schedule(name, "bank-account-manager")
    with httpx.Client(base_url=place.page_address, timeout=30) as page:
        candidate = ScriptedCandidate(page, lambda _: None)
        assert candidate.wait_until_ready() == interview_id
        lengths = dict.fromkeys(STAGES, 10.0)
        candidate.sit(Language.EN, granted, lengths, place.check_in_code(interview_id))
        last_page = page.get("/").text
    kiosk, hub = place.folder / "kiosk" / "state" / "outbox.db", place.folder / "hub" / "hub.db"
    until(lambda: _is_settled(place, interview_id, granted), f"{name}: something is on its way")
    # The last page stays for a minute; an agent that begins anew is free at once.
    os.kill(pid_of(place.kiosk_settings, "agent"), signal.SIGKILL)
    (row,) = rows(hub, "SELECT * FROM interview WHERE interview_id = ?", interview_id)
    scores = rows(hub, "SELECT result FROM score WHERE interview_id = ?", interview_id)
    return Visit(
        name=name,
        interview_id=interview_id,
        granted=frozenset(granted),
        last_page=last_page,
        published=Counter(_published(interview_id)),
        on_kiosk=Counter(one["kind"] for one in rows(kiosk, _MESSAGES, interview_id)),
        on_hub=Counter(one["kind"] for one in rows(hub, _MESSAGES, interview_id)),
        files=Counter(one["kind"] for one in rows(hub, _SEALED, interview_id)),
        named_after_it=tuple(_named_after(place.folder, interview_id)),
        row=row,
        score=json.loads(scores[0]["result"]) if scores else None,
        receipt=_receipt(place, interview_id),
    )


def rows(path: Path, query: str, *values: str) -> list[sqlite3.Row]:
    """Read a database that others write."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(query, values).fetchall()


def _is_settled(place: Site, interview_id: str, granted: Collection[Purpose]) -> bool:
    """Say whether the kiosk has nothing left to send, and the hub has all that is to come."""
    kiosk, hub = place.folder / "kiosk" / "state", place.folder / "hub" / "hub.db"
    waiting = rows(kiosk / "outbox.db", "SELECT seq FROM message WHERE durable_at IS NULL")
    in_spool = [path for path in (kiosk / "spool").rglob("*") if path.is_file()]
    needed = ["SELECT 1 FROM interview_receipt WHERE interview_id = ?"]
    if Purpose.RECORDING in granted:
        needed.append("SELECT 1 FROM score WHERE interview_id = ?")
    has_all = all(rows(hub, one, interview_id) for one in needed)
    return not waiting and not in_spool and has_all


def _published(interview_id: str) -> Iterator[str]:
    for _, payload in tuple(TappedBroker.crossed):
        message = json.loads(payload) if payload else {}
        if message.get("stream_id") == interview_id and message["kind"] != _OF_HUB:
            yield message["kind"]


def _named_after(folder: Path, interview_id: str) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and interview_id in str(path):
            yield str(path.relative_to(folder))


def _receipt(place: Site, interview_id: str) -> Receipt:
    query = "SELECT file FROM interview_receipt WHERE interview_id = ?"
    (row,) = rows(place.folder / "hub" / "hub.db", query, interview_id)
    root = certificate_of(next(place.folder.rglob("authority.crt")).read_bytes())
    receipt = receipt_file.verify(row["file"], root)
    assert isinstance(receipt, Receipt)
    return receipt


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for a fact."""
    deadline = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)
