from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from edge_agent.errors import SpoolError
from edge_agent.record.spool import Spool
from wire.sealed import generate_identity, open_sealed
from wire.upload import UploadKind

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY, RECIPIENT = generate_identity()
OLD, NEW = "f" * 32, "0" * 32


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", [RECIPIENT])


def _put_media(spool: Spool, interview: str, answer: int, part: int) -> None:
    for kind in ("header", "body", "journal"):
        (spool.interview(interview) / f"{answer}-{part}.media.{kind}").write_bytes(b"12345")


def test_a_transcript_is_sealed_for_the_recipients(spool: Spool) -> None:
    spool.put_transcript(NEW, 2, b"in confidence")
    folder = spool.interview(NEW)
    header = (folder / "2.transcript.header").read_bytes()
    body = (folder / "2.transcript.body").read_bytes()
    assert b"confidence" not in header + body
    assert open_sealed(header, body, IDENTITY) == b"in confidence"


def test_a_corrected_transcript_has_a_key_of_its_own(spool: Spool) -> None:
    headers = set()
    for words in (b"first", b"second"):
        spool.put_transcript(NEW, 0, words)
        header = (spool.interview(NEW) / "0.transcript.header").read_bytes()
        body = (spool.interview(NEW) / "0.transcript.body").read_bytes()
        assert open_sealed(header, body, IDENTITY) == words
        headers.add(header)
    assert len(headers) == 2


def test_segments_wait_oldest_interview_first_and_the_manifest_last(spool: Spool) -> None:
    for interview in (NEW, OLD):
        for part in (10, 2):
            _put_media(spool, interview, 0, part)
        spool.put_manifest(interview, 0, b"{}")
        spool.put_transcript(interview, 0, b"words")
    for path in spool.interview(OLD).iterdir():
        os.utime(path, (1, 1))
    assert [(each.interview_id, each.kind, each.part) for each in spool.waiting()] == [
        (interview, kind, part)
        for interview in (OLD, NEW)
        for kind, part in (
            (UploadKind.MEDIA, 2),
            (UploadKind.MEDIA, 10),
            (UploadKind.TRANSCRIPT, 0),
            (UploadKind.MANIFEST, 0),
        )
    ]


def test_media_wait_for_their_answers_manifest(spool: Spool) -> None:
    _put_media(spool, NEW, 0, 0)
    _put_media(spool, NEW, 1, 0)
    spool.put_manifest(NEW, 1, b"{}")
    assert {each.answer for each in spool.waiting()} == {1}


def test_what_is_confirmed_is_gone_and_the_rest_stays(spool: Spool) -> None:
    _put_media(spool, NEW, 0, 0)
    _put_media(spool, NEW, 0, 1)
    spool.put_manifest(NEW, 0, b"{}")
    assert spool.bytes_waiting() == 32
    spool.confirm(spool.waiting()[0])
    assert spool.bytes_waiting() == 17
    assert [each.part for each in spool.waiting() if each.kind is UploadKind.MEDIA] == [1]
    spool.confirm(spool.waiting()[0])
    spool.confirm(spool.waiting()[0])
    assert spool.bytes_waiting() == 0


@pytest.mark.parametrize("name", ["..", "../" + NEW, "A" * 32, "", NEW + "0"])
def test_a_name_that_is_no_interview_is_refused(spool: Spool, name: str) -> None:
    with pytest.raises(SpoolError):
        spool.put_transcript(name, 0, b"words")


def test_a_spool_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpoolError, match="K-SPOOL-001"):
        Spool(tmp_path / "file" / "spool", [RECIPIENT])
