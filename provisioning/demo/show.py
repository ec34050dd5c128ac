"""`make demo`: bring a site up, let the scripted candidate interview, show where to look."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from rich.console import Console

from provisioning.broker import Broker
from provisioning.demo import media, options, site
from provisioning.demo.candidate import ScriptedCandidate
from provisioning.demo.looked_at import IN_CHARGE, SAMPLES, Person, add_accounts, add_samples, told
from provisioning.demo.progress import Steps
from provisioning.demo.room import room
from wire import policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provisioning.demo.candidate import Progress as Where
    from provisioning.demo.options import Options
    from provisioning.demo.processes import Watched
    from provisioning.demo.site import Site

SAMPLE_JOB = "bank-account-manager"
CANDIDATES = ("Demo candidate 演示候选人", "Second demo candidate 演示候选人二")
LOADING, OVER = "the kiosk loads its models", "the interview is over"
_REPORT_WAIT_S = 300


class Demo:
    """One run of the demo."""

    def __init__(
        self, asked: Options, console: Console, broker_kind: type[Broker] = Broker
    ) -> None:
        self._asked = asked
        self._console = console
        self._steps = Steps(console)
        self._broker_kind = broker_kind

    def run(self) -> None:
        """Do it all; everything that was started is ended, however this ends."""
        asked = self._asked
        self._introduce()
        with ExitStack() as stack:
            sockets = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-")))
            # What the user gave is checked before an earlier demo's folder is emptied for it.
            clip = self._media(sockets)
            self._check_job()
            given = [path for path in (asked.video, asked.audio, asked.job) if path is not None]
            stack.enter_context(room(asked.out, given))
            with self._steps.step("authority, keys, certificates"):
                place = site.prepare(asked.out / "site", sockets, asked.profile)
                site.set_up_kiosk(place, clip, asked.language, asked.speed, options.MODELS)
            with self._steps.step("database, accounts, kiosk, job"):
                site.set_up_hub(place, asked.language)
                job_id = self._job(place)
                people = [] if asked.once else add_accounts(place, asked.language)
                in_charge = "" if asked.once else IN_CHARGE
                interview_id = place.schedule(CANDIDATES[0], job_id, in_charge)
            tell = self._console.print
            with self._steps.step("broker, hub and kiosk are started"):
                children = stack.enter_context(site.up(place, self._broker_kind, tell))
            self._interview(place, clip, interview_id, children)
            self._report(place, interview_id, children)
            if not asked.once:
                second = place.schedule(CANDIDATES[1], job_id, in_charge)
                with self._console.status(f"{SAMPLES} made-up candidates"):
                    add_samples(place)
                self._stay(place, children, people, second)

    def _introduce(self) -> None:
        asked = self._asked
        self._console.print(
            f"Policy profile: [bold]{asked.profile.value}[/] (the demo's; an installation chooses "
            "its own, there is no default)\n"
            "Camera and microphone: replayed from files. The candidate's consents are scripted: "
            f"{', '.join(policy.purposes(asked.profile))}.",
            highlight=False,
        )

    def _media(self, folder: Path) -> media.Media:
        asked = self._asked
        own = media.of_user(asked.video, asked.audio, options.PACKAGED_MEDIA)
        if own is not None:
            self._console.print("The sound is played as the answer to the first question.")
            return own
        self._console.print(
            (
                "A person reads the first passage; the answers to the questions are spoken by "
                if asked.language == "en"
                else "The answers are spoken by "
            )
            + "espeak-ng: [bold]a synthetic voice[/]."
            + (
                " No Chinese voice comes with any package and espeak-ng's is hardly understood: "
                "expect “cannot score”, or give AUDIO=."
                if asked.language == "zh"
                else ""
            ),
            highlight=False,
        )
        packaged = options.PACKAGED_MEDIA
        return media.of_demo(asked.video, packaged, asked.language, folder)

    def _check_job(self) -> None:
        """Let a hub of its own read the user's job; raises ProcessError with the hub's reason."""
        if self._asked.job is None:
            return
        with tempfile.TemporaryDirectory(prefix="kiosk-") as scratch:
            place = site.prepare(Path(scratch, "site"), Path(scratch), self._asked.profile)
            place.hub("migrate")
            self._job(place)

    def _job(self, place: Site) -> str:
        if self._asked.job is None:
            return SAMPLE_JOB
        return place.hub("job", "import", str(self._asked.job)).split()[0]

    def _interview(
        self, place: Site, clip: media.Media, interview_id: str, children: tuple[Watched, ...]
    ) -> None:
        takes = {take.stage: take.end_s - take.start_s for take in clip.takes}
        with (
            self._steps.bar(clip.length_s) as tell,
            httpx.Client(base_url=place.page_address, timeout=30) as page,
        ):

            def watch(where: Where) -> None:
                check(children)
                done = sum(takes[stage] for stage in takes if stage < (where.stage or 0))
                tell(done + where.answering_s, _say(where))

            candidate = ScriptedCandidate(page, watch)
            tell(0, LOADING)
            candidate.wait_until_ready()
            consents = policy.purposes(self._asked.profile)
            code = place.check_in_code(interview_id)
            candidate.sit(self._asked.language, consents, takes, code)
            tell(clip.length_s, OVER)
        self._console.print(_left_out(len(takes)), highlight=False)

    def _report(self, place: Site, interview_id: str, children: tuple[Watched, ...]) -> None:
        out = self._asked.out
        asked = ("report", interview_id, "--out", str(out), "--wait", str(_REPORT_WAIT_S))
        with self._steps.step("the hub verifies the recordings and computes the score"):
            place.hub(*asked, watch=lambda: check(children))
        self._console.print(f"Report: {out / 'report.json'}", soft_wrap=True, highlight=False)

    def _stay(
        self,
        place: Site,
        children: tuple[Watched, ...],
        people: Sequence[Person],
        second: str,
    ) -> None:
        """Keep the site up; to end it is then what was meant to happen."""
        self._console.print(
            f"\nHR's view: [bold]{place.web_address}[/]\n"
            f"{told([Person(site.HR_NAME, 'hr_manager', place.hr_password), *people])}\n"
            f"  Beside the interview there are {SAMPLES} made-up candidates, marked “Sample”: no "
            "recording, counted nowhere.\n"
            "  The manager compares, decides, releases letters, keeps promises and answers an "
            "appeal;\n  the interviewer plays and rates the interviews of the demo candidates and "
            "some samples;\n  staff schedule; the auditor reads who did what.\n"
            "  No mail server is configured: letters wait on their page.\n"
            "  Here a second factor is offered, not required; a site of your own requires it.\n"
            f"Candidate page: [bold]{place.page_address}[/]\n"
            "  A second interview waits there, once the first candidate's last page has gone (a "
            "minute); while\n  you answer the same files play, not your camera and microphone.\n"
            f"  Its check-in code is [bold]{place.check_in_code(second)}[/]. A third: staff, New "
            "interview.\n"
            "The site stays up until Ctrl-C.",
            highlight=False,
        )
        try:
            while True:
                check(children)
                time.sleep(1)
        except KeyboardInterrupt:
            self._console.print(
                "\nThe site is being stopped; this takes some seconds. Its data stay in "
                f"{self._asked.out} until the next demo.",
                soft_wrap=True,
                highlight=False,
            )


def check(children: Iterable[Watched]) -> None:
    """Raise a ProvisioningError when one of them is gone for good."""
    for child in children:
        child.check()


def _left_out(answers: int) -> str:
    """Say why the candidate did not answer every question."""
    return (
        f"The scripted candidate has sound for {answers} "
        f"{'answer' if answers == 1 else 'answers'}, and left the other questions out as anybody "
        "may; they are shown as not answered."
    )


def _say(where: Where) -> str:
    if where.phase == "answering" and where.stage is not None:
        return f"answering, stage {where.stage + 1} of {where.stages}"
    return {"starting": LOADING, "thanks": OVER}.get(where.phase, where.phase)


def run(asked: Options) -> None:
    """Run the demo; lines are broken for a terminal alone."""
    Demo(asked, Console(soft_wrap=not sys.stdout.isatty())).run()
