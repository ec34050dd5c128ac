from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import JOB
from tests.fakes.job_forms import form_of, shown, versions

if TYPE_CHECKING:
    from tests.fakes.hub_site import HubSite

HOSTILE = "<script>alert('x')</script>"


def test_the_list_shows_every_job_with_its_newest_version(
    hub: HubSite, browser: HubBrowser
) -> None:
    hub.scheduled("Ines Interviewed")
    page = shown(browser.get("/jobs"))
    for title in ("Bank account manager", "Customer service team lead", "Software engineer"):
        assert title in page
    assert "New job" in page
    staff = HubBrowser(hub)
    staff.sign_in("hr_staff-en")
    assert "New job" not in shown(staff.get("/jobs"))


def test_a_job_is_shown_with_shares_anchors_bank_and_versions(browser: HubBrowser) -> None:
    page = shown(browser.get(f"/jobs/{JOB}"))
    assert "33 %" in page
    assert "Describes one concrete warning sign" in page
    assert "A long-standing client asks for a larger working-capital loan" in page
    assert "What changed" in page
    assert "No behaviour anchors yet" in shown(browser.get(f"/jobs/{JOB}?version=1"))
    assert browser.get(f"/jobs/{JOB}?version=99").status_code == 404
    assert browser.get("/jobs/no-such-job").status_code == 404


def test_a_chinese_reader_reads_the_chinese_texts(hub: HubSite) -> None:
    browser = HubBrowser(hub)
    browser.client.post(
        "/sign-in",
        data={"name": "hr_manager-zh", "password": "a long enough password", "chosen": "zh"},
    )
    page = shown(browser.get(f"/jobs/{JOB}"))
    assert "银行客户经理" in page
    assert "讲出一个具体的风险信号" in page
    assert "Bank account manager" not in page


def test_two_versions_are_set_side_by_side_in_words(browser: HubBrowser) -> None:
    page = shown(browser.get(f"/jobs/{JOB}/changes?from=1&to=2"))
    assert "Competency · behaviour anchors" in page
    assert "35 changes" in page
    assert "The two versions say the same." in shown(
        browser.get(f"/jobs/{JOB}/changes?from=2&to=2")
    )
    assert browser.get(f"/jobs/{JOB}/changes?from=1&to=9").status_code == 404


def test_every_part_of_a_draft_is_saved_as_it_was_shown(browser: HubBrowser, draft: str) -> None:
    for part in ("basics", "weights", "competencies/0", "keywords/4", "questions/0", "bank/14"):
        answer = browser.post(f"{draft}/{part}", **form_of(browser.get(f"{draft}/{part}")))
        assert (answer.status_code, answer.headers["location"]) == (303, draft)
    assert "Nothing yet." in shown(browser.get(draft))


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    browser: HubBrowser, draft: str
) -> None:
    form = form_of(browser.get(f"{draft}/keywords/0"))
    typed = {"competencies.0.groups.0.name.en": HOSTILE, "competencies.0.groups.0.en": ""}
    answer = browser.post(f"{draft}/keywords/0", **form | typed)
    assert answer.status_code == 422
    assert 'aria-describedby="competencies.0.groups.0.en-fault"' in answer.text
    assert "Please fill this in: both languages are wanted." in shown(answer)
    assert "<script>" not in answer.text
    assert form_of(answer)["competencies.0.groups.0.name.en"] == HOSTILE
    assert "Nothing yet." in shown(browser.get(draft))


def test_two_groups_of_one_name_are_refused_and_nothing_is_saved(
    browser: HubBrowser, draft: str
) -> None:
    form = form_of(browser.get(f"{draft}/keywords/0"))
    same = {"competencies.0.groups.1.name.en": form["competencies.0.groups.0.name.en"]}
    answer = browser.post(f"{draft}/keywords/0", **form | same)
    assert answer.status_code == 422
    assert "Two entries have the same name" in shown(answer)


