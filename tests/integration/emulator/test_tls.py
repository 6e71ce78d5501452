"""Over TLS: the certificate is to be trusted, jobs are found at https, faults cut there too."""

from __future__ import annotations

import socket
import ssl

import pytest
import requests
from emulator_of import PROJECTS, project_file, texts, write_texts
from spanbridge.bridge.emulator import AzureLanguageEmulator

VERSION = {"api-version": "2023-04-01"}


@pytest.fixture
def secure(tmp_path):
    write_texts(tmp_path / "texts", texts())
    with AzureLanguageEmulator(storage=tmp_path, tls=True) as server:
        yield server


@pytest.fixture
def session(secure):
    with requests.Session() as session:
        session.trust_env = False  # the environment may name another authority
        session.verify = str(secure.certificate)
        session.headers = {"Ocp-Apim-Subscription-Key": secure.key, "Connection": "close"}
        yield session


def test_clients_that_trust_the_authority_are_served(secure, session):
    address = f"{secure.endpoint}{PROJECTS}/p/:import"
    answer = session.post(address, json=project_file(texts()), params=VERSION)
    location = answer.headers["operation-location"]
    assert location.startswith("https://127.0.0.1:")
    assert session.get(location).json()["status"] == "succeeded"


def test_clients_that_do_not_are_warned_off(secure):
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{secure.endpoint}/health", timeout=10)


def test_an_answer_is_lost_over_tls_too(secure, session):
    secure.resource.faults.add(b'{"fault": "lost-answer", "operation": "list_projects"}')
    with pytest.raises(requests.exceptions.ConnectionError):
        session.get(secure.endpoint + PROJECTS, params=VERSION)
    assert session.get(secure.endpoint + PROJECTS, params=VERSION).status_code == 200


def test_the_authority_is_gone_with_the_server(tmp_path):
    with AzureLanguageEmulator(storage=tmp_path, tls=True) as server:
        assert server.certificate.exists()
    assert not server.certificate.exists()


def test_a_client_that_says_nothing_keeps_nobody_waiting(secure, session):
    with socket.create_connection(("127.0.0.1", int(secure.endpoint.rpartition(":")[2]))):
        answer = session.get(f"{secure.endpoint}/health", timeout=10)
    assert answer.status_code == 200


def test_clients_on_other_machines_know_it_by_its_name_and_find_the_authority_in_a_shared_folder(
    tmp_path,
):
    shared = tmp_path / "authority.pem"
    with AzureLanguageEmulator(tls=True, tls_name="emulator", authority=shared) as server:
        port = int(server.endpoint.rpartition(":")[2])
        trust = ssl.create_default_context(cafile=shared)
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            trust.wrap_socket(plain, server_hostname="emulator") as spoken,
        ):
            names = [name for _, name in spoken.getpeercert()["subjectAltName"]]
    assert "emulator" in names
