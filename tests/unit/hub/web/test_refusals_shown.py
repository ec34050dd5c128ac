"""Where something would stand that the candidate did not agree to, the pages say so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from tests.fakes.raters import rate, rater
from tests.fakes.sample_messages import Sitting
from wire.policy import Purpose

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample

NO_WORDS = "nothing of what was said was written down, compared or counted."
NO_FACE = "nothing of face and posture was measured."
NO_RECORDING = "The candidate did not agree to be recorded: there is no recording."


def refusing(*purposes: Purpose) -> dict[Purpose, bool]:
    return {one: one not in purposes for one in Purpose}


def page(sample: Sample, sitting: Sitting, role: Role = Role.HR_MANAGER) -> str:
    made = sample.hub.held("Ray Refuses", sitting)
    return sample.browser(role).get(f"/interviews/{made}").text


def refused_everything(sample: Sample) -> str:
    """Hold an interview that ended when recording was refused: it never began."""
    nothing = Sitting(consents=refusing(*Purpose), answers=())
    made = sample.hub.held("Ray Refuses", nothing, ended=False)
    with writing(sample.hub.engine) as session:
        row = session.get_one(Interview, made)
        row.state, row.ending, row.ended_at = "ended", "no_consent", datetime.now(UTC)
        row.began_at = row.language = None
    return made


@pytest.mark.parametrize(
    ("refused", "said", "unsaid"),
    [
        ((), (), (NO_WORDS, NO_FACE)),
        ((Purpose.ANALYSIS,), (NO_WORDS,), (NO_FACE,)),
        ((Purpose.FACE_ANALYSIS,), (NO_FACE,), (NO_WORDS,)),
        ((Purpose.ANALYSIS, Purpose.FACE_ANALYSIS), (NO_WORDS, NO_FACE), ()),
    ],
    ids=["nothing", "speech", "face", "both"],
)
def test_what_was_not_agreed_to_is_said_where_its_numbers_would_stand(
    sample: Sample, refused: tuple[Purpose, ...], said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    text = page(sample, Sitting(consents=refusing(*refused)))
    assert all(one in text for one in said)
    assert not any(one in text for one in unsaid)
    assert NO_RECORDING not in text


@pytest.mark.parametrize("role", [Role.HR_MANAGER, Role.HR_STAFF])
def test_without_consent_to_recording_nobody_is_told_to_wait_for_one(
    sample: Sample, role: Role
) -> None:
    made = refused_everything(sample)
    text = sample.browser(role).get(f"/interviews/{made}").text
    assert NO_RECORDING in text
    assert "No recording has arrived." not in text
    assert NO_WORDS not in text


def test_whoever_interviews_in_person_rates_on_the_same_card(sample: Sample) -> None:
    made = refused_everything(sample)
    person = rater(sample.hub, "in-person", made)
    shown = person.get(f"/interviews/{made}").text
    assert "ask the same questions in person" in shown
    assert 'name="rating-risk-control"' in shown
    assert "The interview has not begun." not in shown
    rate(person, made, "33434")
    after = person.get(f"/interviews/{made}").text
    assert "There is nothing to score here." in after
    assert 'id="rate-risk-control"' not in after


def test_the_side_screen_waits_for_no_captions_that_were_not_agreed_to(sample: Sample) -> None:
    refused = Sitting(consents=refusing(Purpose.ANALYSIS))
    shown = []
    for sitting in (refused, Sitting()):
        made = sample.hub.held("Ray Refuses", sitting, ended=False)
        shown.append(sample.browser(Role.HR_MANAGER).get(f"/interviews/{made}/live").text)
    for said in ("there are no captions. Listen, and take notes.", "no keyword is listened for."):
        assert [said in text for text in shown] == [True, False]
    assert ['id="coverage"' in text for text in shown] == [False, True]
    assert ["As a machine hears it" in text for text in shown] == [False, True]
