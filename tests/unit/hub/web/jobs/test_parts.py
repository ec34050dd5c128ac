"""The forms over a job's parts: what is shown and sent back unchanged changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from hub.scoring import job as jobs
from hub.scoring.job_writing import document, of_document
from hub.web.jobs import checks
from hub.web.jobs.editing import EDITORS
from hub.web.jobs.fields import sent, typed
from hub.web.jobs.filling import filled
from hub.web.jobs.naming import named, slug
from hub.workflow.jobs import shipped
from tests.fakes.job_texts import any_job
from wire.language import Language

if TYPE_CHECKING:
    from hub.scoring.job import Job
    from hub.web.jobs.editing import Editor
    from hub.web.jobs.fields import Document

SECOND = next(one for one in map(jobs.parse, shipped()) if one.version == 2)
OPENING = [one for one in EDITORS if not one.path.startswith("new-")]
BY_PATH = {one.path: one for one in EDITORS}


def sent_back(editor: Editor, made: Document, place: int, **typed_anew: str) -> Document:
    part = editor.build(made, place, Language.ZH)
    form = typed(made, part.blocks) | {
        name.replace("__", "."): text for name, text in typed_anew.items()
    }
    written = sent(form, part.blocks)
    assert checks.faults(part.blocks, written) == {}
    return named(filled(made, part.blocks, written))


@settings(max_examples=6, deadline=None)
@given(any_job())
def test_a_part_that_is_sent_back_as_it_was_shown_changes_nothing(job: Job) -> None:
    made = document(job)
    for editor in OPENING:
        for place in range(len(made.get(editor.listed, ())) if editor.listed else 1):
            assert of_document(sent_back(editor, made, place)) == job


def test_a_blank_entry_that_is_filled_in_is_added() -> None:
    group = {
        f"competencies__0__groups__5__{name}": text
        for name, text in {
            "name__en": "asks",
            "name__zh": "询问",
            "en": "asked\nwanted to know ",
            "zh": "问\n\n追问",
        }.items()
    }
    made = of_document(sent_back(BY_PATH["keywords/{place}"], document(SECOND), 0, **group))
    assert made.competencies[0].groups[5].en == ("asked", "wanted to know")
    assert made.competencies[0].groups[5].zh == ("问", "追问")


def test_an_entry_whose_texts_are_emptied_is_taken_out() -> None:
    here = "questions__0__follow_ups__1__text"
    emptied = {f"{here}__{side}": " " for side in ("en", "zh")}
    made = of_document(sent_back(BY_PATH["questions/{place}"], document(SECOND), 0, **emptied))
    before = SECOND.questions[0].follow_ups
    assert made.questions[0].follow_ups == (before[0], *before[2:])


def test_emptied_anchors_and_hints_are_no_longer_there() -> None:
    here = "questions__0"
    emptied = {f"{here}__anchors__{n}__{side}": "" for n in range(5) for side in ("en", "zh")}
    emptied |= {f"{here}__hint__en": "", f"{here}__hint__zh": ""}
    made = of_document(sent_back(BY_PATH["questions/{place}"], document(SECOND), 0, **emptied))
    assert made.questions[0].anchors is None
    assert made.questions[0].hint is None


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("competencies.0.groups.0.en", "", checks.MISSING),
        ("competencies.0.groups.0.en", "x" * 81, checks.WRONG_FORMS),
        ("competencies.0.groups.0.en", "\n".join("x" * 33), checks.WRONG_FORMS),
        ("competencies.0.groups.0.name.zh", "", checks.MISSING),
        ("competencies.0.groups.0.name.zh", "长" * 121, checks.LONG_LINE),
        ("competencies.0.groups.0.name.zh", "a\u202eb", checks.CONTROL),
        ("competencies.0.groups.5.name.en", "half of a new group", None),
    ],
)
def test_a_wrong_keyword_group_is_refused_at_its_field(
    name: str, text: str, fault: str | None
) -> None:
    made = document(SECOND)
    blocks = BY_PATH["keywords/{place}"].build(made, 0, Language.EN).blocks
    found = checks.faults(blocks, sent(typed(made, blocks) | {name: text}, blocks))
    if fault is None:
        assert set(found) == {f"competencies.0.groups.5.{one}" for one in ("name.zh", "zh", "en")}
    else:
        assert found == {name: fault}


@pytest.mark.parametrize("text", ["0", "-1", "1001", "nan", "inf", "four", ""])
def test_a_weight_is_a_number_that_can_be_a_share(text: str) -> None:
    made = document(SECOND)
    blocks = BY_PATH["weights"].build(made, 0, Language.EN).blocks
    wrong = typed(made, blocks) | {"competencies.1.weight": text}
    assert set(checks.faults(blocks, sent(wrong, blocks))) == {"competencies.1.weight"}


@pytest.mark.parametrize("text", ["4", "1801", "-5", "9.5", "٩٩", ""])
def test_a_longest_answer_is_whole_seconds_within_the_limits(text: str) -> None:
    made = document(SECOND)
    blocks = BY_PATH["basics"].build(made, 0, Language.EN).blocks
    wrong = typed(made, blocks) | {"introduction.longest_s": text}
    assert set(checks.faults(blocks, sent(wrong, blocks))) == {"introduction.longest_s"}


def test_a_question_is_for_at_least_one_competency_of_the_job() -> None:
    made = document(SECOND)
    blocks = BY_PATH["questions/{place}"].build(made, 0, Language.EN).blocks
    none = {name: "" for name in typed(made, blocks) if ".competencies." in name}
    wrong = typed(made, blocks) | none | {"questions.0.level": "easy"}
    assert checks.faults(blocks, sent(wrong, blocks)) == {
        "questions.0.competencies": checks.NO_CHOICE,
        "questions.0.level": checks.WRONG_CHOICE,
    }


def test_a_name_is_made_of_the_english_text_and_is_there_once() -> None:
    assert slug("Data & Risk!", (), "own") == "data-risk"
    assert slug("Data & Risk!", {"data-risk", "data-risk-2"}, "own") == "data-risk-3"
    assert slug("数据", (), "own") == "own"
    assert len(slug("x" * 200, (), "own")) <= 64
