"""The demo's site is set up as a real one is told to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.app.serve import processes
from hub.settings import parse
from provisioning.demo import site as demo
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path


def test_checkpoints_of_the_demos_audit_log_leave_the_hub(tmp_path: Path) -> None:
    site = demo.prepare(tmp_path / "site", tmp_path, Profile.CN)
    settings = parse(site.hub_settings.read_text(encoding="utf-8"))
    assert settings.audit.checkpoint_dir == site.checkpoints
    assert site.checkpoints.is_dir()
    assert not site.checkpoints.is_relative_to(settings.state_dir)
    assert "witness" in processes(settings)
