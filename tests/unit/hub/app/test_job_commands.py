from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.__main__ import main
from hub.scoring import job as jobs
from tests.fakes.heard import SAMPLE_JOB
from tests.fakes.hub_site import JOB, HubSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("commands"))
    yield made
    made.close()


def run(hub: HubSite, *words: str) -> int:
    return main(["--settings", str(hub.settings_file), "job", *words])


def test_a_job_that_was_exported_is_imported_as_the_same_file(
    hub: HubSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "job.toml"
    file.write_bytes(SAMPLE_JOB.replace(b"version = 1", b"version = 41"))
    assert run(hub, "import", str(file)) == 0
    assert run(hub, "list") == 0
    assert f"{JOB} 41" in capsys.readouterr().out
    assert run(hub, "export", JOB, "--version", "41") == 0
    assert capsys.readouterr().out.encode() == file.read_bytes()
    assert run(hub, "export", JOB, "--version", "2") == 0
    assert jobs.parse(capsys.readouterr().out.encode()).version == 2


def test_a_version_that_is_not_there_is_one_clear_error(
    hub: HubSite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hub, "export", JOB, "--version", "9") == 2
    assert capsys.readouterr().err.startswith("H-UNKNOWN-001")
