"""Bearer tokens over TLS: the audience, the time and the roles count."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode

import pytest
from azure.ai.textanalytics.authoring import TextAuthoringClient
from azure.core.credentials import AccessToken
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
)  # fmt: skip
from emulator_of import NER

AUDIENCE = "https://cognitiveservices.azure.com"
LANGUAGE = "Cognitive Services Language"


class Credential:
    """Gives tokens of its own making."""

    def __init__(self, role=f"{LANGUAGE} Owner", audience=AUDIENCE, lasts=600):
        self.claims = {"aud": audience, "exp": int(time.time()) + lasts, "roles": [role]}
        self.scopes = []

    def get_token(self, *scopes, **_):
        """Give one, as azure-core asks for it."""
        self.scopes += scopes
        parts = [{"alg": "none"}, self.claims]
        encoded = [
            urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts
        ]
        return AccessToken(".".join([*encoded, "signature"]), int(time.time()) + 600)


@pytest.fixture
def client(start):
    secure = start("--tls")

    def make(credential):
        return TextAuthoringClient(
            secure.endpoint, credential, connection_verify=secure.authority, retry_total=0
        )

    return make


def project():
    return {
        "projectKind": NER,
        "storageInputContainerName": "texts",
        "projectName": "p",
        "language": "en",
    }


def test_an_owner_makes_and_deletes_a_project(client):
    credential = Credential()
    with client(credential) as authoring:
        authoring.create_project("p", project())
        authoring.begin_delete_project("p", polling_interval=1).result()
        assert [*authoring.list_projects()] == []
    assert {*credential.scopes} == {f"{AUDIENCE}/.default"}


@pytest.mark.parametrize(
    ("role", "makes", "deletes"),
    [("Reader", False, False), ("Writer", True, False), ("Owner", True, True)],
)
def test_a_role_allows_what_azure_lets_it(role, makes, deletes, client):
    with client(Credential()) as owner:
        owner.create_project("p", project())
    with client(Credential(f"{LANGUAGE} {role}")) as authoring:
        assert [one.project_name for one in authoring.list_projects()] == ["p"]
        assert allowed(lambda: authoring.create_project("p", project())) == makes
        deletion = lambda: authoring.begin_delete_project("p", polling_interval=1)  # noqa: E731
        assert allowed(deletion) == deletes


def allowed(call):
    try:
        call()
    except HttpResponseError as error:
        if error.status_code != 403:
            raise
        return False
    return True


@pytest.mark.parametrize("claims", [{"audience": "https://graph.microsoft.com"}, {"lasts": -1}])
def test_another_audience_or_an_old_token_is_refused(claims, client):
    with client(Credential(**claims)) as authoring, pytest.raises(ClientAuthenticationError):
        [*authoring.list_projects()]


def test_azure_core_sends_no_token_over_http(service):
    with (
        TextAuthoringClient(service.endpoint, Credential()) as authoring,
        pytest.raises(ServiceRequestError, match="non-TLS"),
    ):
        [*authoring.list_projects()]
