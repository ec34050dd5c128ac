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

    from starlette.requests import Request

MAX_BYTES = 4096
MAX_FIELDS = 8
"""No form of ours is longer."""


_MOST_DIGITS = 4


class FormError(EdgeError):
    """A form that none of our pages sends."""

    code = "K-PAGE-004"
    diagnosis = "Use the buttons of the page."


def read(body: bytes, most_bytes: int = MAX_BYTES, most_fields: int = MAX_FIELDS) -> dict[str, str]:
    """Read a form as browsers post it; raises FormError when it is none of ours."""
    if len(body) > most_bytes:
        raise FormError(f"The form is longer than {most_bytes} bytes.")
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            max_num_fields=most_fields,
        )
    except ValueError as error:
        raise FormError("The form cannot be read.") from error
    if len({name for name, _ in fields}) < len(fields):
        raise FormError("A field stands twice.")
    return dict(fields)


async def sent(request: Request) -> dict[str, str]:
    """Read a request's form, no further than the longest of ours; raises FormError."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            break
    return read(bytes(body))


def language(form: Mapping[str, str]) -> Language:
    """Read the chosen language; raises FormError."""
    only(form, {"language"})
    try:
        return Language(form["language"])
    except (KeyError, ValueError) as error:
        raise FormError("The language must be en or zh.") from error


def granted(form: Mapping[str, str]) -> frozenset[Purpose]:
    """Read which purposes were granted (`on`); raises FormError."""
    only(form, {purpose.value for purpose in Purpose})
    if not set(form.values()) <= {"on", "off"}:
        raise FormError("Each purpose is on, off or left out.")
    return frozenset(Purpose(name) for name, choice in form.items() if choice == "on")


def undecided(form: Mapping[str, str], asked: Sequence[Purpose]) -> tuple[Purpose, ...]:
    """Give the purposes that were asked for and have no answer."""
    return tuple(purpose for purpose in asked if purpose.value not in form)


def code(form: Mapping[str, str]) -> str | None:
    """Read a check-in code; None for what cannot be one; raises FormError."""
    only(form, {"code"})
    return check_in.read(form.get("code", ""))


def practice(form: Mapping[str, str]) -> Practice:
    """Read how far the practice goes; raises FormError."""
    only(form, {"step"})
    try:
        return Practice(form["step"])
    except (KeyError, ValueError) as error:
        raise FormError("The practice has no such step.") from error


def number(form: Mapping[str, str], field: str) -> int:
    """Read a whole number of a form that has nothing else; raises FormError."""
    only(form, {field})
    text = form.get(field, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise FormError(f"The field {field!r} must be a number.")
    return int(text)


def switch(form: Mapping[str, str], field: str) -> bool:
    """Read a form of one field that is `on` or `off`; raises FormError."""
    only(form, {field})
    if form.get(field) not in ("on", "off"):
        raise FormError(f"The field {field!r} must be on or off.")
    return form[field] == "on"


def text(form: Mapping[str, str], longest: int) -> str:
    """Read a form of one text; raises FormError when it is empty or too long."""
    only(form, {"text"})
    written = form.get("text", "").strip()
    if not written or len(written) > longest:
        raise FormError(f"The text must have 1 to {longest} characters.")
    return written


def lines(form: Mapping[str, str], longest: int) -> tuple[str, ...]:
    """Read the passages `line0`, `line1` and so on; raises FormError when one is left out."""
    names = [f"line{place}" for place in range(len(form))]
    if set(names) != set(form) or not names:
        raise FormError("The passages must be line0, line1 and so on.")
    if any(len(one) > longest for one in form.values()):
        raise FormError(f"A passage has at most {longest} characters.")
    return tuple(form[name].strip() for name in names)


def nothing(form: Mapping[str, str]) -> None:
    """Refuse a form that has any field; raises FormError."""
    only(form, set())


def only(form: Mapping[str, str], fields: set[str]) -> None:
    """Refuse a form with any other field; raises FormError."""
    unknown = set(form) - fields
    if unknown:
        raise FormError(f"There is no field {min(unknown)[:40]!r}.")
