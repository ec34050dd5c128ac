"""The straight line: from camera and microphone to the report, with nothing replaced."""

from __future__ import annotations

import hashlib
import io
import math
import subprocess
from typing import TYPE_CHECKING

import av
import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Finished

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

TOP = {
    "interview_id", "kiosk_id", "language", "profile", "windows", "events", "sequence_gaps",
    "duplicates", "vision", "speech", "recordings", "latency_ms", "score", "policy_hash",
    "model_hashes", "answers", "composure",
}  # fmt: skip
VISION = {
    "frames_seen", "frames_skipped", "face_share", "blinks", "smiles", "brow_lowerings",
    "gaze_away_s", "face_measured_s", "smile_s", "gaze_away_episodes", "head_yaw", "head_pitch",
    "head_roll", "body",
}  # fmt: skip
SPEECH = {"speech_s", "words", "transcript", "keyword_hits"}
ANSWER = {
    "answer", "sound", "picture", "other_speech_s", "topic", "topic_similarity", "coherence",
    "sentence_similarity", "words", "rate", "pauses", "pause_s", "fillers", "capture",
    "brow_lowerings", "gestures",
}  # fmt: skip
CAPTURE = {
    "snr", "noise", "clipped", "far_end_s", "framed", "dark", "frozen", "several_faces",
    "brightness", "sync_s",
}  # fmt: skip
COMPOSURE = {"answer", "value", "why_not", "parts"}
PART = {"name", "value", "reference", "contribution", "most", "spans"}
HIT = {"answer", "competency", "group", "start_s", "end_s"}
RECORDING = {"answer", "path", "bytes", "sha256", "duration_s", "truncated"}
COMPETENCY = {"name", "score", "why", "evidence"}
EVIDENCE = {"answer", "start_s", "end_s", "why"}


def opened(interview: Finished, path: str) -> bytes:
    """Decrypt an exported recording with the stock age program."""
    command = ["age", "--decrypt", "-i", str(interview.identity), str(interview.folder / path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_the_report_has_every_field_and_no_other(interview: Finished) -> None:
    report = interview.report
    assert set(report) == TOP
    assert set(report["vision"]) == VISION
    assert set(report["speech"]) == SPEECH
    assert set(report["score"]) == {"total", "interval", "competencies"}
    for one in report["latency_ms"].values():
        assert set(one) == {"p50", "p95", "p99"}
    competencies = report["score"]["competencies"]
    for fields, rows in (
        (HIT, report["speech"]["keyword_hits"]),
        (RECORDING, report["recordings"]),
        (COMPETENCY, competencies),
        (ANSWER, report["answers"]),
        (CAPTURE, [one["capture"] for one in report["answers"]]),
        (COMPOSURE, report["composure"]),
        (PART, [part for one in report["composure"] for part in one["parts"]]),
        (EVIDENCE, [span for one in competencies for span in one["evidence"]]),
    ):
        assert all(set(row) == fields for row in rows)


def test_nothing_is_lost_or_counted_twice(interview: Finished) -> None:
    report = interview.report
    assert report["sequence_gaps"] == 0
    assert report["duplicates"] == 0
    assert report["vision"]["frames_skipped"] == 0
    lengths = [one["duration_s"] for one in report["recordings"]]
    assert abs(report["windows"] - sum(math.ceil(length) for length in lengths)) <= len(lengths)


def test_the_face_is_seen_and_the_voice_understood(interview: Finished) -> None:
    report = interview.report
    assert report["vision"]["face_share"] > 0.95
    assert report["vision"]["frames_seen"] > 10 * report["windows"]
    transcript = report["speech"]["transcript"].lower()
    for said in ("best of times", "warning sign", "hiking in the mountains"):
        assert said in transcript
    assert report["speech"]["words"] > 200


def test_an_answer_beside_the_question_is_told_from_one_that_is_to_it(
    interview: Finished,
) -> None:
    topics = {one["answer"]: one["topic"] for one in interview.report["answers"]}
    assert topics == {0: "cannot_tell", 1: "on_topic", 2: "off_topic"}
    assert {one["sound"] for one in interview.report["answers"]} == {"good"}


def test_each_answer_says_how_it_was_spoken_and_captured(interview: Finished) -> None:
    for one in interview.report["answers"]:
        assert 100 < one["rate"] < 400
        assert one["words"] > 20
        assert one["capture"]["snr"] > 15
        assert one["capture"]["framed"] > 0.5
        assert one["capture"]["dark"] == 0
        assert one["capture"]["frozen"] < 0.1


def test_composure_is_compared_with_the_persons_own_first_answer_and_shows_its_parts(
    interview: Finished,
) -> None:
    first, *others = interview.report["composure"]
    assert (first["value"], first["why_not"]) == (None, "is_reference")
    for one in others:
        assert one["value"] == pytest.approx(
            100
            * sum(part["contribution"] for part in one["parts"])
            / sum(part["most"] for part in one["parts"]),
            abs=0.2,
        )
        assert len(one["parts"]) >= 3


def test_the_strong_answer_is_scored_with_evidence_and_the_rest_is_not(
    interview: Finished,
) -> None:
    score = interview.report["score"]
    scored = [one for one in score["competencies"] if one["score"] is not None]
    silent = [one for one in score["competencies"] if one["score"] is None]
    assert scored
    assert silent
    for one in scored:
        assert 1 <= one["score"] <= 5
        assert one["evidence"]
        for span in one["evidence"]:
            assert 0 <= span["start_s"] < span["end_s"]
            assert span["why"]
    for one in silent:
        assert one["why"]
        assert one["evidence"] == []


def test_the_stock_age_program_opens_every_recording(interview: Finished) -> None:
    recordings = interview.report["recordings"]
    assert len(recordings) >= 3
    for one in recordings:
        sealed = (interview.folder / one["path"]).read_bytes()
        assert len(sealed) == one["bytes"]
        assert hashlib.sha256(sealed).hexdigest() == one["sha256"]
        assert not one["truncated"]
        with av.open(io.BytesIO(opened(interview, one["path"])), mode="r") as media:
            frames = [frame.time for frame in media.decode(video=0)]
        assert frames[-1] - frames[0] == pytest.approx(one["duration_s"], abs=0.3)


def test_the_kiosk_keeps_no_recording_that_the_hub_has_confirmed(interview: Finished) -> None:
    spool = interview.folder / "site" / "kiosk" / "state" / "spool"
    assert [path for path in spool.rglob("*") if path.is_file()] == []


def test_the_demo_says_that_voice_and_consent_are_not_a_persons(interview: Finished) -> None:
    assert "synthetic voice" in interview.said
    assert "consents are scripted" in interview.said
    assert "cn" in interview.said


def test_no_log_holds_a_word_that_was_said(interview: Finished) -> None:
    logs = interview.logs().lower()
    for canary in ("collateral", "hiking", "best of times", "sample candidate"):
        assert canary not in logs
