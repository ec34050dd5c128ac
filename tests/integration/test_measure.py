"""`measure`: the real line over packaged media, deterministic, and only what a profile allows."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edge_agent.__main__ import main
from tests.fakes.plans import sample_plan
from wire import plan as plans
from wire.language import Language
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow
from wire.plan import Keyword
from wire.policy import Profile

pytestmark = pytest.mark.integration

CACHE = Path(__file__).parents[2] / ".cache"
VIDEO = CACHE / "media" / "carphone_pristine.mp4"
AUDIO = CACHE / "media" / "two_cities.wav"


def measured(out: Path, profile: str, *more: str) -> list[dict[str, Any]]:
    asked = ["measure", "--profile", profile, "--models", str(CACHE / "models"), *more]
    assert main([*asked, "--language", "en", "--out", str(out)]) == 0
    return [json.loads(line) for line in out.read_text().splitlines()]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("measure")


@pytest.fixture(scope="module")
def lines(out: Path) -> list[dict[str, Any]]:
    keyword = Keyword(number=7, language=Language.EN, forms=("best of times",))
    plan = msgspec.structs.replace(sample_plan(Profile.CN), keywords=(keyword,))
    (out / "plan.json").write_bytes(plans.encode(plan))
    asked = ("--video", str(VIDEO), "--audio", str(AUDIO), "--plan", str(out / "plan.json"))
    return measured(out / "first.jsonl", "cn", *asked)


def kinds(lines: list[dict[str, Any]]) -> set[str]:
    return {line["kind"] for line in lines}


def test_the_same_files_give_the_same_bytes(out: Path, lines: list[dict[str, Any]]) -> None:
    asked = ("--video", str(VIDEO), "--audio", str(AUDIO), "--plan", str(out / "plan.json"))
    again = measured(out / "second.jsonl", "cn", *asked)
    assert (out / "second.jsonl").read_bytes() == (out / "first.jsonl").read_bytes()
    assert again == lines


def test_every_picture_every_second_and_what_was_said_is_there(lines: list[dict[str, Any]]) -> None:
    windows = [line for line in lines if line["kind"] == "feature_window"]
    pictures = [line for line in lines if line["kind"] == "picture"]
    assert len(windows) == 45  # two_cities.wav lasts 44.5 s
    assert 58 <= len(pictures) <= 61  # four seconds of video at 15 Hz
    assert sum(line["picture"]["frames_seen"] for line in windows) == len(pictures)
    (transcript,) = (line for line in lines if line["kind"] == "transcript")
    words = " ".join(word["text"] for part in transcript["utterances"] for word in part)
    assert "best of times" in words.lower()
    hits = [hit for line in lines if line["kind"] == "utterance_features" for hit in line["hits"]]
    assert {hit["keyword"] for hit in hits} == {7}


def test_messages_are_those_that_would_be_sent(lines: list[dict[str, Any]]) -> None:
    sent = [line for line in lines if "seq" in line]
    assert [line["seq"] for line in sent] == list(range(1, len(sent) + 1))
    for line in sent:
        if line["kind"] == "feature_window":
            msgspec.convert(line, FeatureWindow)
        elif line["kind"] == "behaviour_window":
            msgspec.convert(line, BehaviourWindow)


def test_where_behaviour_is_forbidden_no_line_has_any_of_it(out: Path) -> None:
    lines = measured(out / "eu.jsonl", "eu", "--video", str(VIDEO))
    assert kinds(lines) == {"picture", "feature_window", "transcript", "answer_features"}
    for line in lines:
        assert not {"reading", "landmarks", "body", "behaviour"} & set(line)
    assert sum(line["faces"] for line in lines if line["kind"] == "picture") > 50


def test_the_file_is_its_owners_alone_and_whole_or_not_there(
    out: Path, lines: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert lines
    assert stat.S_IMODE((out / "first.jsonl").stat().st_mode) == 0o600
    missing = out / "missing.jsonl"
    asked = ["measure", "--profile", "eu", "--language", "zh", "--models", str(CACHE / "models")]

    assert main([*asked, "--video", str(out / "none.mp4"), "--out", str(missing)]) == 2
    assert "K-MEDIA-001" in capsys.readouterr().err
    assert main([*asked, "--out", str(missing)]) == 2
    assert not missing.exists()
    assert not list(out.glob(".measure-*"))
    assert main([*asked, "--video", str(VIDEO), "--out", str(out / "no" / "where.jsonl")]) == 2
    assert "K-OUTPUT-001" in capsys.readouterr().err


def test_a_file_that_is_read_is_never_written_over(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, link = out / "own.wav", out / "link.wav"
    copy.write_bytes(AUDIO.read_bytes())
    link.symlink_to(copy)
    asked = ["measure", "--profile", "eu", "--language", "en", "--models", str(CACHE / "models")]
    assert main([*asked, "--audio", str(copy), "--out", str(link)]) == 2
    assert "K-OUTPUT-001" in capsys.readouterr().err
    assert copy.read_bytes() == AUDIO.read_bytes()


def test_what_is_understood_while_somebody_speaks_can_be_seen_and_changes_nothing_else(
    out: Path, lines: list[dict[str, Any]]
) -> None:
    plain = measured(out / "plain.jsonl", "eu", "--audio", str(AUDIO))
    spoken = measured(out / "partials.jsonl", "eu", "--audio", str(AUDIO), "--partials")
    partials = [line for line in spoken if line["kind"] == "partial"]
    assert [line for line in spoken if line["kind"] != "partial"] == plain
    assert len(partials) > 10
    assert partials[0]["heard_s"] < 3.0
    assert any("best" in word["text"].lower() for line in partials[:3] for word in line["words"])
    assert {"transcript"} <= kinds(lines)


def test_a_plan_of_another_profile_is_refused(
    out: Path, lines: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert lines
    asked = ["measure", "--profile", "eu", "--language", "en", "--models", str(CACHE / "models")]
    asked += ["--video", str(VIDEO), "--plan", str(out / "plan.json"), "--out", str(out / "x")]
    assert main(asked) == 2
    assert "cn" in capsys.readouterr().err
