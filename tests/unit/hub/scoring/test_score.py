import pytest

from hub.scoring.result import ScoredCompetency, Why
from hub.scoring.score import Heard, score
from tests.fakes.heard import ANSWER_S, JOB, answer_features, heard, number, utterance
from wire.language import Language
from wire.messages.answer_features import SoundVerdict


def one(given: Heard, competency: str) -> ScoredCompetency:
    return next(scored for scored in score(JOB, given).competencies if scored.id == competency)


def test_the_score_is_the_share_of_groups_heard_on_the_scale_of_one_to_five() -> None:
    hits = (number("risk-control", 0), number("risk-control", 1))
    scored = one(heard((utterance(0, 1, *hits),)), "risk-control")
    assert scored.score == pytest.approx(1 + 4 * 2 / 5)
    assert scored.why.code is Why.GROUPS_HEARD
    assert (scored.why.groups_heard, scored.why.groups) == (2, 5)


def test_the_interval_is_wilsons_on_the_same_scale() -> None:
    hits = (number("risk-control", 0), number("risk-control", 1))
    scored = one(heard((utterance(0, 1, *hits),)), "risk-control")
    # Wilson 95 % for 2 of 5: 0.1176 to 0.7693 (Newcombe 1998, method 3).
    assert scored.interval == pytest.approx((1 + 4 * 0.1176, 1 + 4 * 0.7693), abs=0.001)


def test_saying_the_same_thing_twice_counts_once_but_shows_both_places() -> None:
    hit = number("risk-control", 0)
    scored = one(heard((utterance(0, 1, hit), utterance(0, 2, hit, at=30.0))), "risk-control")
    assert scored.score == pytest.approx(1 + 4 / 5)
    assert len(scored.evidence) == 2


def test_evidence_is_clamped_to_its_answer() -> None:
    given = heard((utterance(1, 1, number("finding-needs", 0), at=0.2),))
    (evidence,) = one(given, "finding-needs").evidence
    assert evidence.start_s == ANSWER_S
    assert evidence.end_s == pytest.approx(ANSWER_S + 0.2 + 0.5 + 1.5)
    assert evidence.answer == 1


def test_an_answer_to_another_question_is_no_evidence() -> None:
    given = heard((utterance(1, 1, number("risk-control", 0)),))
    scored = one(given, "risk-control")
    assert scored.score is None
    assert scored.why.code is Why.NO_EVIDENCE
    assert scored.why.speech_s == pytest.approx(24.0)


def test_an_unanswered_question_is_said_so() -> None:
    assert one(heard(()), "working-across").why.code is Why.NOT_ANSWERED


@pytest.mark.parametrize("verdict", [v for v in SoundVerdict if v is not SoundVerdict.GOOD])
def test_sound_that_could_not_be_understood_is_never_scored(verdict: SoundVerdict) -> None:
    features = (answer_features(0, verdict), answer_features(1))
    scored = one(heard((utterance(0, 1, number("risk-control", 0)),), features), "risk-control")
    assert scored.score is None
    assert scored.evidence == ()
    assert (scored.why.code, scored.why.verdict) == (Why.SOUND_UNUSABLE, verdict)


def test_what_one_poor_answer_may_have_held_is_not_taken_for_missing() -> None:
    both = next(c.id for c in JOB.competencies if _asked(c.id) == [0, 1])
    said = (utterance(0, 1, number(both, 0)),)
    noisy = (answer_features(0), answer_features(1, SoundVerdict.NOISY))
    scored = one(heard(said, noisy), both)
    assert (scored.score, scored.why.verdict) == (None, SoundVerdict.NOISY)
    assert scored.evidence != ()
    silent = (answer_features(0), answer_features(1, SoundVerdict.NO_SPEECH))
    assert one(heard(said, silent), both).score is not None
    groups = next(c.groups for c in JOB.competencies if c.id == both)
    everything = utterance(0, 1, *(number(both, group) for group in range(len(groups))))
    assert one(heard((everything,), noisy), both).score == 5.0


def _asked(competency: str) -> list[int]:
    return [n for n, asked in enumerate(JOB.questions[:2]) if competency in asked.competencies]


def test_a_refused_analysis_is_never_scored() -> None:
    given = heard((utterance(0, 1, number("risk-control", 0)),), analysis=False)
    result = score(JOB, given)
    assert {scored.why.code for scored in result.competencies} == {Why.ANALYSIS_REFUSED}
    assert result.total is None


def test_an_answer_still_being_recognised_is_said_so() -> None:
    assert one(heard((), ()), "risk-control").why.code is Why.NOT_ANALYSED_YET


def test_a_higher_revision_replaces_the_answers_verdict() -> None:
    features = (
        answer_features(0, SoundVerdict.TOO_QUIET),
        answer_features(0, SoundVerdict.GOOD, revision=1),
    )
    given = heard((utterance(0, 1, number("risk-control", 0)),), features)
    assert one(given, "risk-control").score is not None


def test_a_keyword_of_the_other_language_does_not_count() -> None:
    given = heard((utterance(0, 1, number("risk-control", 0)),), language=Language.ZH)
    assert one(given, "risk-control").score is None


def test_a_number_outside_the_list_does_not_count() -> None:
    assert one(heard((utterance(0, 1, 4095),)), "risk-control").score is None


def test_there_is_no_total_unless_half_of_the_weight_is_scoreable() -> None:
    result = score(JOB, heard((utterance(0, 1, number("risk-control", 0)),)))
    assert result.total is None
    assert result.why.code is Why.TOO_LITTLE_SCOREABLE
    assert result.why.scoreable_share == pytest.approx(4 / 12)


def test_the_total_is_the_weighted_mean_of_what_can_be_scored() -> None:
    hits = (number("risk-control", 0), number("integrity", 0), number("integrity", 1))
    result = score(JOB, heard((utterance(0, 1, *hits),)))
    assert result.total == pytest.approx((4 * (1 + 4 / 5) + 2 * (1 + 4 * 2 / 4)) / 6)
    assert result.total is not None
    assert result.interval is not None
    assert result.interval[0] <= result.total <= result.interval[1]


def test_a_competency_that_becomes_scoreable_can_lower_the_total_and_the_share_tells() -> None:
    groups = {"risk-control": 4, "integrity": 3, "clear-account": 3}
    hits = [number(name, group) for name, count in groups.items() for group in range(count)]
    said = (utterance(0, 1, *hits), utterance(1, 2, *hits))
    more = [number("finding-needs", 0)]
    before = score(JOB, heard(said))
    after = score(
        JOB, heard((*said, utterance(0, 3, *more, at=30.0), utterance(1, 4, *more, at=30.0)))
    )
    assert before.total == pytest.approx(28.8 / 7)
    assert after.total == pytest.approx(34.2 / 10)
    assert before.why.scoreable_share == pytest.approx(7 / 12)
    assert after.why.scoreable_share == pytest.approx(10 / 12)
