"""The uploader over loopback: what is cut goes on, and nothing goes before the hub has it."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from edge_agent.app.uploader import UploaderProcess
from edge_agent.record.spool import Spool
from edge_agent.record.tus import TusClient
from edge_agent.record.uploads import Uploads
from tests.fakes.tus_hub import TusHub
from wire.sealed import generate_identity, open_sealed
from wire.upload import UploadKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration
INTERVIEW = "cd" * 16
IDENTITY, RECIPIENT = generate_identity()
BODY = bytes(range(256)) * 10_000  # 2.56 MB: three pieces
FILES = 3


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """Give a spool with one whole answer."""
    spool = Spool(tmp_path / "spool", [RECIPIENT])
    folder = spool.interview(INTERVIEW)
    for name, content in (("header", b"age"), ("body", BODY), ("journal", b"")):
        (folder / f"0-0.media.{name}").write_bytes(content)
    spool.put_transcript(INTERVIEW, 0, b"said in confidence")
    spool.put_manifest(INTERVIEW, 0, b'{"signed": true}')
    return spool


@pytest.fixture
def hub() -> Iterator[TusHub]:
    hub = TusHub()
    yield hub
    hub.close()


@pytest.fixture
def uploader(spool: Spool, hub: TusHub) -> Iterator[UploaderProcess]:
    client = TusClient(hub.url, None)
    yield UploaderProcess(spool, Uploads(spool, client))
    client.close()


def _turns(uploader: UploaderProcess, most: int = 9) -> int:
    """Turn until all is sent; gives how many turns it took."""
    for number in range(1, most):
        if uploader.turn():
            return number
    raise AssertionError(most)


def _assert_all_arrived(spool: Spool, hub: TusHub) -> None:
    assert spool.waiting() == []
    assert spool.bytes_waiting() == 0
    whole = [each for each in hub.uploads if len(each.content) == each.length]
    assert [each.metadata.upload_kind for each in whole] == [
        UploadKind.MEDIA,
        UploadKind.TRANSCRIPT,
        UploadKind.MANIFEST,
    ]
    assert bytes(whole[0].content) == BODY
    for each in whole:
        assert each.metadata.sha256 == hashlib.sha256(each.content).hexdigest()
    transcript = whole[1]
    header = base64.b64decode(transcript.metadata.header)
    assert open_sealed(header, bytes(transcript.content), IDENTITY) == b"said in confidence"


def test_an_answer_arrives_whole_with_its_manifest_last(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    assert uploader.turn()
    _assert_all_arrived(spool, hub)
    assert hub.requests.count("PATCH") == 5


@pytest.mark.parametrize("fault", ["cut", "html", "offset", "full"])
def test_an_upload_that_was_disturbed_goes_on_where_the_hub_is(
    spool: Spool, hub: TusHub, uploader: UploaderProcess, fault: str
) -> None:
    hub.faults = [fault]
    assert _turns(uploader) == 2
    _assert_all_arrived(spool, hub)
    assert len(hub.uploads) == FILES
    sent = hub.requests.count("PATCH")
    assert sent <= 7


def test_a_piece_that_was_altered_on_the_way_is_sent_again(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.faults = ["checksum", "checksum"]
    assert uploader.turn()
    _assert_all_arrived(spool, hub)


def test_a_file_that_is_refused_again_and_again_is_put_aside_and_nothing_is_deleted(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.faults = ["checksum"] * 3
    assert uploader.turn()
    aside = spool.directory / "quarantine" / INTERVIEW
    assert (aside / "0-0.media.body").read_bytes() == BODY
    assert {path.name for path in aside.iterdir()} == {
        "0-0.media.body",
        "0-0.media.header",
        "0-0.media.journal",
    }
    assert spool.waiting() == []


def test_what_the_candidate_refused_is_put_aside_and_the_rest_goes_on(
    spool: Spool, hub: TusHub, uploader: UploaderProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.faults = ["refuse"]
    assert uploader.turn()
    aside = spool.directory / "quarantine" / INTERVIEW
    assert (aside / "0-0.media.body").read_bytes() == BODY
    assert spool.waiting() == []
    assert [one.metadata.upload_kind for one in hub.uploads] == [
        UploadKind.TRANSCRIPT,
        UploadKind.MANIFEST,
    ]
    said = capsys.readouterr().out
    assert "K-SPOOL-002" in said
    assert f"quarantine/{INTERVIEW}" in said


def test_a_kiosk_that_the_hub_does_not_know_keeps_all_for_later(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.faults = ["unknown"]
    assert not uploader.turn()
    assert len(spool.waiting()) == FILES
    assert _turns(uploader) == 1
    _assert_all_arrived(spool, hub)


def test_an_upload_that_the_hub_forgot_is_begun_anew(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.faults = ["cut"]
    assert not uploader.turn()
    hub.faults = ["forget"]
    assert _turns(uploader) == 1
    _assert_all_arrived(spool, hub)
    assert len(hub.uploads) == FILES + 1


@pytest.mark.parametrize("note", [b"", b"{}", b'"\xff"', b'{"address": "\xc3"}', b"[" * 9999])
def test_a_damaged_note_of_an_upload_begins_it_anew(
    uploader: UploaderProcess, spool: Spool, hub: TusHub, note: bytes
) -> None:
    for segment in spool.waiting():
        segment.upload_note.write_bytes(note)
    assert uploader.turn()
    assert len(hub.uploads) == FILES
    assert spool.waiting() == []


def test_a_page_of_somebody_elses_is_not_taken_for_the_hub(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.faults = ["html"] * 3
    assert _turns(uploader) == 4
    _assert_all_arrived(spool, hub)


def test_nothing_is_deleted_before_the_hub_has_confirmed_it(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.confirms = False
    assert not uploader.turn()
    assert len(spool.waiting()) == FILES
    hub.confirms = True
    assert uploader.turn()
    _assert_all_arrived(spool, hub)
    assert len(hub.uploads) == FILES


def test_a_copy_whose_deletion_was_cut_off_is_deleted_without_being_sent_again(
    spool: Spool, hub: TusHub, uploader: UploaderProcess
) -> None:
    hub.confirms = False
    uploader.turn()
    media = spool.waiting()[0]
    for path in media.files[:-1]:
        path.unlink()
    hub.confirms = True
    patches = hub.requests.count("PATCH")
    assert uploader.turn()
    assert spool.waiting() == []
    assert hub.requests.count("PATCH") == patches + 2


def test_a_hub_that_is_away_leaves_everything_where_it_is(spool: Spool) -> None:
    gone = TusHub()
    gone.close()
    client = TusClient(gone.url, None)
    assert not UploaderProcess(spool, Uploads(spool, client)).turn()
    client.close()
    assert len(spool.waiting()) == FILES


def test_a_recording_without_its_manifest_waits(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", [RECIPIENT])
    folder = spool.interview(INTERVIEW)
    (folder / "3-0.media.body").write_bytes(BODY)
    assert spool.waiting() == []
    assert spool.bytes_waiting() == len(BODY)
