"""What the hub takes of a kiosk's receipts, and what a receipt of a deletion does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import structs
from starlette.requests import Request

from hub.ingest.receipts import ReceiptDesk
from hub.people.withdrawals import mark
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.interview_receipt import InterviewReceipt
from hub.storage.tables.withdrawal import Withdrawal
from hub.storage.withdrawn import is_withdrawn
from hub.workflow import kiosks
from tests.fakes import hub_database
from tests.fakes.receipts import KIOSK, Signer, deletion_of, receipt_of, site
from wire import receipt_file
from wire.receipt import AskedBy, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.hub_database import HubDatabase

NOW = datetime.now(UTC)
KIOSK_SIGNER, HUB_SIGNER = site(NOW)
OTHER_SITE, _ = site(NOW)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[HubDatabase]:
    made = hub_database.make(tmp_path)
    kiosks.add(made.engine, KIOSK)
    yield made
    made.close()


def put(database: HubDatabase, kind: str, file: bytes, peer: Signer = KIOSK_SIGNER) -> int:
    """Send a file as a kiosk's connection brings it; gives the answer's status."""
    desk = ReceiptDesk(database.engine, KIOSK_SIGNER.authority)
    sent = [{"type": "http.request", "body": file, "more_body": False}]

    async def receive() -> Any:
        return sent.pop()

    scope = {
        "type": "http",
        "method": "PUT",
        "headers": [],
        "path_params": {"interview_id": database.interview_id, "kind": kind},
        "interview_kiosk.peer": peer.certificate.public_bytes(Encoding.DER),
    }
    return asyncio.run(desk.take(Request(scope, receive))).status_code


def held(database: HubDatabase, signer: Signer = KIOSK_SIGNER) -> bytes:
    made = structs.replace(receipt_of(signer, NOW), interview_id=database.interview_id)
    return receipt_file.sign(made, signer.key)


def deleted(database: HubDatabase, asked_by: AskedBy = AskedBy.CANDIDATE_AT_KIOSK) -> bytes:
    made = deletion_of(KIOSK_SIGNER, Place.KIOSK, NOW)
    of_it = structs.replace(made, interview_id=database.interview_id, asked_by=asked_by)
    return receipt_file.sign(of_it, KIOSK_SIGNER.key)


@pytest.fixture
def own(database: HubDatabase) -> HubDatabase:
    """Let the interview be the receipts' kiosk's."""
    with writing(database.engine) as session:
        session.get_one(Interview, database.interview_id).kiosk_id = KIOSK
    return database


def test_a_receipt_is_kept_exactly_as_it_came(own: HubDatabase) -> None:
    file = held(own)
    assert put(own, "interview", file) == 204
    with reading(own.engine) as session:
        assert session.get_one(InterviewReceipt, own.interview_id).file == file


def test_a_receipt_of_a_withdrawn_interview_is_gone(own: HubDatabase) -> None:
    with writing(own.engine) as session:
        mark(session, own.interview_id, AskedBy.CANDIDATE_BY_LINK, "candidate:x", NOW)
    assert put(own, "interview", held(own)) == 410
    assert own.count(InterviewReceipt) == 0


@pytest.mark.parametrize("asked_by", [AskedBy.CANDIDATE_AT_KIOSK, AskedBy.HUB])
def test_a_hub_that_knew_of_no_withdrawal_learns_it_from_the_deletion(
    own: HubDatabase, asked_by: AskedBy
) -> None:
    file = deleted(own, asked_by)
    assert put(own, "deletion", file) == 204
    with reading(own.engine) as session:
        assert is_withdrawn(session, own.interview_id)
        row = session.get_one(Withdrawal, own.interview_id)
    assert (row.asked_by, row.kiosk_receipt) == (asked_by.value, file)
    assert row.kiosk_deleted_at is not None


def test_another_kiosks_interview_is_not_found(database: HubDatabase) -> None:
    assert put(database, "interview", held(database)) == 404
    assert put(database, "deletion", deleted(database)) == 404


def test_what_does_not_hold_is_refused(own: HubDatabase) -> None:
    file = held(own)
    assert put(own, "deletion", file) == 422
    assert put(own, "interview", file[:-40] + file[-39:]) == 422
    assert put(own, "interview", held(own, OTHER_SITE)) == 422
    assert put(own, "interview", file, peer=HUB_SIGNER) == 422
    assert own.count(InterviewReceipt) == 0
