"""The server and the browser that all end-to-end tests share; what they leave as artefacts."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from end_to_end.browser import ARTEFACTS, Browser
from end_to_end.browser import browser as started_browser
from end_to_end.label_studio import LabelStudio
from end_to_end.label_studio import label_studio as started_label_studio


@pytest.fixture(scope="session")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelStudio]:
    """A Label Studio without projects; its log is kept."""
    ARTEFACTS.mkdir(exist_ok=True)
    with started_label_studio(tmp_path_factory.mktemp("label-studio")) as server:
        try:
            yield server
        finally:
            shutil.copy(server.log, ARTEFACTS)


@pytest.fixture(scope="session")
def browser(label_studio: LabelStudio) -> Iterator[Browser]:
    """A browser that is signed in to that server."""
    with started_browser(label_studio) as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Keep what the page shows when a test fails."""
    report = yield
    shown = getattr(item, "funcargs", {}).get("browser")
    if report.failed and report.when == "call" and shown is not None:
        shown.screenshot(f"failed-{item.name}".replace("/", "-"))
    return report
