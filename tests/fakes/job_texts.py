"""Any job at all, for laws: short texts with whatever a keyboard gives."""

from __future__ import annotations

from hypothesis import strategies as st

from hub.scoring.job import CandidateQuestions, Competency, Group, Introduction, Job
from hub.scoring.job_questions import BankQuestion, FollowUp, Kind, Level, Question
from wire.language import LocalText

_ALPHABET = "ab Z9\"'\\#[]{}=,.&<>风险控制，。\n😀"
_TEXT = st.text(_ALPHABET, min_size=1, max_size=12).map(str.strip).filter(bool)
_LOCAL = st.builds(LocalText, en=_TEXT, zh=_TEXT)
_MAYBE = st.none() | _LOCAL
_FORMS = st.lists(_TEXT.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=3).map(
    tuple
)
_ANCHORS = st.none() | st.tuples(*[_LOCAL] * 5)
_SECONDS = st.integers(5, 1800)
_IDS = ("risk-control", "learning", "a")

_GROUPS = st.lists(
    st.builds(Group, name=_LOCAL, en=_FORMS, zh=_FORMS),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.name.en,
).map(tuple)


def _competency(name: str) -> st.SearchStrategy[Competency]:
    return st.builds(
        Competency,
        id=st.just(name),
        name=_LOCAL,
        definition=_MAYBE,
        weight=st.floats(0.001, 1000),
        anchors=_ANCHORS,
        groups=_GROUPS,
    )


def _parts(ids: tuple[str, ...]) -> dict[str, st.SearchStrategy[object]]:
    follow_up = st.builds(FollowUp, text=_LOCAL, competency=st.none() | st.sampled_from(ids))
    return {
        "text": _LOCAL,
        "hint": _MAYBE,
        "competencies": st.lists(st.sampled_from(ids), min_size=1, unique=True).map(tuple),
        "longest_s": _SECONDS,
        "anchors": _ANCHORS,
        "follow_ups": st.lists(follow_up, max_size=2).map(tuple),
    }


@st.composite
def any_job(draw: st.DrawFn) -> Job:
    """Draw a valid job."""
    ids = tuple(draw(st.lists(st.sampled_from(_IDS), min_size=1, unique=True)))
    level, kind = st.none() | st.sampled_from(Level), st.none() | st.sampled_from(Kind)
    question = st.builds(Question, level=level, kind=kind, **_parts(ids))
    bank = [
        st.builds(
            BankQuestion,
            id=st.just(f"kept-{number}"),
            level=st.sampled_from(Level),
            kind=st.sampled_from(Kind),
            **_parts(ids),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    return Job(
        id=draw(st.sampled_from(_IDS)),
        version=draw(st.integers(1, 1_000_000)),
        title=draw(_LOCAL),
        introduction=draw(st.builds(Introduction, text=_LOCAL, hint=_MAYBE, longest_s=_SECONDS)),
        candidate_questions=draw(st.builds(CandidateQuestions, text=_LOCAL, hint=_MAYBE)),
        competencies=tuple(draw(_competency(name)) for name in ids),
        questions=tuple(draw(st.lists(question, min_size=1, max_size=2))),
        bank=tuple(draw(one) for one in bank),
    )
