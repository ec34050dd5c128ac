import pytest

from hub.errors import JobError
from hub.scoring import job
from hub.scoring.keywords import keyword_list, places
from tests.fakes.heard import JOB, SAMPLE_JOB

SOURCE = SAMPLE_JOB.decode()
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
