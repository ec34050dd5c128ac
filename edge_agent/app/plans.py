"""The next interview's plan: fetched from the hub, kept on disk for a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from edge_agent.errors import HubError, SpoolError
from edge_agent.record.durable_file import write_durably
from wire import briefing as briefings
from wire import plan as plans
from wire.errors import PlanError, PolicyError
from wire.policy import policy_hash, purposes

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from wire.briefing import Briefing
    from wire.plan import Plan
    from wire.policy import Profile

_PATIENCE_S = 10.0


class PlanFile:
    """One plan on disk; it names no candidate."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Plan | None:
        """Give the plan that was kept, None when there is none; raises PlanError."""
        try:
            return plans.decode(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlanError(f"The kept plan cannot be read: {error}.") from error

    def keep(self, plan: Plan) -> None:
        """Keep `plan` in place of the last one; raises SpoolError."""
        try:
            write_durably(self._path, plans.encode(plan))
        except OSError as error:
            raise SpoolError(f"The plan was not kept: {error}.") from error

    def forget(self) -> None:
        """Forget the plan; nothing happens when there is none."""
        self._path.unlink(missing_ok=True)


class HubPlans:
    """Asks the hub for this kiosk's next plan, with mutual TLS."""

    def __init__(self, receive_url: str, context: ssl.SSLContext) -> None:
        self._client = httpx.AsyncClient(
            base_url=receive_url, verify=context, timeout=_PATIENCE_S, trust_env=False
        )

    async def next(self) -> Plan | None:
        """Give the next plan, None when nobody is expected; raises HubError or PlanError."""
        try:
            answer = await self._client.get("/plans/next")
        except httpx.HTTPError as error:
            raise HubError(f"No plan could be fetched: {type(error).__name__}: {error}.") from error
        if answer.status_code == httpx.codes.NO_CONTENT:
            return None
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if answer.status_code != httpx.codes.OK or kind != "application/json":
            raise HubError(f"The hub answered {answer.status_code} {kind[:40]!r} for a plan.")
        return plans.decode(answer.content)

    async def briefing(self, interview_id: str) -> Briefing:
        """Give whom the candidate meets and what comes next; raises HubError or BriefingError."""
        answer = await self._asked("GET", f"/interviews/{interview_id}/briefing")
        if answer.status_code != httpx.codes.OK:
            raise HubError(f"The hub answered {answer.status_code} for a briefing.")
        return briefings.decode(answer.content)

    async def own_page(self, interview_id: str) -> str:
        """Give the address of the candidate's own page; raises HubError or BriefingError.

        Each asking makes another link: it is asked for once, when the interview has ended.
        """
        answer = await self._asked("POST", f"/interviews/{interview_id}/own-page")
        if answer.status_code != httpx.codes.OK:
            raise HubError(f"The hub answered {answer.status_code} for a candidate's own page.")
        return briefings.decode_own_page(answer.content).address

    async def hand_in(self, survey: bytes) -> None:
        """Hand a survey in; raises HubError. One that the hub will never take is over as well."""
        answer = await self._asked("POST", "/surveys", survey)
        if answer.status_code not in (httpx.codes.NO_CONTENT, httpx.codes.UNPROCESSABLE_ENTITY):
            raise HubError(f"The hub answered {answer.status_code} to a survey.")

    async def _asked(self, method: str, path: str, content: bytes | None = None) -> httpx.Response:
        try:
            return await self._client.request(method, path, content=content)
        except httpx.HTTPError as error:
            raise HubError(f"The hub was not reached: {type(error).__name__}: {error}.") from error

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()


def check(plan: Plan, profile: Profile) -> None:
    """Refuse a plan made for other rules than this kiosk's; raises PolicyError."""
    if plan.profile is not profile:
        raise PolicyError(f"The plan is for {plan.profile.value}, the kiosk for {profile.value}.")
    if plan.policy_hash != policy_hash(profile):
        raise PolicyError("The plan's policy table differs from this kiosk's.")
    if plan.purposes != purposes(profile):
        raise PolicyError("The plan does not ask for the profile's consents.")
