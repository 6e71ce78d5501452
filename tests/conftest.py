"""Settings that all tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# a shell starts what runs in its background deaf to Ctrl-C, and so would be what tests start
signal.signal(signal.SIGINT, signal.default_int_handler)

# a shared machine is slow at times: no deadline; files in tmp_path are named anew by the tests
settings.register_profile(
    "spanbridge",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("spanbridge")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Fail what is skipped in CI, where no part may be missing."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be missing: {report.longrepr}"
    return report
