"""Time to prepare, retakes and pauses: set on the job's page, and part of each plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from hub.errors import JobError
from hub.scoring import job as jobs
from hub.scoring.job import Timing
from hub.scoring.job_changes import changes
from hub.scoring.job_writing import write
from hub.storage.database import reading
from hub.storage.tables.job import JobRow
from hub.workflow.interviews import plan_of
from tests.fakes.hub_site import JOB
from tests.fakes.job_forms import form_of, shown
from wire.plan import Pauses, StageKind
from wire.policy import Profile

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite


@dataclass(frozen=True)
class Room:
    """What a candidate is given."""

    preparation_s: set[int]
    retakes: set[int]
    pauses: Pauses | None


def of_plan(job: jobs.Job) -> Room:
    plan = plan_of(job, "0" * 32, Profile.CN)
    asked = [one for one in plan.stages if one.kind is StageKind.QUESTION]
    return Room({one.preparation_s for one in asked}, {one.retakes for one in asked}, plan.pauses)


def sample(hub: HubSite) -> jobs.Job:
    with reading(hub.engine) as session:
        newest = select(JobRow).where(JobRow.job_id == JOB).order_by(JobRow.version.desc())
        return jobs.parse(session.scalars(newest.limit(1)).one().source.encode())


def test_a_job_that_says_nothing_of_it_gives_what_every_job_gave_before(hub: HubSite) -> None:
    assert of_plan(sample(hub)) == Room({30}, {1}, Pauses(most=3, longest_s=300))


def test_what_the_job_says_is_what_the_kiosk_is_told(hub: HubSite) -> None:
    said = Timing(preparation_s=90, retakes=0, pauses=1, pause_s=600)
    job = replace(sample(hub), timing=said)
    assert jobs.parse(write(job)).timing == said
    assert of_plan(job) == Room({90}, {0}, Pauses(most=1, longest_s=600))
    assert of_plan(replace(job, timing=Timing(pauses=0))).pauses is None


@pytest.mark.parametrize(
    ("set_to", "wrong"),
    [
        ("preparation_s = 30", "preparation_s = -1"),
        ("preparation_s = 30", "preparation_s = 1801"),
        ("retakes = 1", "retakes = 11"),
        ("pauses = 3", "pauses = 21"),
        ("pause_s = 300", "pause_s = 29"),
        ("pause_s = 300", "pause_s = 3601"),
        ("pause_s = 300", "pause_s = 300\nelse = 1"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_its_place(
    hub: HubSite, set_to: str, wrong: str
) -> None:
    source = write(sample(hub)).decode()
    assert source.count(f"\n{set_to}\n") == 1
    with pytest.raises(JobError, match="timing"):
        jobs.parse(source.replace(f"\n{set_to}\n", f"\n{wrong}\n").encode())


def test_a_change_is_told_in_words(hub: HubSite) -> None:
    before = sample(hub)
    after = replace(before, timing=Timing(preparation_s=60))
    (one,) = changes(before, after)
    assert one.field == "timing"
    assert one.after is not None
    assert one.after.en == "60 s to prepare, 1 retakes, 3 pauses of 300 s"


def test_it_is_set_on_the_page_and_shown_with_the_job(browser: HubBrowser, draft: str) -> None:
    form = form_of(browser.get(f"{draft}/basics"))
    assert (form["timing.preparation_s"], form["timing.retakes"]) == ("30", "1")
    wrong = browser.post(f"{draft}/basics", **form | {"timing.pauses": "21"})
    assert wrong.status_code == 422
    assert "A whole number, from 0 to 20." in shown(wrong)
    right = browser.post(f"{draft}/basics", **form | {"timing.preparation_s": "0"})
    assert right.status_code == 303
    assert form_of(browser.get(f"{draft}/basics"))["timing.preparation_s"] == "0"
    assert "0 s to prepare" in shown(browser.get(draft))
    assert "Time, retakes and pauses" in shown(browser.get(f"/jobs/{JOB}"))
