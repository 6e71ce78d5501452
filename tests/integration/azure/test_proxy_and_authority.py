"""Proxy, authorities and where tokens are asked for reach every client."""

from __future__ import annotations

import json
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme
from azure_of import Credential, client, emulator
from projects import texts
from proxy_of import Proxy, served
from spanbridge.bridge.azure.blob_storage import BlobStorage
from spanbridge.bridge.azure.errors import ServiceError, UnreachableError
from spanbridge.bridge.settings import SCOPE, load
from spanbridge.converters.document import Document

AUTHORITY, TENANT = "login.example", "tenant"
BLOBS = b"""<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs><Blob>
<Name>1.txt</Name><Properties/></Blob></Blobs><NextMarker/></EnumerationResults>"""


@pytest.fixture
def secure(tmp_path):
    with emulator(tmp_path, tls=True) as running:
        yield running


@pytest.fixture
def proxy():
    with Proxy() as running:
        yield running


@pytest.fixture
def ours(tmp_path):
    """An authority of our own, and the file that names it."""
    authority = trustme.CA()
    file = tmp_path / "ours.pem"
    file.write_bytes(authority.cert_pem.bytes())
    return authority, file


def host_of(address):
    return urlsplit(address).netloc


def test_all_calls_of_a_project_go_through_the_proxy(secure, tmp_path, folder, proxy):
    given = {"proxy": proxy.address, "ca_bundle": str(secure.certificate)}
    with client(secure, tmp_path, **given) as people:
        people.push(folder)
        people.train("v1")
        people.deploy("v1", "d")
        authoring = len(proxy.asked)
        [found] = people.predict([Document(texts()["1.txt"], language="en")], deployment="d")
        assert found.spans
    assert authoring > 0
    assert len(proxy.asked) > authoring
    assert {*proxy.asked} == {host_of(secure.endpoint)}


def test_a_proxy_that_is_gone_is_said_to_be_and_nothing_goes_around_it(secure, tmp_path):
    with Proxy() as gone:
        address = gone.address
    given = {"proxy": address, "ca_bundle": str(secure.certificate)}
    with client(secure, tmp_path, **given) as people, pytest.raises(UnreachableError) as error:
        people.projects()
    assert "proxy" in (error.value.failure.remedy or "")


def test_storage_is_reached_by_the_proxy_and_its_authority_trusted(ours):
    authority, file = ours
    with ExitStack() as stack:
        name = "texts.blob.example"
        port = stack.enter_context(served(authority, name, lambda *_: ("application/xml", BLOBS)))
        proxy = stack.enter_context(Proxy({name: port}))
        given = {"storage": f"https://{name}/people?sig=canary", "proxy": proxy.address}
        trusting = load(given | {"ca_bundle": str(file)}, environment={})
        assert BlobStorage(trusting, "people").names(".txt") == ["1.txt"]
        assert {*proxy.asked} == {f"{name}:443"}


def token_server(authority, role="Owner"):
    """Give tokens to who has the secret, as an authority of OpenID does."""
    token = Credential(role).get_token(SCOPE).token
    asked = []

    def answer(method, path, body):
        if path.endswith("openid-configuration"):
            here = f"https://{AUTHORITY}/{TENANT}"
            told = {"issuer": here, "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/oauth2/v2.0/token"}  # fmt: skip
        else:
            asked.append((method, path.partition("?")[0], parse_qs(body.decode())))
            told = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        return "application/json", json.dumps(told).encode()

    return served(authority, AUTHORITY, answer), asked


def test_a_login_of_the_environment_asks_the_authority_of_the_settings_through_the_proxy(
    secure, ours, tmp_path, monkeypatch
):
    authority, file = ours
    both = file.read_bytes() + secure.certificate.read_bytes()
    file.write_bytes(both)
    for name, value in (("TENANT_ID", TENANT), ("CLIENT_ID", "app"), ("CLIENT_SECRET", "canary")):
        monkeypatch.setenv(f"AZURE_{name}", value)
    serving, asked = token_server(authority)
    with serving as port, Proxy({AUTHORITY: port}) as proxy:
        given = {"key": None, "authority": f"https://{AUTHORITY}", "proxy": proxy.address,
                 "ca_bundle": str(file)}  # fmt: skip
        with client(secure, tmp_path, **given) as people:
            assert people.projects() == []
    assert proxy.asked[0] == f"{AUTHORITY}:443"
    assert proxy.asked[-1] == host_of(secure.endpoint)
    assert {one.partition(":")[0] for one in proxy.asked} == {AUTHORITY, "127.0.0.1"}
    [(method, path, body)] = asked
    assert (method, path) == ("POST", f"/{TENANT}/oauth2/v2.0/token")
    assert body["scope"] == [SCOPE]
    assert body["client_secret"] == ["canary"]


def test_without_any_login_it_is_said_how_to_log_in(secure, tmp_path, monkeypatch):
    for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"AZURE_{name}", raising=False)
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential")
    given = {"key": None, "ca_bundle": str(secure.certificate)}
    with client(secure, tmp_path, **given) as people, pytest.raises(ServiceError) as error:
        people.projects()
    assert "az login" in (error.value.failure.remedy or "")
