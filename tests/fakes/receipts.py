"""A site's authority, a kiosk and a hub of it, and receipts that they signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioning.pki import Authority, new_key, request
from wire import receipt_file
from wire.language import Language, LocalText
from wire.messages.events import Ending
from wire.plan import StageKind
from wire.policy import Measure, Profile, Purpose, Use
from wire.receipt import (
    Answered,
    AskedBy,
    AskedQuestion,
    Consented,
    Deleted,
    DeletionReceipt,
    FollowedUp,
    Measured,
    Model,
    Place,
    Receipt,
    Recorded,
    Why,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509 import Certificate

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
INTERVIEW = "0123456789abcdef" * 2
KIOSK = "kiosk-01"


@dataclass(frozen=True, slots=True)
class Signer:
    """A device, its key and its certificate's chain."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: Certificate
    authority: Certificate


def site(now: datetime = NOW) -> tuple[Signer, Signer]:
    """Give a kiosk and the hub of a new site."""
    authority = Authority.create(now)
    key = new_key()
    kiosk = authority.kiosk(request(key, KIOSK), KIOSK, now)
    hub_key = new_key()
    hub = authority.hub(hub_key.public_key(), ("localhost",), now)
    return (
        Signer(KIOSK, key, kiosk, authority.certificate),
        Signer("hub", hub_key, hub, authority.certificate),
    )


def receipt_of(signer: Signer, made_at: datetime = NOW, answers: int = 3) -> Receipt:
    """Give the receipt of an interview of so many answers."""
    return Receipt(
        interview_id=INTERVIEW,
        made_at=receipt_file.moment(made_at),
        signer=signer.name,
        certificates=receipt_file.chain(signer.certificate, signer.authority),
        software="1.0",
        job_title=LocalText(en="Bank account manager", zh="银行客户经理"),
        language=Language.ZH,
        began_at="2026-11-23T11:40:00Z",
        ended_at="2026-11-23T11:59:58Z",
        ending=Ending.FINISHED,
        profile=Profile.CN,
        policy_hash="a" * 64,
        plan_hash="b" * 64,
        models=(Model(name="voice_activity", sha256="c" * 64), Model(name="", sha256="d" * 64)),
        consents=(
            Consented(purpose=Purpose.RECORDING, granted=True, at="2026-11-23T11:39:00Z"),
            Consented(purpose=Purpose.FACE_ANALYSIS, granted=False, at="2026-11-23T11:39:00Z"),
        ),
        questions=tuple(_question(number) for number in range(answers)),
        measures=(
            Measured(measure=Measure.SPEECH, use=Use.SCORE, why=Why.MEASURED),
            Measured(measure=Measure.SMILES, use=Use.MEASURE, why=Why.NOT_AGREED),
        ),
        recordings=tuple(_recorded(number) for number in range(answers)),
        readers=("人事经理可以看到录像、文字和评分。",),
        interviewers=("周敏",),
        delete_on="2027-05-22",
    )


def _question(number: int) -> AskedQuestion:
    return AskedQuestion(
        stage=number,
        kind=StageKind.QUESTION,
        text=f"请讲一次客户打算离开的经历：您当时怎么做的？（{number}）",
        answers=(Answered(answer=number, began_ms=number * 60_000, ended_ms=None),),
        follow_ups=(FollowedUp(text="您本人做了什么？", asked_ms=number * 60_000 + 31_500),),
    )


def _recorded(number: int) -> Recorded:
    return Recorded(
        answer=number,
        part=0,
        sha256=f"{number:064x}",
        bytes=1_000_000,
        begins_ms=number * 60_000,
        lasts_ms=59_000,
    )


def deletion_of(signer: Signer, place: Place, made_at: datetime = NOW) -> DeletionReceipt:
    """Give the receipt of a deletion."""
    return DeletionReceipt(
        interview_id=INTERVIEW,
        made_at=receipt_file.moment(made_at),
        signer=signer.name,
        certificates=receipt_file.chain(signer.certificate, signer.authority),
        place=place,
        asked_by=AskedBy.CANDIDATE_AT_KIOSK,
        asked_at="2026-11-23T11:50:00Z",
        deleted_at="2026-11-23T11:50:02Z",
        deleted=(Deleted(what="recording_part", count=4), Deleted(what="message", count=311)),
        kept=("withdrawal",),
        backups_until="2026-12-28" if place is Place.HUB else None,
    )
