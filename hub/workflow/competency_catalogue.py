"""The catalogue of competencies that comes with the hub: something to begin from, never a rule."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

import msgspec

from hub.scoring.job import Competency, Group
from hub.scoring.job_questions import BankQuestion
from hub.scoring.job_terms import Anchors, Forms, Name, Section
from wire.language import LocalText


class Terms(Section, frozen=True, kw_only=True):
    """Words of job descriptions that speak of a competency."""

    en: Forms
    zh: Forms


class Entry(Section, frozen=True, kw_only=True):
    """A competency as the catalogue has it."""

    id: Name
    name: LocalText
    definition: LocalText
    terms: Terms
    anchors: Anchors
    groups: tuple[Group, ...]
    bank: tuple[BankQuestion, ...]

    def competency(self, weight: float) -> Competency:
        """Give it as a job has it."""
        return Competency(
            id=self.id,
            name=self.name,
            definition=self.definition,
            weight=weight,
            anchors=self.anchors,
            groups=self.groups,
        )


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Give every entry by its id, in the order of the ids."""
    folder = resources.files("hub.workflow").joinpath("competencies")
    files = (one for one in folder.iterdir() if one.name.endswith(".toml"))
    entries = (_entry(file.read_text(encoding="utf-8")) for file in files)
    return {one.id: one for one in sorted(entries, key=lambda one: one.id)}


def _entry(text: str) -> Entry:
    """Read an entry; its questions are for its competency."""
    read = tomllib.loads(text)
    for question in read["bank"]:
        question["competencies"] = [read["id"]]
    return msgspec.convert(read, Entry)
