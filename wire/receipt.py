"""What a candidate takes home: the interview's receipt, and the receipt of its deletion.

docs/receipt.md is the format; `wire/receipt_file.py` writes, signs and verifies it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wire.language import Language, LocalText
from wire.messages.events import Ending
from wire.messages.fields import Bytes, Count, Hex32, Index, Sha256
from wire.plan import StageKind
from wire.policy import Measure, Profile, Purpose, Use

Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
"""UTC, whole seconds."""
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Milliseconds = Annotated[int, Meta(ge=0, le=86_400_000)]
"""Media time since the interview began, or a length of time."""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a receipt; fractions are nowhere, so that every number is spelt in one way."""


class Answered(Row, frozen=True, kw_only=True):
    """One answer to a question."""

    answer: Index
    began_ms: Milliseconds
    ended_ms: Milliseconds | None


class FollowedUp(Row, frozen=True, kw_only=True):
    """A follow-up that was put to the candidate."""

    text: str
    asked_ms: Milliseconds


class AskedQuestion(Row, frozen=True, kw_only=True):
    """A stage of the interview, in the words that the candidate read."""

    stage: Index
    kind: StageKind
    text: str
    answers: tuple[Answered, ...]
    follow_ups: tuple[FollowedUp, ...]


class Consented(Row, frozen=True, kw_only=True):
    """What the candidate said to one purpose."""

    purpose: Purpose
    granted: bool
    at: Moment


class Why(StrEnum):
    """Why something was measured, or was not."""

    MEASURED = "measured"
    FORBIDDEN = "forbidden"
    """The policy profile forbids it."""
    NOT_AGREED = "not_agreed"
    NOT_ON_THIS_KIOSK = "not_on_this_kiosk"
    NOTHING_RECORDED = "nothing_recorded"


class Measured(Row, frozen=True, kw_only=True):
    """One measure: how far the profile lets it go, and what was done."""

    measure: Measure
    use: Use
    why: Why


class Model(Row, frozen=True, kw_only=True):
    """One model that ran."""

    name: str
    """Empty for a technician's own folder."""
    sha256: Sha256


class Recorded(Row, frozen=True, kw_only=True):
    """One sealed part of the recording: header and body together, as the signed manifest says."""

    answer: Index
    part: Index
    sha256: Sha256
    bytes: Bytes
    begins_ms: Milliseconds
    lasts_ms: Milliseconds


class Receipt(Row, frozen=True, kw_only=True, tag_field="format", tag="interview-receipt/1"):
    """One interview, as the kiosk knows it when it ends."""

    interview_id: Hex32
    made_at: Moment
    signer: str
    """The kiosk's name."""
    certificates: Annotated[tuple[bytes, ...], Meta(min_length=2, max_length=2)]
    """The signer's and the site authority's, DER in Base64."""
    software: str
    job_title: LocalText
    language: Language
    began_at: Moment | None
    ended_at: Moment
    ending: Ending
    profile: Profile
    policy_hash: Sha256
    plan_hash: Sha256
    models: tuple[Model, ...]
    consents: tuple[Consented, ...]
    questions: tuple[AskedQuestion, ...]
    measures: tuple[Measured, ...]
    recordings: tuple[Recorded, ...]
    readers: tuple[str, ...]
    """Who may see what, a sentence a role, in the interview's language."""
    interviewers: tuple[str, ...]
    """Who is in charge of the interview, as they introduce themselves; empty: none was told."""
    delete_on: Day | None
    """The day on which all of it is deleted; none: the hub named none."""


class Place(StrEnum):
    """Who deleted."""

    KIOSK = "kiosk"
    HUB = "hub"


class AskedBy(StrEnum):
    """Why something was deleted."""

    CANDIDATE_AT_KIOSK = "candidate_at_kiosk"
    CANDIDATE_BY_LINK = "candidate_by_link"
    HR_FOR_CANDIDATE = "hr_for_candidate"
    RETENTION = "retention"
    HUB = "hub"
    """The kiosk was told so by the hub, whose own receipt says why."""


class Deleted(Row, frozen=True, kw_only=True):
    """What was deleted, and how much of it."""

    what: str
    count: Count


class DeletionReceipt(Row, frozen=True, kw_only=True, tag_field="format", tag="deletion-receipt/1"):
    """What one place deleted of one interview."""

    interview_id: Hex32
    made_at: Moment
    signer: str
    """The kiosk's name, or `hub`."""
    certificates: Annotated[tuple[bytes, ...], Meta(min_length=2, max_length=2)]
    place: Place
    asked_by: AskedBy
    asked_at: Moment
    deleted_at: Moment
    deleted: tuple[Deleted, ...]
    kept: tuple[str, ...]
    """Kinds of entries that stay; none holds anything that was said, seen, measured or judged."""
    backups_until: Day | None
    """The day on which the last backup with a key to the recordings is gone; a kiosk has none."""


AnyReceipt = Receipt | DeletionReceipt


class Slip(Row, frozen=True, kw_only=True, tag_field="format", tag="receipt-slip/1"):
    """What the QR code holds: which receipt, and that this signer made it."""

    interview_id: Hex32
    made_at: Moment
    signer: str
    of: Literal["interview", "deletion"]
    sha256: Sha256
    """Of the receipt's file."""
    delete_on: Day | None
