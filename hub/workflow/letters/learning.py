"""The local catalogue of advice: by competency, in both languages, with links to read on."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from hub.errors import SettingsError
from hub.scoring.job_terms import Name
from wire.language import Language, LocalText

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path


class LearningLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page to read on; its form is checked, not whether it is still there."""

    language: Language
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    url: Annotated[str, Meta(max_length=500)]

    def __post_init__(self) -> None:
        """Refuse what is not a plain https address."""
        parts = urlsplit(self.url)
        is_plain = self.url.isprintable() and " " not in self.url and "@" not in parts.netloc
        if parts.scheme != "https" or "." not in parts.netloc or not is_plain:
            message = f"{self.url!r} is not an https address"
            raise ValueError(message)


class Advice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do for one competency."""

    competency: Name
    advice: LocalText
    links: tuple[LearningLink, ...] = ()


def catalogue(folder: Path | None) -> dict[str, Advice]:
    """Read the catalogue, the shipped one without a folder; raises SettingsError."""
    place: Traversable = folder or resources.files("hub.workflow").joinpath("learning")
    try:
        files = sorted(
            (one for one in place.iterdir() if one.name.endswith(".toml")), key=lambda it: it.name
        )
        entries = [_entry(one.read_text(encoding="utf-8"), one.name) for one in files]
    except OSError as error:
        raise SettingsError(f"{place} cannot be read: {error}.") from error
    return {one.competency: one for one in entries}


def _entry(text: str, name: str) -> Advice:
    try:
        return msgspec.convert(tomllib.loads(text), Advice)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: {error}.") from error
