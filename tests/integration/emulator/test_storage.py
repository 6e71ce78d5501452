"""Texts come from the project's container, a folder or Blob storage; what is wrong is named."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from emulator_of import PROJECTS, TRAIN, Rest, deployed, project_file, texts, write_texts
from spanbridge.bridge.emulator import AzureLanguageEmulator

P = f"{PROJECTS}/p"


def failure(rest, method, path, body):
    state = rest.job(method, path, body)
    assert state["status"] == "failed"
    return state["errors"][0]["message"]


def test_an_import_needs_the_container_but_not_the_texts(rest, server):
    for blob in (server.options.storage / "texts").iterdir():
        blob.unlink()
    assert rest.job("POST", f"{P}/:import", project_file(texts()))["status"] == "succeeded"
    missing = project_file(texts(), container="none")
    assert "'none' does not exist" in failure(rest, "POST", f"{P}/:import", missing)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "'03.txt' does not exist"),
        (b"\xff\xfe", "'03.txt' is not UTF-8"),
        (b" \r\n", "'03.txt' is empty"),
        (b"x" * 128_001, "'03.txt' has 128001 characters"),
        (b"too short", "'03.txt': offset"),
    ],
)
def test_a_training_names_the_text_that_it_cannot_learn_from(content, told, rest, server):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    blob = server.options.storage / "texts" / "03.txt"
    blob.unlink() if content is None else blob.write_bytes(content)
    assert told in failure(rest, "POST", f"{P}/:train", TRAIN)
    assert rest.get(f"{P}/models")["value"] == []


def test_an_offset_within_a_surrogate_pair_is_no_place(rest):
    file = project_file(texts())
    [region] = file["assets"]["documents"][0]["entities"]
    region["labels"][0] |= {"offset": 1, "length": 3}
    rest.job("POST", f"{P}/:import", file)
    assert "inside a character" in failure(rest, "POST", f"{P}/:train", TRAIN)


def test_only_the_region_of_a_document_is_learnt_from(rest):
    file = project_file(texts())
    for document in file["assets"]["documents"]:
        [region] = document["entities"]
        first = min(region["labels"], key=lambda label: label["offset"])
        end = first["offset"] + first["length"]
        document["entities"] = [
            {"regionOffset": first["offset"], "regionLength": first["length"], "labels": [first]}
        ]
        assert end <= region["regionLength"]
    rest.job("POST", f"{P}/:import", file)
    assert rest.job("POST", f"{P}/:train", TRAIN)["status"] == "succeeded"
    results = rest.get(f"{P}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit")["value"]
    for document in results:
        [region] = document["customEntityRecognitionResult"]["entities"]
        [expected] = region["expectedEntities"]
        assert (expected["offset"], expected["length"]) == (
            region["regionOffset"], region["regionLength"],
        )  # fmt: skip


@pytest.mark.parametrize("container", ["..", "a/b", "/", "texts\0"])
def test_no_name_leads_out_of_the_storage(container, rest):
    file = project_file(texts(), container=container)
    assert "does not exist" in failure(rest, "POST", f"{P}/:import", file)


def test_without_storage_no_container_exists():
    with AzureLanguageEmulator() as server:
        rest = Rest(server.endpoint, server.key)
        message = failure(rest, "POST", f"{P}/:import", project_file(texts()))
        assert "without storage" in message


class Blobs(BaseHTTPRequestHandler):
    """As much of Blob storage as reading takes, over a folder."""

    folder = None

    def do_GET(self):
        """Answer a container or a blob."""
        _, _, container, *blob = self.path.partition("?")[0].split("/")
        path = self.folder.joinpath(container, *blob)
        if container == "secret":
            self._answer(403, b"", {"x-ms-error-code": "AuthorizationFailure"})
        elif not path.exists():
            missing = "BlobNotFound" if blob else "ContainerNotFound"
            self._answer(404, b"", {"x-ms-error-code": missing})
        else:
            self._answer(200, path.read_bytes() if blob else b"", {})

    do_HEAD = do_GET  # noqa: N815 (the base class's name)

    def _answer(self, status, content, headers):
        self.send_response(status)
        size = len(content)
        for name, value in (headers | {
            "Content-Length": str(size), "Content-Range": f"bytes 0-{size - 1}/{size}",
            "ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 20:00:00 GMT",
            "x-ms-blob-type": "BlockBlob",
        }).items():  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def blob_storage(tmp_path):
    write_texts(tmp_path / "texts", texts())
    handler = type("OfFolder", (Blobs,), {"folder": tmp_path})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}/account"
        yield f"AccountName=account;AccountKey=a2V5;BlobEndpoint={endpoint};"
        server.shutdown()


def test_texts_come_from_blob_storage(blob_storage):
    with AzureLanguageEmulator(storage=blob_storage) as server:
        assert deployed(Rest(server.endpoint, server.key), project_file(texts()))


def test_blob_storage_names_what_it_lacks_and_what_it_refuses(blob_storage, tmp_path):
    (tmp_path / "texts" / "03.txt").unlink()
    with AzureLanguageEmulator(storage=blob_storage) as server:
        rest = Rest(server.endpoint, server.key)
        for container, told in (("none", "does not exist"), ("secret", "answered 403")):
            file = project_file(texts(), container=container)
            assert told in failure(rest, "POST", f"{P}/:import", file)
        rest.job("POST", f"{P}/:import", project_file(texts()))
        assert "'03.txt' does not exist" in failure(rest, "POST", f"{P}/:train", TRAIN)


def test_blob_storage_that_is_away_is_told(blob_storage):
    away = re.sub(r":\d+/", ":1/", blob_storage)
    with AzureLanguageEmulator(storage=away) as server:
        rest = Rest(server.endpoint, server.key)
        assert "can't be reached" in failure(rest, "POST", f"{P}/:import", project_file(texts()))
