"""Writer, journal and recovery together: whatever is cut, the rest opens and plays."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.errors import SpoolError
from edge_agent.record.journal import PartBegan
from edge_agent.record.part_files import PartFiles
from edge_agent.record.part_recorder import PartRecorder, Shape
from edge_agent.record.part_writer import PartWriter
from edge_agent.record.recovery import close_cut_part
from tests.fakes.media_files import grey, noise
from wire.fragments import boxes, find
from wire.sealed import CHUNK, NONCE, SEALED_CHUNK, closing_chunk, generate_identity, open_sealed
from wire.sealed import unwrap as unwrap_header

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edge_agent.record.part_files import PartRecord

IDENTITY, RECIPIENT = generate_identity()
RATE = 48_000
SECONDS = 5
PICTURE_RATE = 10
CLOSING_BOX = b"\x00\x00\x00\x08free"


def _began() -> PartBegan:
    return PartBegan(
        interview_id="a" * 32,
        answer=0,
        part=0,
        start=10.0,
        policy_hash="0" * 64,
        model_hashes=(),
    )


def record(
    folder: Path, keep: Callable[[float], bool] = lambda _: True, seconds: float = SECONDS
) -> PartFiles:
    """Record grey pictures (those that `keep` keeps, by their time) and noise."""
    files = PartFiles.of(folder, 0, 0)
    shape = Shape(size=(96, 64), sound_rate=RATE, bit_rate=400_000, source_waits=True)
    recorder = PartRecorder(PartWriter(files, [RECIPIENT], _began()), shape, 10.0)
    samples = noise(RATE)
    for tick in range(round(seconds * PICTURE_RATE)):
        at = tick / PICTURE_RATE
        if keep(at):
            recorder.add(Frame(10.0 + at, 0.0, grey(40 + tick, (96, 64))))
        recorder.add(AudioChunk(10.0 + at, 0.0, RATE, samples[: RATE // PICTURE_RATE]))
    recorder.finish(10.0 + seconds)
    recorder.join()
    assert not recorder.has_failed
    return files


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> PartFiles:
    return record(tmp_path_factory.mktemp("whole"))


def opened(files: PartFiles) -> bytes:
    return open_sealed(files.header.read_bytes(), files.body.read_bytes(), IDENTITY)


def opened_by_the_hub(files: PartFiles) -> bytes:
    """Append the last chunk as the hub does, then open."""
    header, body = files.header.read_bytes(), files.body.read_bytes()
    index, rest = divmod(len(body) - NONCE, SEALED_CHUNK)
    assert rest == 0
    last = closing_chunk(unwrap_header(header, IDENTITY), body[:NONCE], index, CLOSING_BOX)
    return open_sealed(header, body + last, IDENTITY)


def said(files: PartFiles) -> PartRecord:
    found = files.read_journal()
    assert found is not None
    return found


def played(content: bytes) -> tuple[int, float, float]:
    """Give the number of pictures, and the seconds of picture and of sound."""
    with av.open(io.BytesIO(content), "r") as container:
        pictures = sum(1 for _ in container.decode(video=0))
        times = [float((s.duration or 0) * (s.time_base or 0)) for s in container.streams]
    return pictures, times[0], times[1]


def test_a_recording_plays_whole_with_the_right_lengths(whole: PartFiles) -> None:
    pictures, picture_s, sound_s = played(opened(whole))
    assert pictures == SECONDS * PICTURE_RATE
    assert picture_s == pytest.approx(SECONDS, abs=0.1)
    assert sound_s == pytest.approx(SECONDS, abs=0.03)


def test_the_recorded_sound_is_what_was_said_at_its_time(tmp_path: Path) -> None:
    content = opened(record(tmp_path, seconds=2))
    with av.open(io.BytesIO(content), "r") as container:
        heard = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])
    told = np.tile(noise(RATE)[: RATE // PICTURE_RATE] / 32768, 20)
    likeness = np.correlate(heard[: RATE + 4800], told[:RATE], "valid")
    assert abs(int(np.argmax(likeness)) - 312) <= 48 or int(np.argmax(likeness)) <= 48


def test_every_fragment_is_journalled_where_it_lies(whole: PartFiles) -> None:
    content, journal = opened(whole), said(whole)
    assert [each.offset for each in journal.fragments] == [
        0,
        *(each.offset + each.length for each in journal.fragments[:-1]),
    ]
    for number, each in enumerate(journal.fragments):
        fragment = content[each.offset : each.offset + each.length]
        kinds = [box.kind for box in boxes(fragment)]
        assert len(fragment) % CHUNK == 0
        assert [kind for kind in kinds if kind != b"free"] == (
            [b"moof", b"mdat"] if number else [b"ftyp", b"moov"]
        )
    last = journal.fragments[-1]
    assert content[last.offset + last.length :] == CLOSING_BOX


def _pictures(fragment: bytes) -> int:
    """Count the samples of the first track's runs."""
    traf = next(find(fragment, (b"moof", b"traf")))
    runs = find(fragment, (b"trun",), traf)
    return sum(int.from_bytes(fragment[run.content + 4 : run.content + 8], "big") for run in runs)


