"""A deletion that is killed anywhere is finished by the next one, and nothing is left."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from edge_agent.publish.outbox import Outbox
from edge_agent.record.spool import Spool
from hub.people import withdrawals
from hub.storage.database import flush, open_engine, reading, writing
from hub.storage.tables.header import Header
from hub.storage.tables.message import MessageRow
from hub.storage.tables.withdrawal import Withdrawal
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from tests.integration.deletion_steps import RECIPIENT, killed_at, on_hub, on_kiosk
from wire.messages.events import AnswerBegan, Withdrawn
from wire.receipt import AskedBy
from wire.topics import Channel

if TYPE_CHECKING:
    from pathlib import Path

    from wire.messages.fields import Durable

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

GONE = "a" * 32
MARKER = b"4321.03125"
MOST_STEPS = 200


def kiosk(folder: Path) -> None:
    outbox, spool = Outbox(folder / "outbox.db"), Spool(folder / "spool", [RECIPIENT])

    def began(seq: int) -> Durable:
        at = datetime.now(UTC)
        return AnswerBegan(stream_id=GONE, seq=seq, pts=float(MARKER), at=at, answer=0, stage=0)

    for _ in range(20):
        outbox.append(Channel.EVENTS, began, GONE)
    outbox.append(
        Channel.EVENTS,
        lambda seq: Withdrawn(stream_id=GONE, seq=seq, pts=0.0, at=datetime.now(UTC)),
        GONE,
    )
    outbox.close()
    for name in ("0-0.media.header", "0-0.media.body", "0-0.media.journal"):
        (spool.interview(GONE) / name).write_bytes(MARKER)
    spool.put_manifest(GONE, 0, MARKER)


def content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_kiosks_deletion_survives_a_kill_at_every_step(tmp_path: Path) -> None:
    filled = tmp_path / "filled"
    filled.mkdir()
    kiosk(filled)
    assert MARKER in content(filled)
    for number in range(1, MOST_STEPS):
        folder = tmp_path / str(number)
        shutil.copytree(filled, folder)
        was_killed = killed_at(on_kiosk, folder, GONE, number)
        outbox = Outbox(folder / "outbox.db")
        assert not was_killed or outbox.to_erase() == [GONE]
        outbox.close()
        if not was_killed:
            break
        assert not killed_at(on_kiosk, folder, GONE, 0)
        assert MARKER not in content(folder)
        shutil.rmtree(folder)
    assert 10 < number < MOST_STEPS - 1


def hub(folder: Path) -> str:
    site = HubSite(folder)
    interview_id = site.held("Gone", Sitting())
    with writing(site.engine) as session:
        asked_by = AskedBy.CANDIDATE_BY_LINK
        withdrawals.mark(session, interview_id, asked_by, "candidate:x", datetime.now(UTC))
    assert flush(site.engine)
    assert flush(site.headers)
    site.close()
    return interview_id


def rows_left(folder: Path, interview_id: str) -> tuple[int, int, bool]:
    """Count messages and wrapped keys, and say whether the deletion is told to be done."""
    main = open_engine(f"sqlite:///{folder / 'hub.db'}")
    headers = open_engine(f"sqlite:///{folder / 'headers.db'}")
    with reading(main) as session:
        its = MessageRow.stream_id == interview_id
        messages = len(session.scalars(select(MessageRow.seq).where(its)).all())
        is_done = session.get_one(Withdrawal, interview_id).deleted_at is not None
    with reading(headers) as session:
        keys = len(session.scalars(select(Header.recording_id)).all())
    main.dispose()
    headers.dispose()
    return messages, keys, is_done


def test_a_hubs_deletion_survives_a_kill_at_every_step(tmp_path: Path) -> None:
    folder, kept = tmp_path / "hub", tmp_path / "kept"
    interview_id = hub(folder)
    shutil.copytree(folder, kept)
    kills = 0
    for number in range(1, MOST_STEPS, 3):
        was_killed = killed_at(on_hub, folder, interview_id, number)
        messages, _, is_done = rows_left(folder, interview_id)
        assert is_done == (messages == 0), "told to be done with something left"
        if not was_killed:
            break
        kills += 1
        assert not killed_at(on_hub, folder, interview_id, 0)
        assert rows_left(folder, interview_id) == (0, 0, True)
        assert not (folder / "recordings" / interview_id).exists()
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
    assert kills > 3
