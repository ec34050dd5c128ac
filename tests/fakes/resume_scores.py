"""How well the rules read the invented résumés: precision, recall and F1 for each field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hub.workflow.candidate_names import name_key
from hub.workflow.resumes.field_names import FieldName
from hub.workflow.resumes.fields import find
from hub.workflow.resumes.reading import lines_of, read
from tests.fakes.resume_files import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.fakes.resume_files import ResumeFile

YEARS_WITHIN = 0.15
"""Years of work that count as the same."""
_EDUCATION = (FieldName.SCHOOL, FieldName.DEGREE, FieldName.SUBJECT, FieldName.STUDY_YEARS)


@dataclass
class Tally:
    """Values counted over all résumés (micro average)."""

    hits: int = 0
    found: int = 0
    true: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def uploaded(file: ResumeFile) -> str:
    """Give a file's text as an upload is read."""
    return read(file.data).text


def measured(
    files: Iterable[ResumeFile], text_of: Callable[[ResumeFile], str] = uploaded
) -> dict[FieldName, Tally]:
    """Find the fields in every file's text, and compare each with the truth."""
    tallies = {name: Tally() for name in FieldName}
    for file in files:
        said = find(lines_of(text_of(file)), TODAY)
        truth = _truth(file)
        for name, tally in tallies.items():
            values = [one.value for one in said if one.name is name]
            if name is FieldName.WORK_YEARS:
                values = [_rounded(one, file.truth) for one in values]
            _count(file.name, tally, truth[name], Counter(_key(name, one) for one in values))
    return tallies


def _count(file: str, tally: Tally, true: Counter[str], found: Counter[str]) -> None:
    hits = true & found
    tally.hits += hits.total()
    tally.true += true.total()
    tally.found += found.total()
    tally.wrong += [f"{file}: missed {one}" for one in (true - hits).elements()]
    tally.wrong += [f"{file}: invented {one}" for one in (found - hits).elements()]


def _truth(file: ResumeFile) -> dict[FieldName, Counter[str]]:
    truth = file.truth
    schoolings = list(zip(*truth["education"], strict=True)) or [()] * len(_EDUCATION)
    values = {
        **dict(zip(_EDUCATION, schoolings, strict=True)),
        FieldName.SKILL: truth["skills"],
        FieldName.PROJECT: truth["projects"],
        FieldName.WORK_YEARS: [str(truth["work_years"])] if "work_years" in truth else [],
    }
    return {name: Counter(_key(name, one) for one in some if one) for name, some in values.items()}


def _key(name: FieldName, value: str) -> str:
    """Bring a value to its form for comparing."""
    return value if name is FieldName.WORK_YEARS else name_key(value)


def _rounded(found: str, truth: dict[str, Any]) -> str:
    """Take years of work that are near enough for the true ones."""
    true = truth.get("work_years")
    return str(true) if true is not None and abs(true - float(found)) <= YEARS_WITHIN else found
