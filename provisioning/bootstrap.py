"""Prepare a fresh machine: system packages, virtual environment, locked dependencies, models.

Runs on any Python 3 with the standard library alone; `make` calls it before everything else.
Each step that is already done is skipped, so that calling it again costs half a second.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WANTED = "3.11"

DEMO_PACKAGES = ("gcc", "portaudio19-dev", "mosquitto", "espeak-ng")
"""PyAudio is built from source; Mosquitto is the broker; espeak-ng speaks the sample answers."""
TEST_PACKAGES = (
    *DEMO_PACKAGES,
    "age",
    "chromium",
    "fonts-noto-cjk",
    "pulseaudio",
    "pulseaudio-utils",
    "libasound2-plugins",
)
"""The tests also open recordings with age, pages with Chromium, sound through PulseAudio."""


class SetupError(Exception):
    """Set-up cannot go on; the message is one line that says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal what is being done."""
    sys.stdout.write(f"[set-up] {text}\n")
    sys.stdout.flush()


def find_python() -> str:
    """Give a Python 3.11; raises SetupError that says how to get one."""
    for name in (f"python{WANTED}", sys.executable, "python3"):
        program = shutil.which(name) or ""
        if program and _version(program) == WANTED:
            return program
    raise SetupError(
        f"P-SETUP-001: Python {WANTED} was not found. On Debian 12: "
        f"apt-get install python3 python3-venv python3-dev; elsewhere: pyenv install {WANTED}.",
    )


def _version(program: str) -> str:
    query = "import sys; print('%d.%d' % sys.version_info[:2])"
    ran = subprocess.run([program, "-c", query], capture_output=True, text=True, check=False)
    return ran.stdout.strip()


def python_packages(python: str) -> tuple[str, ...]:
    """Name the apt packages that this Python lacks to make environments and build extensions."""
    query = (
        "import sysconfig, pathlib, importlib.util as u;"
        "print(int(u.find_spec('ensurepip') is not None),"
        "int(pathlib.Path(sysconfig.get_paths()['include'], 'Python.h').exists()))"
    )
    ran = subprocess.run([python, "-c", query], capture_output=True, text=True, check=True)
    has_venv, has_headers = (flag == "1" for flag in ran.stdout.split())
    missing = () if has_venv else (f"python{WANTED}-venv",)
    return missing if has_headers else (*missing, f"python{WANTED}-dev")


def install_system_packages(names: tuple[str, ...]) -> None:
    """Install the missing packages when root, else print the line that would."""
    if shutil.which("dpkg-query") is None:
        say(f"not a Debian system: please see to these yourself: {' '.join(names)}")
        return
    missing = [name for name in names if not _is_installed(name)]
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if os.geteuid() != 0:
        raise SetupError(f"P-SETUP-002: system packages are missing. Run: sudo {line}")
    say(line)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], line.split()):
        if subprocess.run(command, env=environment, check=False).returncode != 0:
            raise SetupError(f"P-SETUP-003: `{' '.join(command)}` failed; its reason is above.")


def _is_installed(name: str) -> bool:
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}", name]
    ran = subprocess.run(query, capture_output=True, text=True, check=False)
    return ran.stdout == "installed"


def make_environment(python: str, lock: Path) -> None:
    """Make `.venv` and install what `lock` pins, hashes verified; skipped when up to date."""
    build = ROOT / "requirements" / "build.txt"
    fingerprint = hashlib.sha256(build.read_bytes() + lock.read_bytes()).hexdigest()
    stamp = VENV / f".{lock.stem}.installed"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    if not (VENV / "bin" / "python").exists():
        say(f"virtual environment .venv on {python}")
        _run("P-SETUP-004", python, "-m", "venv", str(VENV))
    say(f"dependencies of {lock.relative_to(ROOT)} (a minute or two the first time)")
    quiet = () if sys.stdout.isatty() else ("--quiet",)
    pip = (str(VENV / "bin" / "python"), "-m", "pip", "install", *quiet, "--require-hashes")
    _run("P-SETUP-005", *pip, "-r", str(build))
    # Build isolation would fetch unpinned build tools; ours are pinned in build.txt.
    _run("P-SETUP-005", *pip, "--no-build-isolation", "-r", str(lock))
    stamp.write_text(fingerprint)


def make_models(*, tests: bool) -> None:
    """Fetch and build the models that are not there yet."""
    flags = ("--tests",) if tests else ()
    python = str(VENV / "bin" / "python")
    _run("P-SETUP-006", python, "-m", "models_quantized", *flags)


def _run(code: str, *command: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise SetupError(f"{code}: `{' '.join(command)}` failed; its reason is above.")


def main() -> int:
    """Prepare the machine for the demo or for the tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=("demo", "test", "check"))
    purpose = parser.parse_args().purpose
    try:
        python = find_python()
        wanted = DEMO_PACKAGES if purpose == "demo" else TEST_PACKAGES
        if purpose != "check":
            install_system_packages((*python_packages(python), *wanted))
        lock = "site.txt" if purpose == "demo" else "dev.txt"
        make_environment(python, ROOT / "requirements" / lock)
        make_models(tests=purpose != "demo")
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
