"""A withdrawn interview leaves nothing in the spool, and nothing of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edge_agent.record.erasure import erase
from edge_agent.record.spool import Spool
from wire.sealed import generate_identity

if TYPE_CHECKING:
    from pathlib import Path

_, RECIPIENT = generate_identity()
GONE, OTHER = "a" * 32, "b" * 32
MARKER = b"a candidate's very own bytes"


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", [RECIPIENT])


def fill(spool: Spool, interview_id: str) -> None:
    for kind in ("header", "body", "journal"):
        (spool.interview(interview_id) / f"0-0.media.{kind}").write_bytes(MARKER)
    (spool.interview(interview_id) / "0-0.media.body.upload").write_bytes(MARKER)
    spool.put_transcript(interview_id, 0, MARKER)
    spool.put_manifest(interview_id, 0, MARKER)
    spool.quarantine(next(one for one in spool.waiting() if one.interview_id == interview_id))
    for kind in ("header", "body", "journal"):
        (spool.interview(interview_id) / f"0-1.media.{kind}").write_bytes(MARKER)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_every_file_goes_wherever_it_lies(tmp_path: Path, spool: Spool) -> None:
    fill(spool, GONE)
    fill(spool, OTHER)
    others = [path for path in files(tmp_path) if OTHER in str(path)]
    found = erase(spool, GONE)
    assert found["recording_part"] == 2
    assert found["wrapped_key"] == 3
    assert found["manifest"] == 2
    left = [path for path in files(tmp_path) if GONE in str(path)]
    assert left == [tmp_path / "spool" / "withdrawn" / GONE]
    assert left[0].read_bytes() == b""
    assert [path for path in files(tmp_path) if OTHER in str(path)] == others


def test_a_deletion_that_is_done_again_finds_nothing(spool: Spool) -> None:
    fill(spool, GONE)
    erase(spool, GONE)
    assert erase(spool, GONE).total() == 0


def test_what_another_process_still_writes_is_not_kept(tmp_path: Path, spool: Spool) -> None:
    erase(spool, GONE)
    spool.put_transcript(GONE, 0, MARKER)
    spool.put_manifest(GONE, 0, MARKER)
    assert spool.manifests(GONE) == []
    assert [path for path in files(tmp_path) if path.read_bytes()] == []


def test_a_wrapped_key_is_overwritten_before_its_name_goes(tmp_path: Path, spool: Spool) -> None:
    header = spool.interview(GONE) / "0-0.media.header"
    header.write_bytes(MARKER)
    other_name = tmp_path / "same-file"
    other_name.hardlink_to(header)
    erase(spool, GONE)
    assert other_name.read_bytes() == bytes(len(MARKER))


def test_signed_manifests_stay_for_the_receipt_after_the_hub_has_them(spool: Spool) -> None:
    spool.put_manifest(OTHER, 0, MARKER)
    (segment,) = spool.waiting()
    spool.confirm(segment)
    assert spool.manifests(OTHER) == [MARKER]
    spool.forget_manifests(OTHER)
    assert spool.manifests(OTHER) == []
