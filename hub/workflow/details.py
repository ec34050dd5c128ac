"""Identity number, e-mail, telephone: checked, brought to one form, masked. Pure but for libraries.

A mask shows what a person needs to recognise the detail, never enough to use it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from hub.storage.tables.candidate_detail import Detail
from hub.workflow.candidate_errors import DetailError
from hub.workflow.identity_number import is_identity_number

if TYPE_CHECKING:
    from datetime import date

_HOME = "CN"
"""Region of a telephone number without a country's code."""
_LONGEST = 120
_DOTS = "•••"


@dataclass(frozen=True, slots=True)
class Checked:
    """A detail that can be one."""

    kind: Detail
    text: str
    """In one form, so that equal details are equal texts."""
    mask: str


def checked(kind: Detail, typed: str, today: date) -> Checked:
    """Check a detail as typed; raises DetailError."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if len(text) > _LONGEST:
        raise DetailError(kind)
    match kind:
        case Detail.IDENTITY_NUMBER:
            return _identity_number(text, today)
        case Detail.EMAIL:
            return _email(text)
        case Detail.PHONE:
            return _phone(text)


def _identity_number(text: str, today: date) -> Checked:
    number = "".join(text.split()).upper()
    if not is_identity_number(number, today):
        raise DetailError(Detail.IDENTITY_NUMBER)
    return Checked(Detail.IDENTITY_NUMBER, number, number[0] + "*" * 16 + number[-1])


def _email(text: str) -> Checked:
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise DetailError(Detail.EMAIL) from error
    _, _, ending = found.domain.rpartition(".")
    mask = f"{found.local_part[0]}{_DOTS}@{_DOTS}.{ending}"
    return Checked(Detail.EMAIL, found.normalized.casefold(), mask)


def _phone(text: str) -> Checked:
    try:
        number = phonenumbers.parse(text, _HOME)
    except phonenumbers.NumberParseException as error:
        raise DetailError(Detail.PHONE) from error
    if not phonenumbers.is_valid_number(number):
        raise DetailError(Detail.PHONE)
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    mask = f"+{number.country_code} {_DOTS} {whole[-2:]}"
    return Checked(Detail.PHONE, whole, mask)