def test_a_form_that_is_older_than_the_draft_is_not_saved_but_kept(
    browser: HubBrowser, draft: str
) -> None:
    old = form_of(browser.get(f"{draft}/weights"))
    browser.post(f"{draft}/weights", **old | {"competencies.0.weight": "7"})
    answer = browser.post(f"{draft}/weights", **old | {"competencies.1.weight": "9"})
    assert answer.status_code == 422
    assert "Somebody changed this draft in the meantime." in shown(answer)
    assert form_of(answer)["competencies.1.weight"] == "9"


def test_a_draft_is_published_with_a_note_and_the_old_version_stays(
    hub: HubSite, browser: HubBrowser, draft: str
) -> None:
    before = versions(hub, JOB)
    form = form_of(browser.get(f"{draft}/basics"))
    browser.post(f"{draft}/basics", **form | {"title.en": "Company account manager"})
    revision = form_of(browser.get(draft))["revision"]
    refused = browser.post(f"{draft}/publish", revision=revision, note=" ")
    assert refused.status_code == 422
    assert "Please say in 1 to 1000 characters" in shown(refused)
    assert versions(hub, JOB) == before
    done = browser.post(f"{draft}/publish", revision=revision, note="A clearer title")
    assert done.headers["location"] == f"/jobs/{JOB}"
    assert versions(hub, JOB) == [*before, before[-1] + 1]
    page = shown(browser.get(f"/jobs/{JOB}"))
    assert "A clearer title" in page
    assert "hr_manager-en" in page
    assert "Bank account manager" in shown(browser.get(f"/jobs/{JOB}?version=2"))


def test_a_draft_is_thrown_away_only_when_one_says_so(browser: HubBrowser, draft: str) -> None:
    answer = browser.post(f"{draft}/discard")
    assert answer.status_code == 422
    assert "Please tick the box first" in shown(answer)
    assert browser.get(draft).status_code == 200
    browser.post(f"{draft}/discard", sure="on")
    assert browser.get(draft).headers["location"] == f"/jobs/{JOB}"


def test_questions_are_chosen_from_the_bank_step_by_step(browser: HubBrowser, draft: str) -> None:
    revision = form_of(browser.get(draft))["revision"]
    asked = browser.post(f"{draft}/step", revision=revision, do="ask", which="risk-quick-loan")
    assert asked.status_code == 303
    assert "is asked" in shown(browser.get(draft))
    again = browser.post(f"{draft}/step", revision="2", do="ask", which="risk-quick-loan")
    assert "It is there already." in shown(again)
    nonsense = browser.post(f"{draft}/step", revision="2", do="delete-all", which="x")
    assert nonsense.status_code == 422
    stale = browser.post(f"{draft}/step", revision="1", do="ask-earlier", which="3")
    assert "Somebody changed this draft" in shown(stale)


def test_a_competency_and_a_question_of_ones_own_are_added(browser: HubBrowser, draft: str) -> None:
    here = "competencies.5"
    both = {"name": ("Calm", "沉着"), "groups.0.name": ("stays calm", "保持冷静")}
    texts = {f"{here}.{key}.en": pair[0] for key, pair in both.items()}
    texts |= {f"{here}.{key}.zh": pair[1] for key, pair in both.items()}
    texts |= {f"{here}.groups.0.en": "stayed calm", f"{here}.groups.0.zh": "冷静"}
    form = form_of(browser.get(f"{draft}/new-competency"))
    assert browser.post(f"{draft}/new-competency", **form | texts).status_code == 303
    form = form_of(browser.get(f"{draft}/new-bank-question"))
    asked = {"text.en": "What calms you?", "text.zh": "什么让您冷静？", "competencies.calm": "on"}
    asked |= {"level": "basic", "kind": "scenario"}
    new = {f"bank.15.{name}": text for name, text in asked.items()}
    assert browser.post(f"{draft}/new-bank-question", **form | new).status_code == 303
    page = shown(browser.get(draft))
    assert "What calms you?" in page
    assert "no anchors" in page


def test_a_part_that_is_not_there_is_not_found(browser: HubBrowser, draft: str) -> None:
    for part in ("competencies/99", "questions/-1", "bank/x", "nonsense"):
        assert browser.get(f"{draft}/{part}").status_code == 404
