"""Prepare a fresh machine: system packages, virtual environment, locked dependencies, models.

The standard library alone, and nothing that an old Python 3 cannot parse: `make` calls it before
everything else. Steps that are done are skipped, so that calling it again costs half a second.
"""

import argparse
import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

WANTED = "3.11"
NO_PYTHON = (
    f"P-SETUP-001: Python {WANTED} was not found. On Debian 12: "
    f"apt-get install python3 python3-venv python3-dev; elsewhere: pyenv install {WANTED}."
)
if sys.version_info < (3, 9):  # noqa: UP036 - any Python 3 may be what `python3` starts
    sys.exit(NO_PYTHON)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WEB = ROOT / "hub" / "web"
PURPOSES = ("demo", "test", "check", "tools")

BUILD_PACKAGES = ("gcc", "portaudio19-dev")
"""PyAudio is built from source."""
DEMO_PACKAGES = (*BUILD_PACKAGES, "mosquitto", "espeak-ng", "fonts-noto-cjk")
"""Mosquitto is the broker; espeak-ng speaks the sample answers; reports are set in Noto."""
TEST_PACKAGES = (
    *DEMO_PACKAGES,
    "age",
    "chromium",
    "pulseaudio",
    "pulseaudio-utils",
    "libasound2-plugins",
)
"""The tests also open recordings with age, pages with Chromium, sound through PulseAudio."""
_SYSTEM = {"demo": DEMO_PACKAGES, "test": TEST_PACKAGES}
_COLLECTING = re.compile(r"Collecting (\S+)")


class SetupError(Exception):
    """Set-up cannot go on; the message is one line that says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal what is being done."""
    sys.stdout.write(f"[set-up] {text}\n")
    sys.stdout.flush()


def find_python(names: tuple[str, ...] = (f"python{WANTED}", sys.executable, "python3")) -> str:
    """Give a Python 3.11; raises SetupError that says how to get one."""
    for name in names:
        program = shutil.which(name) or ""
        if program and _version(program) == WANTED:
            return program
    raise SetupError(NO_PYTHON)


def _version(program: str) -> str:
    return _answer(program, "-c", "import sys; print('%d.%d' % sys.version_info[:2])")


def _answer(*command: str) -> str:
    """Give what a command printed; nothing where it failed or is not there."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def python_packages(python: str) -> tuple[str, ...]:
    """Name the apt packages that this Python lacks to make environments and build extensions."""
    query = (
        "import sysconfig, pathlib, importlib.util as u;"
        "print(int(u.find_spec('ensurepip') is not None),"
        "int(pathlib.Path(sysconfig.get_paths()['include'], 'Python.h').exists()))"
    )
    has_venv, has_headers = (flag == "1" for flag in _answer(python, "-c", query).split())
    missing = () if has_venv else (f"python{WANTED}-venv",)
    return missing if has_headers else (*missing, f"python{WANTED}-dev")


def install_system_packages(names: tuple[str, ...], *, root: bool) -> None:
    """Install the missing packages when root, else raise SetupError with the line that would."""
    if shutil.which("dpkg-query") is None:
        say(f"not a Debian system: please see to these yourself: {' '.join(names)}")
        return
    missing = [name for name in names if not _is_installed(name)]
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not root:
        raise SetupError(f"P-SETUP-002: system packages are missing. Run: sudo {line}")
    say(line)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _run("P-SETUP-003", "apt-get", "update", "-qq")
    _run("P-SETUP-003", *line.split())


def _is_installed(name: str) -> bool:
    return _answer("dpkg-query", "-W", "-f", "${db:Status-Status}", name) == "installed"


def make_environment(python: str, lock: Path) -> None:
    """Make `.venv` and install what `lock` pins, hashes verified; skipped when up to date."""
    build = ROOT / "requirements" / "build.txt"
    fingerprint = hashlib.sha256(build.read_bytes() + lock.read_bytes()).hexdigest()
    stamp = VENV / f".{lock.stem}.installed"
    own = str(VENV / "bin" / "python")
    if stamp.exists() and stamp.read_text() == fingerprint and _version(own) == WANTED:
        return
    if not is_whole(VENV):
        say(f"virtual environment .venv on {python}")
        shutil.rmtree(VENV, ignore_errors=True)
        _run("P-SETUP-004", python, "-m", "venv", str(VENV))
    say("tools that build packages")
    _install(own, build)
    say(f"dependencies of {lock.relative_to(ROOT)} (a few minutes the first time)")
    # Build isolation would fetch unpinned build tools; ours are pinned in build.txt.
    _install(own, lock, "--no-build-isolation")
    stamp.write_text(fingerprint)


def is_whole(environment: Path) -> bool:
    """Say whether an environment has the right Python and a pip: making it may have been cut."""
    python = str(environment / "bin" / "python")
    return _version(python) == WANTED and bool(_answer(python, "-m", "pip", "--version"))


def _install(python: str, lock: Path, *flags: str) -> None:
    """Install what a file pins: with pip's own progress on a terminal, else a line a package."""
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes")
    command = (*pip, *flags, "-r", str(lock))
    if sys.stdout.isatty():
        _run("P-SETUP-005", *command)
    else:
        _run("P-SETUP-005", *command, "--progress-bar=off", brief=True)


