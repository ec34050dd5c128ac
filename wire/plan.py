"""The plan: all a kiosk needs for one interview, fetched over HTTPS before it begins."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from wire.check_in import CheckInHash
from wire.errors import PlanError
from wire.language import Language, LocalText
from wire.messages.fields import Hex32, Index, Sha256
from wire.policy import Profile, Purpose
from wire.prompting import AnyRule, FollowUp, StageKind, kind_of, may_prompt

__all__ = ["Competency", "Keyword", "Plan", "Stage", "StageKind", "decode", "encode", "plan_hash"]

MAX_BYTES = 1024 * 1024
_LATER = frozenset(
    {
        "check_in",
        "competencies",
        "rules",
        "follow_ups",
        "delete_on",
        "readers",
        "preparation_s",
        "retakes",
        "pauses",
    }
)
"""Fields that older plans do not have."""


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing the candidate is asked for; its position in the plan is its number."""

    kind: StageKind
    text: LocalText
    hint: LocalText | None = None
    longest_s: Annotated[int, Meta(ge=5, le=1800)] = 180
    """The answer is closed after so many seconds; the candidate sees the time run."""
    competencies: Annotated[tuple[Index, ...], Meta(max_length=32)] = ()
    """What the answer may show: positions in the plan's competencies."""
    preparation_s: Annotated[int, Meta(ge=0, le=1800)] = 0
    """Suggested for thinking; counts down, ends nothing. 0: no time is named."""
    retakes: Annotated[int, Meta(ge=0, le=10)] = 0
    """How often the candidate may answer again; a take that could not be used is free."""


class Pauses(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often and how long the candidate may rest."""

    most: Annotated[int, Meta(ge=0, le=64)]
    longest_s: Annotated[int, Meta(ge=30, le=3600)]


class Keyword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One keyword and the forms in which it may be said; its number is what goes on the wire."""

    number: Index
    language: Language
    forms: Annotated[tuple[str, ...], Meta(min_length=1, max_length=32)]


class Competency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that answers may show; its position in the plan is its number."""

    keywords: Annotated[tuple[Index, ...], Meta(max_length=1024)]
    """Numbers of the keywords that are evidence of it."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One interview's stages, keyword list, policy and the consents to ask for."""

    interview_id: Hex32
    job_title: LocalText
    profile: Profile
    policy_hash: Sha256
    purposes: tuple[Purpose, ...]
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1, max_length=64)]
    keywords: tuple[Keyword, ...]
    check_in: CheckInHash | None = None
    """What the candidate's code must fit; none: nobody is asked for one."""
    competencies: Annotated[tuple[Competency, ...], Meta(max_length=32)] = ()
    rules: Annotated[tuple[AnyRule, ...], Meta(max_length=32)] = ()
    """When interviewers are prompted; older plans have none."""
    follow_ups: Annotated[tuple[FollowUp, ...], Meta(max_length=512)] = ()
    delete_on: date | None = None
    """The day on which all of the interview is deleted; older plans name none."""
    readers: Annotated[tuple[LocalText, ...], Meta(max_length=16)] = ()
    """Who may see what of it, a sentence a role; older plans have none."""
    pauses: Pauses | None = None
    """None: the candidate cannot stop the interview for a while."""

    def __post_init__(self) -> None:
        """Refuse rules that the profile forbids, and numbers that stand for nothing."""
        for kind in map(kind_of, self.rules):
            if not may_prompt(self.profile, kind):
                message = f"{self.profile.value} forbids the rule {kind.value}"
                raise ValueError(message)
        if not self._has_sound_follow_ups():
            message = "a follow-up names a stage or competency that is not there"
            raise ValueError(message)

    def _has_sound_follow_ups(self) -> bool:
        stages, competencies = len(self.stages), len(self.competencies)
        return all(
            (one.stage is None or one.stage < stages)
            and (one.competency is None or one.competency < competencies)
            for one in self.follow_ups
        ) and all(place < competencies for stage in self.stages for place in stage.competencies)


def encode(plan: Plan) -> bytes:
    """Write a plan as JSON; one without rules as it was written before there were any.

    So an interview that was scheduled by an older hub keeps its plan's hash.
    """
    written = _without_empty(msgspec.to_builtins(plan))
    written["stages"] = [_without_empty(stage) for stage in written["stages"]]
    return msgspec.json.encode(written)


def _without_empty(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value or name not in _LATER}


def decode(payload: bytes) -> Plan:
    """Read a plan; raises PlanError naming the place that is wrong."""
    if len(payload) > MAX_BYTES:
        raise PlanError(f"The plan has {len(payload)} bytes, {MAX_BYTES} allowed.")
    try:
        return msgspec.json.decode(payload, type=Plan)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PlanError(f"{error}.") from error


def plan_hash(plan: Plan) -> str:
    """Hash the plan as sent (SHA-256, hex); stands in the interview's first event."""
    return hashlib.sha256(encode(plan)).hexdigest()
