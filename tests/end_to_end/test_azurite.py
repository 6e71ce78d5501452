"""A project whose texts are in Blob storage: Azurite, installed by npm and started here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from azure.storage.blob import (
    AccountSasPermissions,
    BlobServiceClient,
    ResourceTypes,
    generate_account_sas,
)
from azure_of import client, counted, write_folder
from end_to_end.azurite import ACCOUNT, KEY, azurite, connection_to
from projects import labels_in, project, texts
from spanbridge import StoppedError
from spanbridge.bridge.azure.errors import ServiceError, UnauthorisedError
from spanbridge.bridge.emulator import AzureLanguageEmulator


@pytest.fixture(scope="module")
def account(tmp_path_factory) -> Iterator[str]:
    """Give the address of the account in a running Azurite."""
    with azurite(tmp_path_factory.mktemp("azurite")) as address:
        yield address


@pytest.fixture
def connection(account) -> str:
    return connection_to(account)


@pytest.fixture
def addresses(account, connection) -> dict[str, str]:
    return {"connection string": connection, "signed address": signed(account)}


@pytest.fixture
def container(connection, request):
    """Name a container of the test's own, and remove it."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:60]
    yield name
    with BlobServiceClient.from_connection_string(connection) as storage:
        if storage.get_container_client(name).exists():
            storage.delete_container(name)


@pytest.fixture
def folder(tmp_path, container):
    file = project()
    file["metadata"]["storageInputContainerName"] = container
    return write_folder(tmp_path / "azure", file)


@pytest.fixture
def server(connection) -> Iterator[AzureLanguageEmulator]:
    with AzureLanguageEmulator(storage=connection) as running:
        yield running


def signed(account: str) -> str:
    """Make an address that grants access for an hour."""
    grant = generate_account_sas(
        ACCOUNT, KEY, ResourceTypes(container=True, object=True),
        AccountSasPermissions(read=True, write=True, list=True, create=True),
        datetime.now(timezone.utc) + timedelta(hours=1),
    )  # fmt: skip
    return f"{account}?{grant}"


@pytest.mark.parametrize("way", ["connection string", "signed address"])
def test_a_project_lives_with_its_texts_in_blob_storage(way, addresses, folder, server, tmp_path):
    where = addresses[way]
    with client(server, tmp_path, storage=where) as people:
        assert people.push(folder).uploaded == 10
        again = people.push(folder)
        assert (again.uploaded, again.unchanged, again.imported) == (0, 10, False)
        people.train("v1")
        people.deploy("v1", "production")
        people.pull(tmp_path / "out")
    assert counted(server)["trainings"] == 1
    for name, text in texts().items():
        assert (tmp_path / "out" / "documents" / name).read_bytes() == text.encode()


def test_a_changed_text_goes_up_alone_and_a_foreign_one_is_never_touched(
    connection, folder, server, tmp_path, container
):
    with BlobServiceClient.from_connection_string(connection) as storage:
        blobs = storage.get_container_client(container)
        with client(server, tmp_path, storage=connection) as people:
            people.push(folder)
            (folder / "documents" / "3.txt").write_bytes(
                texts()["3.txt"].replace("😀", "😎").encode()
            )
            assert people.push(folder).uploaded == 1
            assert "😎" in blobs.download_blob("3.txt").readall().decode()
            blobs.upload_blob("4.txt", b"of somebody else", overwrite=True)
            with pytest.raises(StoppedError, match="did not upload") as error:
                people.push(folder, replace=True)
        assert error.value.details == ["4.txt"]
        assert blobs.download_blob("4.txt").readall() == b"of somebody else"


def test_no_text_and_no_signature_is_logged_and_a_wrong_one_is_said_to_be(
    account, folder, server, tmp_path, caplog
):
    caplog.set_level("DEBUG")
    address = signed(account)
    signature = address.partition("sig=")[2].partition("&")[0]
    with client(server, tmp_path, storage=address) as people:
        people.push(folder)
    wrong = address.replace(signature, "canarysignature")
    with client(server, tmp_path, storage=wrong) as people, pytest.raises(ServiceError) as error:
        people.push(folder)
    assert isinstance(error.value, UnauthorisedError)
    told = [str(error.value), repr(error.value), *(one.getMessage() for one in caplog.records)]
    assert [one for one in told if signature in one or "canarysignature" in one] == []
    assert [one for one in told if "Alice was here" in one] == []
    assert any("sig=***" in one for one in told)


def test_a_missing_text_is_named_before_a_training_begins(
    connection, folder, server, tmp_path, container
):
    with client(server, tmp_path, storage=connection) as people:
        people.push(folder)
        with BlobServiceClient.from_connection_string(connection) as storage:
            storage.get_container_client(container).delete_blob("7.txt")
        with pytest.raises(StoppedError) as error:
            people.train("v1")
        assert error.value.details == ["7.txt: it isn't there"]
    assert len(labels_in(project())) == 50
