import pytest

from hub.errors import JobError
from hub.scoring import job
from hub.scoring.job_questions import Level, chosen
from hub.scoring.keywords import keyword_list, places
from hub.workflow import jobs
from tests.fakes.heard import JOB, SAMPLE_JOB

SOURCE = SAMPLE_JOB.decode()
SECOND = next(one for one in jobs.shipped() if b"\nversion = 2\n" in one).decode()
ANOTHER = 'anchors = [\n  { en = "one too many", zh = "多一条" },\n'
TWICE = SOURCE.replace(
    'competencies = ["risk-control", ', 'competencies = ["risk-control", "risk-control", ', 1
)


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ("id = ", "Invalid value"),
        (SOURCE.replace("weight = 4.0", "weight = -1.0"), r"competencies\[0\].weight"),
        (SOURCE.replace("weight = 4.0", "weigth = 4.0"), "weigth"),
        (SOURCE.replace('["risk-control", ', '["risk-contrl", ', 1), "risk-contrl"),
        (SOURCE.replace('id = "integrity"', 'id = "risk-control"'), "same id"),
        (SOURCE.replace('zh = "风险控制"', 'zh = ""'), "both en and zh"),
        (SOURCE.replace('en = "asks for security"', 'en = "looks at the figures"'), "same name"),
        ("#" * (job.MAX_BYTES + 1), "allowed"),
        ("x = " + "[" * 60_000, "nested too deep"),
        ("version = " + "9" * 5000, "4300 digits"),
        (SECOND.replace('level = "basic"', 'level = "easy"', 1), r"level"),
        (
            SECOND.replace('id = "rules-signature"', 'id = "risk-quick-loan"'),
            "of the bank have the",
        ),
        (SECOND.replace(', competency = "risk-control"', ', competency = "risk"', 1), "'risk'"),
        (SECOND.replace("anchors = [\n", ANOTHER, 1), r"anchors"),
        (SOURCE.replace('"cash flow"', '"cash\\nflow"'), r"groups\[0\].en\[0\]"),
        (TWICE, r"questions\[0\]: a competency stands there twice"),
        (
            SOURCE.replace('zh = "风险控制"', f'zh = "{"风" * 121}"'),
            r"competencies\[0\].name.zh: 121 characters",
        ),
        (
            SOURCE.replace('zh = "风险控制"', 'zh = "风\\u202e险"'),
            r"competencies\[0\].name.zh: a control character",
        ),
    ],
)
def test_a_broken_job_file_is_refused_with_the_place_named(broken: str, place: str) -> None:
    with pytest.raises(JobError, match=place) as caught:
        job.parse(broken.encode())
    assert str(caught.value).startswith("H-JOB-001")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(JobError):
        job.parse(b"\xff\xfe")


def test_every_keyword_number_leads_back_to_its_group() -> None:
    numbered = places(JOB)
    for keyword in keyword_list(JOB):
        place = numbered[keyword.number]
        assert keyword.language is place.language
        assert keyword.forms in (place.group.en, place.group.zh)


def test_every_competency_of_the_sample_job_is_asked_for() -> None:
    asked = {name for question in JOB.questions for name in question.competencies}
    assert asked == {competency.id for competency in JOB.competencies}
    assert all(len(competency.groups) >= 4 for competency in JOB.competencies)


def test_a_newer_version_adds_anchors_and_follow_ups_and_keeps_what_is_scored() -> None:
    second = job.parse(SECOND.encode())
    assert keyword_list(second) == keyword_list(JOB)
    assert [one.text for one in second.questions] == [one.text for one in JOB.questions]
    assert all(one.anchors and one.definition for one in second.competencies)
    assert all(one.follow_ups and one.level for one in second.questions)


@pytest.mark.parametrize("source", list(jobs.shipped()))
def test_a_shipped_bank_has_both_levels_for_every_competency(source: bytes) -> None:
    read = job.parse(source)
    if read.version == 1 and not read.bank:
        return
    for competency in read.competencies:
        own = [one for one in read.bank if competency.id in one.competencies]
        assert {one.level for one in own} == set(Level)
        assert all(one.follow_ups for one in own)


def test_a_question_taken_from_the_bank_is_a_whole_copy() -> None:
    kept = job.parse(SECOND.encode()).bank[0]
    asked = chosen(kept)
    assert asked.bank_id == kept.id
    assert (asked.text, asked.level, asked.follow_ups) == (kept.text, kept.level, kept.follow_ups)
