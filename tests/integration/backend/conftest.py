"""One deployment for all tests of this folder; each has its own backend and state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from backend_run import backend
from predict_of import deployment
from spanbridge.bridge.emulator import AzureLanguageEmulator


@pytest.fixture(scope="session")
def deployed_once(tmp_path_factory) -> Iterator[AzureLanguageEmulator]:
    with deployment(tmp_path_factory.mktemp("storage")) as server:
        yield server


@pytest.fixture
def azure(deployed_once) -> Iterator[AzureLanguageEmulator]:
    yield deployed_once
    deployed_once.resource.faults.clear()


@pytest.fixture
def client(azure, tmp_path):
    with backend(azure, tmp_path) as (_, found):
        yield found
