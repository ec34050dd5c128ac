"""What a receipt says was measured, from what was agreed to, recorded and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.app.capabilities import Capabilities, KioskMeasure
from edge_agent.app.receipt_maker import Held, receipt
from tests.fakes.told import AT, plan
from wire.language import Language
from wire.messages.events import AnswerBegan, AnswerEnded, ConsentRecorded
from wire.policy import Measure, Purpose, table
from wire.receipt import Why

if TYPE_CHECKING:
    from collections.abc import Collection

    from wire.messages.fields import Durable

PLAN = plan()
WRITTEN: tuple[Durable, ...] = (
    AnswerBegan(stream_id=PLAN.interview_id, seq=1, pts=1.0, at=AT, answer=0, stage=1, typed=True),
    AnswerEnded(stream_id=PLAN.interview_id, seq=1, pts=1.0, at=AT, answer=0),
)


def able() -> Capabilities:
    """Give a kiosk that can do everything."""
    return Capabilities(
        kiosk_id="kiosk-01",
        software="1.0",
        at=AT,
        profile=PLAN.profile,
        policy_version=1,
        policy_hash=PLAN.policy_hash,
        models={},
        models_altered=(),
        models_not_loaded={},
        own_models={},
        measures={
            one: KioskMeasure(use=use, can=True, forbidden_by=None)
            for one, use in table(PLAN.profile).items()
        },
    )


def measured(granted: Collection[Purpose], *events: Durable) -> set[Measure]:
    """Say what the receipt of an interview without a recording calls measured."""
    consents = (
        ConsentRecorded(
            stream_id=PLAN.interview_id, seq=1, pts=0.0, at=AT, purpose=one, granted=one in granted
        )
        for one in Purpose
    )
    held = Held(PLAN, Language.EN, (*consents, *events), (), ())
    made = receipt(held, able(), (b"", b""), AT)
    return {one.measure for one in made.measures if one.why is Why.MEASURED}


def test_a_written_answer_is_named_as_analysed_though_nothing_was_recorded() -> None:
    assert measured(frozenset(Purpose), *WRITTEN) == {Measure.SPEECH, Measure.KEYWORDS}


def test_without_an_answer_or_without_consent_nothing_is() -> None:
    assert measured(frozenset(Purpose)) == set()
    assert measured({Purpose.RECORDING}, *WRITTEN) == set()
