from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.web.openings import IDLE_S, LONGEST_S
from tests.fakes.hub_site import PASSWORD
from tests.fakes.small_recording import small_recording
from wire.fragment_index import with_index
from wire.fragments import boxes

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.unit.hub.web.conftest import Sample

ANSWER = 1
SECONDS = 28


@pytest.fixture
def address(sample: Sample) -> str:
    recording = sample.hub.recordings(sample.interview_id, "media")[ANSWER]
    return f"/recordings/{recording.id}/video"


@pytest.fixture
def browser(sample: Sample) -> HubBrowser:
    return sample.browser(Role.HR_MANAGER)


@pytest.fixture(scope="module")
def played() -> bytes:
    media = small_recording(SECONDS)
    head = media.fragments[0].length
    return with_index(media.plaintext[:head], media.fragments) + media.plaintext[head:-8]


def openings(sample: Sample) -> int:
    wanted = select(func.count()).where(AuditEntry.action == "open_recording")
    with reading(sample.hub.engine) as session:
        return session.scalar(wanted) or 0


def test_the_whole_recording_is_what_was_sealed_with_an_index(
    browser: HubBrowser, address: str, played: bytes
) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.content == played
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "no-store"
    assert [box.kind for box in boxes(answer.content)][:3] == [b"ftyp", b"moov", b"sidx"]


@pytest.mark.parametrize(
    "asked", ["0-", "0-0", "65535-65536", "100000-300000", "-1", "-100000", "70000-99999999"]
)
def test_a_range_is_that_slice_of_the_whole(
    asked: str, browser: HubBrowser, address: str, played: bytes
) -> None:
    answer = browser.get(address, range=f"bytes={asked}")
    start, _, end = asked.partition("-")
    first = int(start) if start else len(played) - int(end)
    last = min(int(end), len(played) - 1) if start and end else len(played) - 1
    assert answer.status_code == 206
    assert answer.content == played[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(played)}"


def test_a_range_behind_the_end_is_refused_with_the_length(
    browser: HubBrowser, address: str, played: bytes
) -> None:
    answer = browser.get(address, range=f"bytes={len(played)}-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(played)}"


def test_several_ranges_get_the_whole_recording(browser: HubBrowser, address: str) -> None:
    assert browser.get(address, range="bytes=0-1,5-6").status_code == 200


def test_a_range_of_another_version_gets_the_whole_recording(
    browser: HubBrowser, address: str
) -> None:
    etag = browser.get(address, range="bytes=0-0").headers["etag"]
    assert browser.get(address, range="bytes=0-0", if_range=etag).status_code == 206
    assert browser.get(address, range="bytes=0-0", if_range='"other"').status_code == 200


def test_head_tells_the_length_and_sends_nothing(
    browser: HubBrowser, address: str, played: bytes
) -> None:
    answer = browser.client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == len(played)


def test_one_session_opens_a_recording_once_until_it_rests(
    sample: Sample, browser: HubBrowser, address: str
) -> None:
    before = openings(sample)
    for start in (0, 70_000, 140_000):
        browser.get(address, range=f"bytes={start}-{start + 9}")
    assert openings(sample) == before + 1
    browser.wait(IDLE_S + 1)
    browser.get(address, range="bytes=0-9")
    assert openings(sample) == before + 2


def test_watching_for_very_long_is_another_opening_which_wants_the_password_again(
    sample: Sample, browser: HubBrowser, address: str
) -> None:
    before, said = openings(sample), []
    for _ in range(int(LONGEST_S / IDLE_S) + 2):
        said.append(browser.get(address, range="bytes=0-9").status_code)
        browser.wait(IDLE_S - 1)
    assert said == [206] * (len(said) - 1) + [401]
    assert openings(sample) == before + 1
    browser.post("/step-up", proof=PASSWORD)
    assert browser.get(address, range="bytes=0-9").status_code == 206
    assert openings(sample) == before + 2


def test_each_person_opens_for_themselves(sample: Sample, address: str) -> None:
    before = openings(sample)
    for role in (Role.HR_MANAGER, Role.INTERVIEWER):
        sample.browser(role).get(address, range="bytes=0-9")
    assert openings(sample) == before + 2


def test_every_file_key_that_was_given_has_its_audit_entry(
    sample: Sample, browser: HubBrowser, address: str
) -> None:
    browser.get(address, range="bytes=0-9")
    with reading(sample.hub.engine) as session:
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert newest is not None
    assert (newest.actor, newest.action) == (sample.actor(Role.HR_MANAGER), "open_recording")
    given = sample.hub.vault.receipts(0)[-1]
    assert newest.subject == given.subject == address.split("/")[2]
    assert (given.entry, given.entry_hash) == (newest.id, newest.hash)


def test_an_altered_chunk_is_an_error_page_and_other_chunks_still_play(
    sample: Sample, browser: HubBrowser
) -> None:
    row = sample.hub.recordings(sample.interview_id, "media")[3]
    path = sample.hub.settings.store_dir / row.body
    whole = path.read_bytes()
    altered = bytearray(whole)
    altered[150_000] ^= 1
    path.write_bytes(altered)
    try:
        bad = browser.get(f"/recordings/{row.id}/video", range="bytes=131072-131090")
        good = browser.get(f"/recordings/{row.id}/video", range="bytes=65536-65550")
    finally:
        path.write_bytes(whole)
    assert (bad.status_code, good.status_code) == (503, 206)
    assert "W-SEALED-001" in bad.text


def test_opening_the_transcript_is_one_audit_entry_for_each_answer(
    sample: Sample, browser: HubBrowser
) -> None:
    before = openings(sample)
    page = browser.get(f"/interviews/{sample.interview_id}").text
    assert openings(sample) == before
    assert "balance" not in page
    opened = browser.post(f"/interviews/{sample.interview_id}/transcript").text
    assert openings(sample) == before + 4
    assert ">balance</span>" in opened