def npm_packages() -> tuple[str, ...]:
    """Name the apt package that brings npm, where no npm is on PATH."""
    return () if shutil.which("npm") else ("npm",)


def fetch_page_files(*, tests: bool, web: Path = WEB) -> None:
    """Fetch what HR's pages have from npm, hashes verified; skipped when up to date."""
    flags = () if tests else ("--omit=dev",)
    wanted = hashlib.sha256((web / "package-lock.json").read_bytes() + repr(flags).encode())
    stamp = web / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return
    say("what HR's pages have from npm")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _run("P-SETUP-007", "npm", "ci", *quiet, *flags, "--prefix", str(web))
    stamp.write_text(wanted.hexdigest())


def make_models(*, tests: bool) -> None:
    """Fetch and build the models that are not there yet."""
    flags = ("--files", "--tests") if tests else ("--files",)
    python = str(VENV / "bin" / "python")
    _run("P-SETUP-006", python, "-m", "models_quantized", *flags)


def _run(code: str, *command: str, brief: bool = False) -> None:
    """Run a step in a session of its own, so that Ctrl-C reaches us alone and we end the step.

    With `brief`, of pip's words only the packages are told. Raises SetupError.
    """
    words = subprocess.PIPE if brief else None
    with subprocess.Popen(
        command,
        cwd=str(ROOT),
        stdout=words,
        text=True,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - one C call, no locks
    ) as step:
        try:
            for line in step.stdout or ():
                _tell(line)
            step.wait()
        finally:
            if step.poll() is None:
                os.killpg(step.pid, signal.SIGTERM)
    if step.returncode != 0:
        raise SetupError(f"{code}: `{' '.join(command)}` failed; its reason is above.")


def _end_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _tell(line: str) -> None:
    found = _COLLECTING.match(line)
    if found:
        say(f"  fetch {found.group(1)}")
    elif line.startswith(("Building wheels", "Installing collected")):
        say("  build and install them")


def prepare(purpose: str) -> None:
    """Do every step that `purpose` needs; raises SetupError."""
    python = find_python()
    wanted = _SYSTEM.get(purpose, BUILD_PACKAGES)
    packages = (*python_packages(python), *npm_packages(), *wanted)
    install_system_packages(packages, root=os.geteuid() == 0)
    lock = "site.txt" if purpose == "demo" else "dev.txt"
    make_environment(python, ROOT / "requirements" / lock)
    fetch_page_files(tests=purpose != "demo")
    if purpose != "tools":
        make_models(tests=purpose != "demo")


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> int:
    """Prepare the machine; what cannot be done is one line, and so is Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=PURPOSES)
    purpose = parser.parse_args().purpose
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        prepare(purpose)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\n[set-up] stopped; run it again: what is finished stays done\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