def test_the_fragments_hold_every_picture_and_follow_each_other_in_time(whole: PartFiles) -> None:
    journal, content = said(whole), opened(whole)
    played_ones = journal.fragments[1:]
    ends = [each.start + each.duration for each in played_ones]
    starts = [each.start for each in played_ones]
    assert starts[1:] == pytest.approx(ends[:-1], abs=1e-4)
    assert max(each.duration for each in journal.fragments) <= 1.02
    counts = [_pictures(content[each.offset : each.offset + each.length]) for each in played_ones]
    assert journal.ended is not None
    assert sum(counts) == journal.ended.frames_recorded == SECONDS * PICTURE_RATE


def test_the_hash_is_of_the_stock_age_file(whole: PartFiles) -> None:
    ended = said(whole).ended
    content = whole.header.read_bytes() + whole.body.read_bytes()
    assert ended is not None
    assert ended.sha256 == hashlib.sha256(content).hexdigest()
    assert ended.body_sha256 == hashlib.sha256(whole.body.read_bytes()).hexdigest()
    assert ended.bytes == len(content)


def test_nothing_on_the_disk_can_be_seen_or_heard(whole: PartFiles) -> None:
    content = opened(whole)
    planted = [b"ftyp", b"moov", b"moof", b"mdat", content[70000:70032], content[-140000:-139968]]
    for path in whole.body.parent.iterdir():
        raw = path.read_bytes()
        assert not [words for words in planted if words in raw], path.name


def _copy(whole: PartFiles, folder: Path) -> PartFiles:
    for path in whole.body.parent.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return PartFiles.of(folder, 0, 0)


def _cut(path: Path, at: int) -> None:
    path.write_bytes(path.read_bytes()[:at])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_part_cut_anywhere_opens_and_plays_up_to_its_journal(
    whole: PartFiles, tmp_path: Path, data: st.DataObject
) -> None:
    """A crash leaves any prefix of the journal and at least the body that it names."""
    files = _copy(whole, tmp_path)
    lines = files.journal.read_bytes()
    ended_at = lines.rindex(b"\n", 0, -1) + 1
    cut = data.draw(st.integers(0, ended_at), label="journal")
    _cut(files.journal, cut)
    kept = said(files).fragments if cut > lines.index(b"\n") else ()
    sealed = NONCE + sum(each.length for each in kept) // CHUNK * SEALED_CHUNK
    _cut(files.body, data.draw(st.integers(sealed, files.body.stat().st_size), label="body"))

    assert close_cut_part(files) == (len(kept) > 1)
    if len(kept) > 1:
        record = said(files)
        assert record.fragments == kept
        assert record.ended is not None
        assert record.ended.truncated
        content = opened_by_the_hub(files)
        assert content == opened(whole)[: len(content) - 8] + CLOSING_BOX
        assert played(content)[1] == pytest.approx(record.duration, abs=0.11)
        stock = files.header.read_bytes() + files.body.read_bytes()
        assert record.ended.sha256 == hashlib.sha256(stock).hexdigest()
    else:
        assert list(tmp_path.iterdir()) == []


def test_a_closed_part_is_left_as_it_is(whole: PartFiles, tmp_path: Path) -> None:
    files = _copy(whole, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert close_cut_part(files)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_part_whose_body_rotted_is_kept_up_to_the_bad_fragment(
    whole: PartFiles, tmp_path: Path
) -> None:
    files = _copy(whole, tmp_path)
    third = said(whole).fragments[2]
    _cut(files.journal, files.journal.read_bytes().rindex(b"\n", 0, -1) + 1)
    body = bytearray(files.body.read_bytes())
    body[NONCE + third.offset // CHUNK * SEALED_CHUNK + 5] ^= 1
    files.body.write_bytes(body)
    assert close_cut_part(files)
    assert len(said(files).fragments) == 2


def test_an_answer_whose_camera_is_dead_still_has_its_sound(tmp_path: Path) -> None:
    files = record(tmp_path, keep=lambda _: False, seconds=3)
    pictures, _, sound_s = played(opened(files))
    journal = said(files)
    assert sound_s == pytest.approx(3.0, abs=0.03)
    assert pictures == 3
    assert journal.ended is not None
    assert journal.ended.frames_recorded == 0
    assert [(gap.start, gap.end) for gap in journal.gaps] == [(10.0, 13.0)]


def test_a_camera_lost_for_a_while_is_a_gap_and_fragments_stay_short(tmp_path: Path) -> None:
    files = record(tmp_path, keep=lambda at: not 1.05 < at < 3.55, seconds=5)
    journal = said(files)
    assert [(gap.start, gap.end) for gap in journal.gaps] == [(11.0, 13.6)]
    assert max(each.duration for each in journal.fragments) <= 1.2


def test_a_part_is_never_begun_over_another_one(tmp_path: Path) -> None:
    files = PartFiles.of(tmp_path, 0, 0)
    PartWriter(files, [RECIPIENT], _began()).abandon()
    with pytest.raises(SpoolError, match="K-SPOOL-001"):
        PartWriter(files, [RECIPIENT], _began())
