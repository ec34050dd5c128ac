"""Form fields become a command, or a FormError with one clear line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from edge_agent.errors import EdgeError
from edge_agent.interview.arrival import Practice
from wire import check_in
from wire.language import Language
from wire.policy import Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_BYTES = 4096
"""No form of ours is longer."""


_MOST_DIGITS = 4


class FormError(EdgeError):
    """A form that none of our pages sends."""

    code = "K-PAGE-004"
    diagnosis = "Use the buttons of the page."


def read(body: bytes) -> dict[str, str]:
    """Read a form as browsers post it; raises FormError when it is none of ours."""
    if len(body) > MAX_BYTES:
        raise FormError(f"The form is longer than {MAX_BYTES} bytes.")
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            max_num_fields=8,
        )
    except ValueError as error:
        raise FormError("The form cannot be read.") from error
    if len({name for name, _ in fields}) < len(fields):
        raise FormError("A field stands twice.")
    return dict(fields)


def language(form: Mapping[str, str]) -> Language:
    """Read the chosen language; raises FormError."""
    _only(form, {"language"})
    try:
        return Language(form["language"])
    except (KeyError, ValueError) as error:
        raise FormError("The language must be en or zh.") from error


def granted(form: Mapping[str, str]) -> frozenset[Purpose]:
    """Read which purposes were granted (`on`); raises FormError."""
    _only(form, {purpose.value for purpose in Purpose})
    if not set(form.values()) <= {"on", "off"}:
        raise FormError("Each purpose is on, off or left out.")
    return frozenset(Purpose(name) for name, choice in form.items() if choice == "on")


def undecided(form: Mapping[str, str], asked: Sequence[Purpose]) -> tuple[Purpose, ...]:
    """Give the purposes that were asked for and have no answer."""
    return tuple(purpose for purpose in asked if purpose.value not in form)


def code(form: Mapping[str, str]) -> str | None:
    """Read a check-in code; None for what cannot be one; raises FormError."""
    _only(form, {"code"})
    return check_in.read(form.get("code", ""))


def practice(form: Mapping[str, str]) -> Practice:
    """Read how far the practice goes; raises FormError."""
    _only(form, {"step"})
    try:
        return Practice(form["step"])
    except (KeyError, ValueError) as error:
        raise FormError("The practice has no such step.") from error


def number(form: Mapping[str, str], field: str) -> int:
    """Read a whole number of a form that has nothing else; raises FormError."""
    _only(form, {field})
    text = form.get(field, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise FormError(f"The field {field!r} must be a number.")
    return int(text)


def nothing(form: Mapping[str, str]) -> None:
    """Refuse a form that has any field; raises FormError."""
    _only(form, set())


def _only(form: Mapping[str, str], fields: set[str]) -> None:
    unknown = set(form) - fields
    if unknown:
        raise FormError(f"There is no field {min(unknown)[:40]!r}.")
