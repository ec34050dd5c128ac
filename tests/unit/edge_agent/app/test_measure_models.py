from __future__ import annotations

import pytest

from edge_agent.app.measure_models import every_model, models_under, needed_by
from edge_agent.inference.model_table import ALWAYS, OF_BEHAVIOUR
from edge_agent.inference.models import model_hashes
from edge_agent.settings import SpeechSettings
from wire.policy import Measure, Profile, allows_behaviour

SPEECH = SpeechSettings()


@pytest.mark.parametrize("profile", list(Profile))
def test_a_forbidden_measures_models_are_not_among_those_a_kiosk_may_load(profile: Profile) -> None:
    may = set(models_under(profile, SPEECH))
    assert (set(OF_BEHAVIOUR) <= may) is allows_behaviour(profile)
    assert may.isdisjoint(OF_BEHAVIOUR) is not allows_behaviour(profile)
    assert set(ALWAYS) <= may


def test_every_model_is_one_of_the_manifest() -> None:
    names = every_model(SPEECH)
    assert len(model_hashes(None, names)) == len(names) == len(set(names))


def test_a_measure_that_is_switched_off_needs_no_model() -> None:
    off = SpeechSettings(content="off")
    assert needed_by(Measure.CONTENT, off) == ()
    assert set(models_under(Profile.CN, SPEECH)) > set(models_under(Profile.CN, off))


def test_every_measure_has_its_models() -> None:
    assert all(needed_by(measure, SPEECH) for measure in Measure)
    assert set(every_model(SPEECH)) >= {*ALWAYS, *OF_BEHAVIOUR}
