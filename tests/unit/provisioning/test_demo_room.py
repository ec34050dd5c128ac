"""The demo's folder: what is the user's is never deleted."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from provisioning.demo.errors import OptionError
from provisioning.demo.room import room

if TYPE_CHECKING:
    from pathlib import Path


def earlier(out: Path) -> Path:
    with room(out, ()):
        pass
    report = out / "report.json"
    report.write_text("{}")
    (out / "site").mkdir()
    (out / "site" / "hub.toml").touch()
    return report


def test_a_folder_that_is_not_the_demos_is_not_emptied(tmp_path: Path) -> None:
    precious = tmp_path / "thesis.txt"
    precious.write_text("three years")
    with pytest.raises(OptionError, match="not of the demo"), room(tmp_path, ()):
        pass
    assert precious.read_text() == "three years"


def test_a_folder_of_an_earlier_demo_is_emptied_and_private(tmp_path: Path) -> None:
    out = tmp_path / "out"
    earlier(out)
    out.chmod(0o755)
    with room(out, ()):
        assert [path.name for path in out.iterdir()] == ["site-of-the-demo"]
        assert stat.S_IMODE(out.stat().st_mode) == 0o700


def test_a_folder_that_holds_an_input_is_not_emptied(tmp_path: Path) -> None:
    report = earlier(tmp_path / "out")
    sound = tmp_path / "out" / "answer.wav"
    sound.touch()
    with pytest.raises(OptionError, match="lies in it"), room(tmp_path / "out", (sound,)):
        pass
    assert report.exists()
    assert sound.exists()


def test_a_folder_in_use_is_refused_and_free_again_afterwards(tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = out / "report.json"
    with room(out, ()):
        report.write_text("{}")
        with pytest.raises(OptionError, match="in use"), room(out, ()):
            pass
        assert report.exists()
    with room(out, ()):
        assert not report.exists()


@pytest.mark.parametrize("place", ["/proc/demo", "file", "file/below"])
def test_a_place_where_no_folder_can_be_is_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(OptionError) as raised, room(tmp_path / place, ()):
        pass
    assert "\n" not in str(raised.value)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_link_in_the_folder_is_removed_and_its_goal_is_not(tmp_path: Path) -> None:
    out = tmp_path / "out"
    earlier(out)
    goal = tmp_path / "goal"
    goal.mkdir()
    (goal / "kept").touch()
    (out / "link").symlink_to(goal)
    with room(out, ()):
        assert not (out / "link").is_symlink()
    assert (goal / "kept").exists()
