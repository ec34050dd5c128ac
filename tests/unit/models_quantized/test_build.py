import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from models_quantized.build import build, folder_sha256, is_ready
from models_quantized.errors import BuildError, SourceError
from models_quantized.manifest import Built, Source


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def wheels(tmp_path: Path) -> dict[str, Path]:
    for name, files in {
        "one": {"data/a.part1": b"first ", "data/plain": b"plain"},
        "two": {"data/a.part2": b"second", "model/x/deep": b"deep", "model/flat": b"flat"},
    }.items():
        with ZipFile(tmp_path / f"{name}.whl", "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    return {"one": tmp_path / "one.whl", "two": tmp_path / "two.whl"}


def joined(wanted: bytes = b"first second") -> Built:
    return Built(
        name="a",
        file="sub/a.bin",
        build="join",
        sources=(
            Source(package="one", member="data/a.part1", sha256=sha256(b"first ")),
            Source(package="two", member="data/a.part2", sha256=sha256(b"second")),
        ),
        sha256=sha256(wanted),
        licence="MIT",
        what="a file in two parts",
    )


def copied(member: str, content: bytes) -> Built:
    source = Source(package="one", member=member, sha256=sha256(content))
    return Built(
        name="p", file="p", sources=(source,), sha256=sha256(content), licence="MIT", what="-"
    )


def test_parts_are_joined_in_order(wheels: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.bin"

    build(joined(), wheels, target)

    assert target.read_bytes() == b"first second"
    assert is_ready(joined(), target)


def test_what_an_interrupted_build_left_is_replaced(
    wheels: dict[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"first sec")
    (tmp_path / ".a.bin.partial").write_bytes(b"fir")

    assert not is_ready(joined(), target)
    build(joined(), wheels, target)

    assert is_ready(joined(), target)
    assert not (tmp_path / ".a.bin.partial").exists()


def test_a_built_file_that_is_not_the_pinned_one_is_not_kept(
    wheels: dict[str, Path], tmp_path: Path
) -> None:
    with pytest.raises(BuildError, match=r"M-BUILD-001: a came out as [0-9a-f]{64}\."):
        build(joined(b"something else"), wheels, tmp_path / "out" / "a.bin")

    assert list((tmp_path / "out").iterdir()) == []


def test_an_altered_source_is_refused(wheels: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="M-SOURCE-001: data/plain has another SHA-256"):
        build(copied("data/plain", b"as it was pinned"), wheels, tmp_path / "p")


def test_a_missing_source_is_named(wheels: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"one\.whl gives no data/absent"):
        build(copied("data/absent", b""), wheels, tmp_path / "p")


def test_a_package_that_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.whl").write_bytes(b"no archive")

    with pytest.raises(SourceError, match=r"one\.whl gives no data/plain"):
        build(copied("data/plain", b"plain"), {"one": tmp_path / "one.whl"}, tmp_path / "p")


def test_a_folder_is_extracted_whole_and_an_alteration_is_seen(
    wheels: dict[str, Path], tmp_path: Path
) -> None:
    lines = f"flat {sha256(b'flat')}\nx/deep {sha256(b'deep')}\n"
    folder = Built(
        name="f",
        file="f",
        build="folder",
        sources=(Source(package="two", member="model/"),),
        sha256=sha256(lines.encode()),
        licence="MIT",
        what="a folder",
    )
    target = tmp_path / "f"

    build(folder, wheels, target)

    assert (target / "x" / "deep").read_bytes() == b"deep"
    assert is_ready(folder, target)
    (target / "flat").write_bytes(b"fl4t")
    assert folder_sha256(target) != folder.sha256
    assert not is_ready(folder, target)


def test_a_file_of_a_folder_that_would_land_outside_is_not_extracted(tmp_path: Path) -> None:
    wheel = tmp_path / "evil.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("model/../../outside", b"evil")
    folder = Built(
        name="f",
        file="f",
        build="folder",
        sources=(Source(package="evil", member="model/"),),
        sha256="0" * 64,
        licence="MIT",
        what="a folder",
    )

    with pytest.raises(BuildError):
        build(folder, {"evil": wheel}, tmp_path / "in" / "f")

    assert not (tmp_path / "outside").exists()
