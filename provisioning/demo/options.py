"""What `make demo` can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provisioning.demo.errors import OptionError
from wire import policy
from wire.errors import PolicyError
from wire.language import Language

if TYPE_CHECKING:
    import argparse

    from wire.policy import Profile

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / ".cache" / "models"
PACKAGED_MEDIA = ROOT / ".cache" / "media"
SPEEDS = ("realtime", "max")


@dataclass(frozen=True, slots=True)
class Options:
    """The demo as asked for."""

    once: bool
    out: Path
    profile: Profile
    language: Language
    speed: str
    video: Path | None
    audio: Path | None
    job: Path | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options; they are read as text so that each mistake gets its own line."""
    parser.add_argument("--once", action="store_true", help="one interview, a report, and out")
    parser.add_argument("--out", type=Path, help="folder for site and report (build/demo)")
    parser.add_argument("--profile", default="cn", help="policy profile: cn, eu or us (cn)")
    parser.add_argument("--language", default="en", help="the candidate's language: en or zh (en)")
    parser.add_argument("--speed", default="realtime", help="realtime, or max (realtime)")
    parser.add_argument("--video", type=Path, help="in place of the sample face")
    parser.add_argument("--audio", type=Path, help="in place of the sample answers")
    parser.add_argument("--job", type=Path, help="job file, in place of the sample job")


def read(asked: argparse.Namespace) -> Options:
    """Check the options; raises OptionError naming the one that is wrong."""
    try:
        profile = policy.parse(asked.profile)
    except PolicyError as error:
        raise OptionError(f"PROFILE={asked.profile}: use cn, eu or us.") from error
    if asked.language not in tuple(Language):
        raise OptionError(f"LANGUAGE={asked.language}: use en or zh.")
    if asked.speed not in SPEEDS:
        raise OptionError(f"SPEED={asked.speed}: use realtime or max.")
    for name in ("video", "audio", "job"):
        path = getattr(asked, name)
        if path is not None and not path.is_file():
            raise OptionError(f"{name.upper()}={path}: there is no such file.")
    return Options(
        once=asked.once,
        out=(asked.out or ROOT / "build" / "demo").resolve(),
        profile=profile,
        language=Language(asked.language),
        speed=asked.speed,
        video=asked.video,
        audio=asked.audio,
        job=asked.job,
    )
