from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from tests.fakes.sample_messages import Sitting
from wire.language import Language
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample


def page(sample: Sample, interview_id: str, role: Role = Role.HR_MANAGER) -> str:
    return sample.browser(role).get(f"/interviews/{interview_id}").text


def test_content_picture_and_another_voice_are_shown_of_each_answer(sample: Sample) -> None:
    text = page(sample, sample.interview_id)

    for said in ("on topic", "+2.3 SD", "off topic", "-0.4 SD", "sentences follow on"):
        assert said in text
    assert "the face was badly framed" in text
    assert re.search(r"Another voice</dt><dd[^>]*>2 s<", text)


def facts(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([^<]+)</dd>", text):
        found.setdefault(name, []).append(value)
    return found


def test_each_answer_says_how_it_was_spoken(sample: Sample) -> None:
    found = facts(page(sample, sample.interview_id))

    assert found["Speech rate"][:2] == ["230 syllables a minute", "260 syllables a minute"]
    assert set(found["Pauses"]) == {"3 · 2.1 s"}
    assert set(found["Fillers"]) == {"1"}
    assert set(found["Words"]) == {"31"}


def test_each_answer_says_how_it_was_captured(sample: Sample) -> None:
    lines = re.findall(r'<p class="captured[^>]*>(.*?)</p>', page(sample, sample.interview_id))

    assert len(lines) == 4
    for name, value in (
        ("speech over noise", "20 dB"),
        ("noise", "−60 dB"),
        ("overdriven", "0%"),
        ("too dark", "0%"),
        ("pictures after sound", "+0 ms"),
    ):
        assert f'{name} <span class="number">{value}</span>' in lines[0]
    assert "own voice" not in lines[0]


def test_brow_lowerings_and_gestures_are_counted_and_lead_to_their_seconds(
    sample: Sample,
) -> None:
    text = page(sample, sample.interview_id)

    rows = re.findall(r'<div class="moved.*?</div>', text, re.DOTALL)
    assert len(rows) == 2 * 4
    assert any("Brow lowerings" in row and "data-seek" in row for row in rows)
    assert any("Gestures" in row and "data-seek" in row for row in rows)


def test_under_us_no_word_is_said_of_another_voice(sample: Sample) -> None:
    text = page(sample, sample.hub.held("Kim", Sitting(profile=Profile.US)))

    assert "Speech rate" in text
    assert "Another voice" not in text


def test_composure_comes_with_its_parts_each_of_which_can_be_played(sample: Sample) -> None:
    text = page(sample, sample.interview_id)

    parts = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', text, re.DOTALL)
    assert {name for name, _ in parts} >= {"Blinks a minute", "Sway, shoulder widths"}
    assert len(parts) == 2 * 5, "of two, for the third answer's picture was badly framed"
    for _, row in parts:
        assert re.search(r'<button type="button" data-seek="[\d.]+" data-until="[\d.]+"', row)
    assert "The first answer: the others are compared with it." in text


def test_who_may_not_play_sees_the_times_only(sample: Sample) -> None:
    text = page(sample, sample.interview_id, Role.HR_STAFF)

    assert "Composure indicator" in text
    assert "data-seek" not in text


def test_it_says_what_it_does_not_measure(sample: Sample) -> None:
    text = page(sample, sample.interview_id)

    assert "It measures no emotion, honesty, personality or self-confidence" in text


@pytest.mark.parametrize("profile", [Profile.EU, Profile.US])
def test_where_the_profile_forbids_it_nothing_is_said_of_composure_or_body(
    sample: Sample, profile: Profile
) -> None:
    text = page(sample, sample.hub.held("Kim", Sitting(profile=profile)))

    assert "on topic" in text
    for word in (
        "omposure",
        "Sway",
        "Hand movement",
        "Head turned",
        "Blinks",
        "SD:</",
        "Brow low",
        "Gestures",
    ):
        assert word not in text


def test_without_consent_to_the_face_there_is_no_composure(sample: Sample) -> None:
    consents = {**dict.fromkeys(Purpose, True), Purpose.FACE_ANALYSIS: False}
    text = page(sample, sample.hub.held("Kim", Sitting(consents=consents)))

    assert "omposure" not in text


def test_without_consent_to_analysis_nothing_is_said_of_the_content(sample: Sample) -> None:
    consents = {**dict.fromkeys(Purpose, True), Purpose.ANALYSIS: False}
    text = page(sample, sample.hub.held("Kim", Sitting(consents=consents)))

    assert "on topic" not in text
    assert "Another voice" not in text
    assert "Composure indicator" in text


def test_it_can_be_read_in_chinese(sample: Sample) -> None:
    name = sample.hub.person(Role.INTERVIEWER, Language.ZH)
    sample.hub.put_in_charge(name, sample.interview_id)
    sample.hub.look(name, sample.interview_id)
    browser = sample.browser()
    browser.sign_in("interviewer-zh")

    text = browser.get(f"/interviews/{sample.interview_id}").text

    assert "平稳度指标" in text
    assert "它不测量情绪、诚实、性格或自信" in text
