"""What the half hour is measured on is an interview that the hub takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.scoring.job import parse
from tests.benchmarks.growth import long_job

if TYPE_CHECKING:
    from pathlib import Path


def test_the_hub_takes_the_job_with_the_patient_questions(tmp_path: Path) -> None:
    job = parse(long_job(tmp_path).read_bytes())
    assert job.id == "patient-bank-account-manager"
    assert {one.longest_s for one in job.questions} == {1800}
