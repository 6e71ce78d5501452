"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# a shared machine is slow at times: no deadline; files in tmp_path are named anew by the tests
settings.register_profile(
    "spanbridge",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("spanbridge")
