"""A running emulator, a folder to push, and the project there."""

from __future__ import annotations

import pytest
from azure_of import client, emulator, write_folder


@pytest.fixture
def server(tmp_path):
    with emulator(tmp_path) as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "azure")


@pytest.fixture
def people(server, tmp_path):
    with client(server, tmp_path) as found:
        yield found
