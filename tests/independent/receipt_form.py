"""The documents of docs/receipt.md as checks: exactly these members, each of its form."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def matches(pattern: str) -> Callable[[Any], bool]:
    """Accept texts of one form."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def whole(most: int) -> Callable[[Any], bool]:
    """Accept whole numbers from 0."""
    return lambda value: type(value) is int and 0 <= value <= most


def one_of(*names: str) -> Callable[[Any], bool]:
    """Accept some words."""
    return lambda value: isinstance(value, str) and value in names


def nullable(inner: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Accept null as well."""
    return lambda value: value is None or inner(value)


def many(inner: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Accept lists."""
    return lambda value: isinstance(value, list) and all(map(inner, value))


def members(**forms: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Accept objects of exactly these members."""
    return lambda value: (
        isinstance(value, dict)
        and set(value) == set(forms)
        and all(form(value[name]) for name, form in forms.items())
    )


def text(value: Any) -> bool:
    """Accept any text."""
    return isinstance(value, str)


def flag(value: Any) -> bool:
    """Accept true and false."""
    return isinstance(value, bool)


def moment(value: Any) -> bool:
    """Accept an instant."""
    return _FORM_OF_MOMENT(value) and bool(datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ"))  # noqa: DTZ007 - looked at only


def day(value: Any) -> bool:
    """Accept a day."""
    return _FORM_OF_DAY(value) and bool(date.fromisoformat(value))


_FORM_OF_MOMENT = matches(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_FORM_OF_DAY = matches(r"\d{4}-\d{2}-\d{2}")
identifier, digest = matches("[0-9a-f]{32}"), matches("[0-9a-f]{64}")
ms, index, count = whole(86_400_000), whole(4095), whole(1_000_000)
_BOTH = {
    "format": text,
    "interview_id": identifier,
    "made_at": moment,
    "signer": text,
    "certificates": lambda value: many(text)(value) and len(value) == 2,
}
_ANSWER = members(answer=index, began_ms=ms, ended_ms=nullable(ms))
INTERVIEW = members(
    **_BOTH,
    software=text,
    job_title=members(en=text, zh=text),
    language=one_of("en", "zh"),
    began_at=nullable(moment),
    ended_at=moment,
    ending=one_of("finished", "no_consent", "stopped_by_candidate", "interrupted", "withdrawn"),
    profile=one_of("cn", "eu", "us"),
    policy_hash=digest,
    plan_hash=digest,
    models=many(members(name=text, sha256=digest)),
    consents=many(
        members(
            at=moment,
            granted=flag,
            purpose=one_of("recording", "analysis", "face_analysis"),
        )
    ),
    questions=many(
        members(
            answers=many(_ANSWER),
            follow_ups=many(members(asked_ms=ms, text=text)),
            kind=one_of("introduction", "question", "candidate_questions"),
            stage=index,
            text=text,
        )
    ),
    measures=many(
        members(
            measure=text,
            use=one_of("off", "measure", "prompt", "score"),
            why=one_of(
                "measured", "forbidden", "not_agreed", "not_on_this_kiosk", "nothing_recorded"
            ),
        )
    ),
    recordings=many(
        members(
            answer=index,
            begins_ms=ms,
            bytes=whole(2**53 - 1),
            lasts_ms=ms,
            part=index,
            sha256=digest,
        )
    ),
    readers=many(text),
    interviewers=many(text),
    delete_on=nullable(day),
)
DELETION = members(
    **_BOTH,
    place=one_of("kiosk", "hub"),
    asked_by=one_of(
        "candidate_at_kiosk", "candidate_by_link", "hr_for_candidate", "retention", "hub"
    ),
    asked_at=moment,
    deleted_at=moment,
    deleted=many(members(count=count, what=text)),
    kept=many(text),
    backups_until=nullable(day),
)
SLIP = members(
    format=text,
    interview_id=identifier,
    made_at=moment,
    signer=text,
    of=one_of("interview", "deletion"),
    sha256=digest,
    delete_on=nullable(day),
)


def check(document: dict[str, Any], forms: Mapping[str, Callable[[Any], bool]]) -> None:
    """Raise ValueError unless the document is of one of these formats, member by member."""
    form = forms.get(document.get("format", ""))
    if form is None or not form(document):
        message = "a member is missing, unknown, or of another form"
        raise ValueError(message)
