"""The plan: all a kiosk needs for one interview, fetched over HTTPS before it begins."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from wire.errors import PlanError
from wire.language import Language, LocalText
from wire.messages.fields import Hex32, Index, Sha256
from wire.policy import Profile, Purpose

MAX_BYTES = 1024 * 1024


class StageKind(StrEnum):
    """The parts of an interview, in the order of the plan."""

    INTRODUCTION = "introduction"
    QUESTION = "question"
    CANDIDATE_QUESTIONS = "candidate_questions"


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing the candidate is asked for; its position in the plan is its number."""

    kind: StageKind
    text: LocalText
    hint: LocalText | None = None
    longest_s: Annotated[int, Meta(ge=5, le=1800)] = 180
    """The answer is closed after so many seconds; the candidate sees the time run."""


class Keyword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One keyword and the forms in which it may be said; its number is what goes on the wire."""

    number: Index
    language: Language
    forms: Annotated[tuple[str, ...], Meta(min_length=1, max_length=32)]


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One interview's stages, keyword list, policy and the consents to ask for."""

    interview_id: Hex32
    job_title: LocalText
    profile: Profile
    policy_hash: Sha256
    purposes: tuple[Purpose, ...]
    stages: Annotated[tuple[Stage, ...], Meta(min_length=1, max_length=64)]
    keywords: tuple[Keyword, ...]


def encode(plan: Plan) -> bytes:
    """Write a plan as JSON."""
    return msgspec.json.encode(plan)


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
