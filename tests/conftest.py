"""Settings of the whole test suite."""

from hypothesis import HealthCheck, settings

# No test is timed: the machine may be doing something else.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
