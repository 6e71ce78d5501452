"""Proxy and authorities of the settings reach the client of Label Studio too."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
import trustme
from proxy_of import Proxy, served
from spanbridge.bridge.errors import UnreachableError
from spanbridge.bridge.label_studio.client import Server
from spanbridge.bridge.settings import load
from spanbridge.converters.problems import ProblemError

NAME = "labels.example"
PROJECTS = {"count": 1, "next": None, "previous": None, "results": [{"id": 7, "title": "people"}]}


@pytest.fixture
def authority():
    return trustme.CA()


def given(proxy, **more):
    known = {"label_studio_url": f"https://{NAME}", "label_studio_api_key": "f" * 40}
    return load(known | {"proxy": proxy.address} | more, environment={})


def test_a_server_behind_a_proxy_with_an_authority_of_its_own_is_reached(authority, tmp_path):
    trusted = tmp_path / "ours.pem"
    trusted.write_bytes(authority.cert_pem.bytes())
    answer = json.dumps(PROJECTS).encode()
    with (
        served(authority, NAME, lambda *_: ("application/json", answer)) as port,
        Proxy({NAME: port}) as proxy,
    ):
        with closing(Server(given(proxy, ca_bundle=str(trusted)))) as server:
            project = next(server.projects())
        assert (project.id, project.title) == (7, "people")
        assert {*proxy.asked} == {f"{NAME}:443"}
        with (
            closing(Server(given(proxy))) as server,
            pytest.raises(UnreachableError, match="certificate"),
        ):
            next(server.projects())


def test_a_server_on_this_machine_is_asked_without_the_proxy(label_studio):
    with Proxy() as proxy:
        address = {"label_studio_url": label_studio.address,
                   "label_studio_api_key": label_studio.token}  # fmt: skip
        with closing(Server(given(proxy, **address))) as server:
            assert isinstance([*server.projects()], list)
        assert proxy.asked == []


def test_a_file_of_authorities_that_is_not_there_is_told(tmp_path):
    with Proxy() as proxy, pytest.raises(ProblemError, match="ca_bundle"):
        [*Server(given(proxy, ca_bundle=str(tmp_path / "none.pem"))).projects()]
