"""By token over TLS, as Entra ID has it: who may do what, and whose certificate is trusted."""

from __future__ import annotations

import pytest
from azure_of import Credential, client, counted, emulator
from spanbridge import ServiceError
from spanbridge.bridge.azure.errors import UnauthorisedError, UnreachableError
from spanbridge.bridge.settings import SCOPE


@pytest.fixture
def secure(tmp_path):
    with emulator(tmp_path, tls=True) as running:
        yield running


def by_token(server, folder, role="Owner", **given):
    trusted = {"ca_bundle": str(server.certificate)} | given
    return client(server, folder, key=None, credential=Credential(role), **trusted)


def test_a_project_lives_by_token(secure, tmp_path, folder):
    with by_token(secure, tmp_path) as people:
        people.push(folder)
        people.train("v1")
        people.deploy("v1", "production")
        people.delete_deployment("production")
        people.delete_project()
        assert people.session._credential.scopes == {SCOPE}
    assert counted(secure)["trainings"] == 1


def test_who_may_only_train_is_told_which_role_deploys(secure, tmp_path, folder):
    with by_token(secure, tmp_path, "Writer") as people:
        people.push(folder)
        people.train("v1")
        with pytest.raises(UnauthorisedError, match="roles allows") as error:
            people.deploy("v1", "production")
    assert "an Owner deploys" in (error.value.failure.remedy or "")


def test_a_certificate_that_is_not_trusted_is_said_to_be(secure, tmp_path):
    with (
        by_token(secure, tmp_path, ca_bundle=None) as people,
        pytest.raises(UnreachableError, match="not trusted") as error,
    ):
        people.projects()
    assert "ca_bundle" in (error.value.failure.remedy or "")


def test_a_token_is_not_sent_in_the_clear(server, tmp_path):
    with (
        client(server, tmp_path, key=None, credential=Credential("Owner")) as people,
        pytest.raises(ServiceError, match="https:// only"),
    ):
        people.projects()
