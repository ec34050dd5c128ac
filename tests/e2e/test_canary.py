"""What was said, heard and seen is nowhere it should not be."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import SAID, sounds
from tests.e2e.tap import found
from wire.codec import MAX_BYTES
from wire.topics import Topic

if TYPE_CHECKING:
    from tests.e2e.conftest import Finished

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


def test_the_canaries_are_in_the_transcript_so_that_missing_them_elsewhere_means_something(
    interview: Finished,
) -> None:
    transcript = interview.report["speech"]["transcript"].lower().encode()
    assert len(found(transcript, SAID)) >= 4


def test_no_word_sound_or_picture_crossed_the_broker(interview: Finished) -> None:
    assert len(interview.crossed) > 200
    encoded = [base64.b64encode(one)[2:-2] for one in sounds()]
    for topic, payload in interview.crossed:
        assert found(payload, (*SAID, *sounds(), *encoded)) == [], topic
        assert len(payload) < MAX_BYTES


def test_only_topics_of_the_contract_were_used(interview: Finished) -> None:
    kiosks = {Topic.parse(topic).kiosk_id for topic, _ in interview.crossed}
    assert kiosks == {"kiosk-1"}


def test_what_crosses_in_a_second_could_not_hold_sound_or_picture(interview: Finished) -> None:
    carried = sum(len(payload) for _, payload in interview.crossed)
    assert carried / interview.report["windows"] < 4096


def test_the_kiosks_disk_never_held_a_word_a_sound_or_a_picture(interview: Finished) -> None:
    assert interview.disk is not None
    assert {".body", ".header"} <= interview.disk.looked_at
    assert interview.disk.found == set()
