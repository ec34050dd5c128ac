"""A person decides, with a reason, once a person has rated; no other code writes a decision."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

import hub as hub_package
from hub.people.rights import RIGHTS, Action, Role
from hub.storage.database import reading
from hub.storage.tables.decision import Decision
from hub.storage.tables.interview import Interview
from hub.web.site import PAGES
from tests.fakes.raters import rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

REASON = "Clear about the own part in every answer."
SOURCES = Path(hub_package.__path__[0])


def decided(hub: HubSite, interview_id: str) -> list[tuple[str, str]]:
    wanted = select(Decision).where(Decision.interview_id == interview_id).order_by(Decision.id)
    with reading(hub.engine) as session:
        return [(row.outcome, row.reason) for row in session.scalars(wanted)]


def rated(hub: HubSite, candidate: str, manager: HubBrowser) -> str:
    interview_id = hub.held(candidate, Sitting())
    rate(rater(hub, f"Rater of {candidate}", interview_id), interview_id, "43343")
    manager.post(f"/interviews/{interview_id}/look")
    return interview_id


def test_a_decision_wants_a_choice_and_a_reason_and_keeps_what_was_typed(
    hub: HubSite, manager: HubBrowser
) -> None:
    interview_id = rated(hub, "Rita Reason", manager)
    path = f"/interviews/{interview_id}/decision"
    page = manager.get(f"/interviews/{interview_id}").text
    assert 'name="outcome" value="reject" required>' in page
    assert "required checked" not in page
    answer = manager.post(path, outcome="reject", reason="no").text
    assert "at least 10 characters" in answer
    assert 'value="reject" required checked' in answer
    assert "nothing is chosen for you" in manager.post(path, reason=REASON).text
    assert REASON in manager.post(path, outcome="fire", reason=REASON).text
    assert decided(hub, interview_id) == []


def test_a_later_decision_keeps_the_earlier_ones(hub: HubSite, manager: HubBrowser) -> None:
    interview_id = rated(hub, "Lara Later", manager)
    for outcome in ("hold", "hire"):
        manager.post(f"/interviews/{interview_id}/decision", outcome=outcome, reason=REASON)
    assert decided(hub, interview_id) == [("hold", REASON), ("hire", REASON)]
    assert "replaced" in manager.get(f"/interviews/{interview_id}").text


def test_nothing_is_decided_before_a_person_has_rated(hub: HubSite, manager: HubBrowser) -> None:
    interview_id = hub.held("Una Unrated", Sitting())
    manager.post(f"/interviews/{interview_id}/look")
    path = f"/interviews/{interview_id}/decision"
    page = manager.post(path, outcome="reject", reason=REASON).text
    assert "Nobody has submitted a scorecard yet." in page
    assert decided(hub, interview_id) == []


def test_nobody_decides_with_the_ratings_still_hidden(hub: HubSite, manager: HubBrowser) -> None:
    interview_id = hub.held("Hal Hidden", Sitting())
    rate(rater(hub, "Rater of Hal", interview_id), interview_id, "43343")
    path = f"/interviews/{interview_id}/decision"
    page = manager.post(path, outcome="hire", reason=REASON).text
    assert "Submit your scorecard first" in page
    assert decided(hub, interview_id) == []


def test_staff_see_what_was_decided_and_by_whom_and_not_why(
    hub: HubSite, manager: HubBrowser, staff: HubBrowser
) -> None:
    interview_id = rated(hub, "Stella Staffed", manager)
    reason = "She said: I never check the second signature."
    manager.post(f"/interviews/{interview_id}/decision", outcome="hold", reason=reason)
    with reading(hub.engine) as session:
        candidate = session.get_one(Interview, interview_id).candidate_id
    for path in (f"/interviews/{interview_id}", f"/candidates/{candidate}"):
        assert reason in manager.get(path).text
        page = staff.get(path).text
        assert "On hold" in page
        assert "hr_manager-en" in page
        assert reason not in page


def test_only_hr_managers_decide() -> None:
    assert {role for role, rights in RIGHTS.items() if Action.DECIDE in rights} == {Role.HR_MANAGER}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCES.rglob("*.py")):
        yield file.relative_to(SOURCES).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> set[str]:
    """Name what a module calls, and what it hands to insert, update or delete."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found.add(name)
            if name in {"insert", "update", "delete", "merge", "bulk_insert_mappings"}:
                found |= {f"{name} {getattr(one, 'id', '')}" for one in node.args}
    return found


def test_every_writer_of_decisions_is_the_page_that_a_person_sends() -> None:
    by_module = {name: calls(tree) for name, tree in trees()}
    writers = {name for name, called in by_module.items() if "Decision" in called}
    changers = {f"{verb} Decision" for verb in ("insert", "update", "delete", "merge")}
    # test_samples.py holds the second one to candidates that are marked as samples.
    assert writers == {"workflow/decisions.py", "workflow/samples/judged.py"}
    assert not any(changers & called for called in by_module.values())
    assert {name for name, called in by_module.items() if "decide" in called} == {
        "web/interview_decision.py"
    }
    pages = [page for page in PAGES if page.answer.__module__ == "hub.web.interview_decision"]
    assert [(page.method, page.action) for page in pages] == [("POST", Action.DECIDE)]


def test_no_statement_of_sql_writes_decisions_past_the_table() -> None:
    for name, tree in trees():
        texts = [one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)]
        said = " ".join(one.lower() for one in texts if isinstance(one, str))
        assert "insert into decision" not in said, name
        assert "update decision" not in said, name
