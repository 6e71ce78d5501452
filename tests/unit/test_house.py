"""What the tests themselves promise: no network, no warning unheard, no skip in CI."""

from __future__ import annotations

import socket
import warnings

import pytest

pytest_plugins = ["pytester"]
SKIPPED = """
import pytest

def test_that_needs_what_is_missing():
    pytest.skip("no such part")
"""


def test_no_address_but_loopback_can_be_reached():
    with socket.socket() as there, pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        there.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning):
        warnings.warn("unheard", stacklevel=1)


@pytest.mark.parametrize(("ci", "outcome"), [("", "skipped"), ("true", "failed")])
def test_a_skip_is_a_failure_in_ci_only(ci, outcome, pytester, monkeypatch, request):
    monkeypatch.setenv("CI", ci)
    conftest = request.config.rootpath / "tests" / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    pytester.makepyfile(SKIPPED)
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(**{outcome: 1})
