"""The terms that the tables of a job file are made of."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.language import LocalText

Name = Annotated[str, Meta(pattern="^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
Form = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[^\n]*\S[^\n]*$")]
"""One line: a word or phrase as it may be said."""
Forms = Annotated[tuple[Form, ...], Meta(min_length=1, max_length=32)]
LongestSeconds = Annotated[int, Meta(ge=5, le=1800)]
SCALE = (1, 2, 3, 4, 5)
"""What a person may rate; an anchor stands for each."""
Anchors = Annotated[tuple[LocalText, ...], Meta(min_length=len(SCALE), max_length=len(SCALE))]
"""What is seen and heard at a rating of 1, 2, 3, 4 and 5, in this order."""


class Section(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A table of the job file."""
