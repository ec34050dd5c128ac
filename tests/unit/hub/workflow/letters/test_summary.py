"""Every sentence of a letter rests on something, and none says more than was measured."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.scoring.job import Job, parse
from hub.scoring.result import Evidence, Reason, Score, ScoredCompetency, Why
from hub.workflow.letters.content import CardNote, Cause, Content, Part, Sentence, decode, encode
from hub.workflow.letters.decided import letter
from hub.workflow.letters.learning import catalogue
from hub.workflow.letters.summary import MOST_TO_IMPROVE, Given, Rated, Told, summary
from wire.language import Language
from wire.messages.answer_features import SoundVerdict

JOB: Job = parse(
    resources.files("hub.workflow").joinpath("jobs", "bank-account-manager.toml").read_bytes()
)
DUE = datetime(2026, 11, 26, 10, tzinfo=UTC)
NEVER = re.compile(
    r"\b(nervous|anxious|confident|happy|sad|calm|honest|enthusias\w*|rank\w*"
    r"|better than|worse than|other candidates|best|percentile|top)\b"
    "|紧张|焦虑|自信|开心|难过|冷静|诚实|热情|排名|其他候选人|优于|不如|名列"
)
CATALOGUE = catalogue(None)
SPOILT = [one for one in SoundVerdict if one is not SoundVerdict.GOOD]


@st.composite
def scored(draw: st.DrawFn, number: int) -> ScoredCompetency:
    competency = JOB.competencies[number]
    heard = draw(st.lists(st.sampled_from(competency.groups), unique_by=lambda it: it.name.en))
    why = draw(
        st.sampled_from(
            [
                Why.GROUPS_HEARD if heard else Why.NO_EVIDENCE,
                Why.SOUND_UNUSABLE,
                Why.NOT_ANSWERED,
                Why.ANALYSIS_REFUSED,
                Why.NOT_ANALYSED_YET,
            ]
        )
    )
    if why in {Why.NOT_ANSWERED, Why.ANALYSIS_REFUSED, Why.NOT_ANALYSED_YET}:
        heard = []
    evidence = tuple(
        Evidence(answer=1, start_s=20.0 + place, end_s=23.0 + place, why=group.name)
        for place, group in enumerate(heard)
    )
    return ScoredCompetency(
        id=competency.id,
        name=competency.name,
        weight=competency.weight,
        score=3.0 if why is Why.GROUPS_HEARD else None,
        interval=(1.0, 5.0) if why is Why.GROUPS_HEARD else None,
        why=Reason(
            code=why, verdict=draw(st.sampled_from(SPOILT)) if why is Why.SOUND_UNUSABLE else None
        ),
        evidence=evidence,
    )


rated = st.builds(
    Rated,
    scorecard_id=st.integers(1, 3),
    competency=st.sampled_from([one.id for one in JOB.competencies]),
    value=st.none() | st.integers(1, 5),
    has_note=st.booleans(),
    at_s=st.none() | st.floats(0, 90),
)
told = st.builds(
    Told,
    language=st.sampled_from(Language),
    job=st.just(JOB),
    ending=st.sampled_from(["finished", "no_consent", "interrupted", "stopped_by_candidate"]),
    score=st.none()
    | st.builds(
        Score,
        total=st.none(),
        interval=st.none(),
        why=st.just(Reason(code=Why.TOO_LITTLE_SCOREABLE)),
        competencies=st.tuples(*(scored(one) for one in range(len(JOB.competencies)))),
    ),
    answers=st.just(
        tuple(Given(n + 1, 20.0 + 30 * n, 48.0 + 30 * n, n) for n in range(len(JOB.questions)))
    ),
    rated=st.lists(rated, max_size=6).map(tuple),
    due_at=st.none() | st.just(DUE),
    working_days=st.just(3),
)


@settings(max_examples=50)
@given(told)
def test_every_sentence_rests_on_something_that_was_given(one: Told) -> None:
    heard = {
        it.why.en for it2 in (one.score.competencies if one.score else ()) for it in it2.evidence
    }
    for sentence in summary(one).sentences:
        assert sentence.proofs
        for proof in sentence.proofs:
            if isinstance(proof, CardNote):
                assert any(
                    it.scorecard_id == proof.scorecard_id and it.is_supported for it in one.rated
                )
            if sentence.part is Part.STRENGTH and not isinstance(proof, CardNote):
                assert getattr(proof, "group").en in heard  # noqa: B009 - of one kind of proof


@settings(max_examples=50)
@given(told)
def test_no_letter_names_a_feeling_a_rank_or_another_candidate(one: Told) -> None:
    for outcome in ("hire", "next_step", "reject"):
        whole = (*summary(one).sentences, *letter(one, outcome, 1, CATALOGUE).sentences)
        said = " ".join(sentence.text for sentence in whole).casefold()
        assert NEVER.findall(said) == []


@settings(max_examples=30)
@given(told)
def test_a_letter_is_kept_as_it_was_composed(one: Told) -> None:
    content = summary(one)
    assert decode(encode(content)) == content


@settings(max_examples=50)
@given(told)
def test_poor_sound_never_becomes_something_to_improve(one: Told) -> None:
    spoilt = {
        it.id
        for it in (one.score.competencies if one.score else ())
        if it.why.code is Why.SOUND_UNUSABLE
    }
    by_machine = [
        it
        for it in summary(one).of(Part.IMPROVE)
        if not any(isinstance(proof, CardNote) for proof in it.proofs)
    ]
    assert not spoilt & {it.competency for it in by_machine}
    assert len(by_machine) <= MOST_TO_IMPROVE


@settings(max_examples=50)
@given(told)
def test_what_cannot_be_scored_is_said_with_its_reason(one: Told) -> None:
    content = summary(one)
    causes = {
        proof.why
        for sentence in content.of(Part.CANNOT_TELL)
        for proof in sentence.proofs
        if isinstance(proof, Cause)
    }
    wanted = {it.why.code for it in (one.score.competencies if one.score else ())} & {
        Why.SOUND_UNUSABLE,
        Why.NOT_ANSWERED,
        Why.ANALYSIS_REFUSED,
        Why.NOT_ANALYSED_YET,
    }
    assert causes == wanted


def test_a_sentence_without_support_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="what supports them"):
        Sentence(part=Part.STRENGTH, text="You are great.", proofs=())


def test_poor_sound_is_said_not_to_be_the_candidates_fault() -> None:
    from_noise = _with(Why.SOUND_UNUSABLE, SoundVerdict.NOISY)
    texts = [summary(_told(from_noise, language)).of(Part.CANNOT_TELL) for language in Language]
    english, chinese = (one[0].text for one in texts)
    assert "not your fault" in english
    assert "不是您的责任" in chinese


def test_a_rating_without_a_note_or_a_second_writes_no_sentence() -> None:
    bare = Rated(1, "integrity", 5, has_note=False, at_s=None)
    noted = Rated(1, "integrity", 5, has_note=True, at_s=None)
    assert summary(_told(None, Language.EN, bare)).sentences == ()
    assert summary(_told(None, Language.EN, noted)).of(Part.STRENGTH)


@settings(max_examples=50)
@given(told)
def test_no_two_sentences_of_a_letter_differ_in_the_competency_alone(one: Told) -> None:
    for part in (Part.STRENGTH, Part.IMPROVE, Part.CANNOT_TELL):
        said = [
            re.sub("[“”].*[“”]", "", it.text)
            for it in summary(one).of(part)
            if isinstance(it.proofs[0], (CardNote, Cause))
        ]
        assert len(said) == len(set(said))


def test_one_sentence_names_everything_that_a_person_noted() -> None:
    noted = [Rated(1, one.id, 5, has_note=True, at_s=None) for one in JOB.competencies]
    (only,) = summary(_told(None, Language.EN, *noted)).sentences
    assert all(f"“{one.name.en}”" in only.text for one in JOB.competencies)
    assert len(only.proofs) == len(noted)


def test_advice_rests_on_the_note_about_its_own_competency() -> None:
    noted = [Rated(1, one.id, 1, has_note=True, at_s=None) for one in JOB.competencies]
    advice = letter(_told(None, Language.EN, *noted), "reject", 7, CATALOGUE).of(Part.ADVICE)
    assert len(advice) > 1
    for one in advice:
        assert [getattr(it, "competency", None) for it in one.proofs] == [one.competency]


def test_people_who_disagree_write_no_sentence() -> None:
    ones = (
        Rated(1, "integrity", 5, has_note=True, at_s=None),
        Rated(2, "integrity", 1, has_note=True, at_s=None),
    )
    assert summary(_told(None, Language.ZH, *ones)).sentences == ()


def test_a_rejection_comes_with_advice_and_links_in_the_language_of_the_interview() -> None:
    score = _with(Why.NO_EVIDENCE, None)
    for language, wanted in ((Language.EN, "open.edu"), (Language.ZH, "ouchn")):
        content = letter(_told(score, language), "reject", 7, CATALOGUE)
        links = [link.url for one in content.of(Part.ADVICE) for link in one.links]
        assert any(wanted in url for url in links)
        assert content.sentences[0].part is Part.OUTCOME


def test_a_good_answer_comes_without_judgement() -> None:
    content: Content = letter(_told(_with(Why.NO_EVIDENCE, None), Language.EN), "hire", 7, {})
    assert [one.part for one in content.sentences] == [Part.OUTCOME]


def _with(why: Why, verdict: SoundVerdict | None) -> Score:
    competency = next(one for one in JOB.competencies if one.id == "finding-needs")
    one = ScoredCompetency(
        id=competency.id,
        name=competency.name,
        weight=1.0,
        score=None,
        interval=None,
        why=Reason(code=why, verdict=verdict),
        evidence=(),
    )
    return Score(total=None, interval=None, why=one.why, competencies=(one,))


def _told(score: Score | None, language: Language, *rated: Rated) -> Told:
    answers = tuple(Given(n + 1, 20.0, 48.0, n) for n in range(len(JOB.questions)))
    return Told(language, JOB, "finished", score, answers, rated, due_at=None)
