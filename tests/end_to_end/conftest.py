"""The server and the browser that end-to-end tests share; what they leave as artefacts.

The tests of the later clients run in an environment of their own (see the Makefile), which has no
browser: what drives one is imported by what needs it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

collect_ignore = []
if not find_spec("azure.ai.textanalytics.authoring"):
    collect_ignore.append("later_clients")


@pytest.fixture(scope="session")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Label Studio without projects; its log is kept."""
    from end_to_end.browser import ARTEFACTS  # noqa: PLC0415 (see above)
    from end_to_end.label_studio import label_studio  # noqa: PLC0415

    ARTEFACTS.mkdir(exist_ok=True)
    with label_studio(tmp_path_factory.mktemp("label-studio")) as server:
        try:
            yield server
        finally:
            shutil.copy(server.log, ARTEFACTS)


@pytest.fixture(scope="session")
def browser(label_studio: Any) -> Iterator[Any]:
    """A browser that is signed in to that server."""
    from end_to_end.browser import browser  # noqa: PLC0415 (see above)

    with browser(label_studio) as started:
        yield started


def pytest_sessionfinish() -> None:
    """Stop what drives browsers, if anything needed one."""
    if driver := sys.modules.get("end_to_end.browser"):
        driver.stop_playwright()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Keep what the page shows when a test fails."""
    report = yield
    shown = getattr(item, "funcargs", {}).get("browser")
    if report.failed and report.when == "call" and shown is not None:
        shown.screenshot(f"failed-{item.name}".replace("/", "-"))
    return report
