"""Where calls go: to our own endpoint, whatever address the service names."""

from __future__ import annotations

import pytest
from spanbridge.bridge.azure.errors import UncertainError
from spanbridge.bridge.azure.transport import Transport
from spanbridge.bridge.settings import load


@pytest.fixture
def transport():
    found = Transport(load({"endpoint": "https://ours.example.com/", "key": "k"}, environment={}))
    yield found
    found.close()


def test_an_address_of_another_host_gets_our_key_at_our_endpoint_only(transport):
    url, query = transport.address("https://theirs.example.com/language/x/jobs/1?api-version=7&a=b")
    assert url == "https://ours.example.com/language/x/jobs/1"
    assert query == {"api-version": "7", "a": "b"}


def test_a_path_gets_the_version_of_the_settings(transport):
    assert transport.address("/language/x") == (
        "https://ours.example.com/language/x",
        {"api-version": "2023-04-01"},
    )


def test_an_address_that_is_none_of_the_service_s_is_refused(transport):
    with pytest.raises(UncertainError, match="not its own"):
        transport.address("https://theirs.example.com/elsewhere")
