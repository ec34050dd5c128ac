"""What the interview's receipt says: a fold over its events, its manifests, its capabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import structlog

from edge_agent.errors import SpoolError
from wire import manifest as manifests
from wire import plan as plans
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    ConsentRecorded,
    Ending,
    FollowUpAsked,
    InterviewBegan,
    InterviewEnded,
)
from wire.policy import BEHAVIOUR, Measure, Purpose, Use
from wire.receipt import (
    Answered,
    AskedQuestion,
    Consented,
    FollowedUp,
    Measured,
    Model,
    Receipt,
    Recorded,
    Why,
)
from wire.receipt_file import moment
from wire.upload import Manifest
from wire.version import SOFTWARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from edge_agent.app.capabilities import Capabilities
    from wire.language import Language
    from wire.messages.fields import Durable
    from wire.plan import Plan

_LOG = structlog.get_logger()
_OF_RECORDING = frozenset({Measure.PICTURE_QUALITY, Measure.SOUND_QUALITY})
_OF_WRITING = frozenset({Measure.SPEECH, Measure.KEYWORDS})
"""What there is of a written answer, of which nothing is recorded."""


@dataclass(frozen=True, slots=True)
class Held:
    """An interview that has ended."""

    plan: Plan
    language: Language
    events: Sequence[Durable]
    """All of them, oldest first."""
    envelopes: Sequence[bytes]
    """The signed manifests of its answers."""
    interviewers: tuple[str, ...]
    """Names of those in charge."""


def receipt(
    held: Held, able: Capabilities, certificates: tuple[bytes, bytes], now: datetime
) -> Receipt:
    """Give the receipt of an interview."""
    plan, language, events = held.plan, held.language, held.events
    began = next((one for one in events if isinstance(one, InterviewBegan)), None)
    ended = next((one for one in events if isinstance(one, InterviewEnded)), None)
    recordings = tuple(_recorded(held.envelopes))
    return Receipt(
        interview_id=plan.interview_id,
        made_at=moment(now),
        signer=able.kiosk_id,
        certificates=certificates,
        software=SOFTWARE,
        job_title=plan.job_title,
        language=language,
        began_at=None if began is None else moment(began.at),
        ended_at=moment(now if ended is None else ended.at),
        ending=Ending.INTERRUPTED if ended is None else ended.ending,
        profile=plan.profile,
        policy_hash=plan.policy_hash,
        plan_hash=plans.plan_hash(plan),
        models=_models(() if began is None else began.model_hashes, able),
        consents=tuple(
            Consented(purpose=one.purpose, granted=one.granted, at=moment(one.at))
            for one in events
            if isinstance(one, ConsentRecorded)
        ),
        questions=tuple(_questions(plan, language, events)),
        measures=_measures(plan, events, able, has_recording=bool(recordings)),
        recordings=recordings,
        readers=tuple(one.of(language) for one in plan.readers),
        interviewers=held.interviewers,
        delete_on=None if plan.delete_on is None else plan.delete_on.isoformat(),
    )


def _models(hashes: Sequence[str], able: Capabilities) -> tuple[Model, ...]:
    names = {sha256: name for name, sha256 in able.models.items() if sha256 is not None}
    return tuple(Model(name=names.get(one, ""), sha256=one) for one in hashes)


def _questions(
    plan: Plan, language: Language, events: Sequence[Durable]
) -> Iterator[AskedQuestion]:
    """Give every stage that was answered, and those that were left out, as they were asked."""
    for number, stage in enumerate(plan.stages):
        begun = [one for one in events if isinstance(one, AnswerBegan) and one.stage == number]
        answers = {one.answer for one in begun}
        yield AskedQuestion(
            stage=number,
            kind=stage.kind,
            text=stage.text.of(language),
            answers=tuple(_answered(one, events) for one in begun),
            follow_ups=tuple(
                FollowedUp(
                    text=plan.follow_ups[one.follow_up].text.of(language), asked_ms=_ms(one.pts)
                )
                for one in events
                if isinstance(one, FollowUpAsked) and one.answer in answers
            ),
        )


def _answered(began: AnswerBegan, events: Sequence[Durable]) -> Answered:
    ended = (one for one in events if isinstance(one, AnswerEnded) and one.answer == began.answer)
    end = next(ended, None)
    return Answered(
        answer=began.answer,
        began_ms=_ms(began.pts),
        ended_ms=None if end is None else _ms(end.pts),
    )


def _measures(
    plan: Plan, events: Sequence[Durable], able: Capabilities, *, has_recording: bool
) -> tuple[Measured, ...]:
    said = {one.purpose: one.granted for one in events if isinstance(one, ConsentRecorded)}
    granted = frozenset(purpose for purpose, is_granted in said.items() if is_granted)
    has_writing = any(isinstance(one, AnswerBegan) and one.typed for one in events)

    def why(measure: Measure, use: Use, *, can: bool) -> Why:
        if use is Use.OFF:
            return Why.FORBIDDEN
        if not _needed(measure) <= granted:
            return Why.NOT_AGREED
        if not can:
            return Why.NOT_ON_THIS_KIOSK
        is_there = has_recording or (has_writing and measure in _OF_WRITING)
        return Why.MEASURED if is_there else Why.NOTHING_RECORDED

    return tuple(
        Measured(measure=measure, use=one.use, why=why(measure, one.use, can=one.can))
        for measure, one in able.measures.items()
        if plan.profile is able.profile
    )


def _needed(measure: Measure) -> frozenset[Purpose]:
    """Give what a measure wants consent to, as the hub checks it of every message."""
    if measure in _OF_RECORDING:
        return frozenset({Purpose.RECORDING})
    if measure in BEHAVIOUR:
        return frozenset({Purpose.RECORDING, Purpose.FACE_ANALYSIS})
    return frozenset({Purpose.RECORDING, Purpose.ANALYSIS})


def _recorded(envelopes: Sequence[bytes]) -> Iterator[Recorded]:
    for envelope in envelopes:
        signed = _read(envelope)
        for number, part in enumerate(signed.parts):
            yield Recorded(
                answer=signed.answer,
                part=number,
                sha256=part.sha256,
                bytes=part.bytes,
                begins_ms=_ms(part.start),
                lasts_ms=_ms(part.duration),
            )


def _read(envelope: bytes) -> Manifest:
    """Read a manifest that this kiosk signed and kept itself."""
    try:
        opened = msgspec.json.decode(envelope, type=manifests.Envelope)
        return msgspec.json.decode(opened.manifest, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SpoolError(f"A kept manifest cannot be read: {error}.") from error


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
