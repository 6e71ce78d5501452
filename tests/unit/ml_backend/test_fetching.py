"""Texts come whole, with the token for Label Studio alone, and never too large."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from spanbridge.bridge.secret import Secret
from spanbridge.ml_backend.addresses import Allowed
from spanbridge.ml_backend.errors import UnavailableError, UnfetchableError
from spanbridge.ml_backend.fetching import Fetcher

TEXT = "😀 Alice".encode()


@pytest.fixture
def served():
    """Serve texts by their paths, and keep what is asked: paths with their headers."""
    asked, answers = [], {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer()

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer()

        def _answer(self):
            asked.append((self.path, dict(self.headers)))
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers, asked
    server.shutdown()
    server.server_close()


def fetcher(address, token="legacy", *given, most=1_000):  # noqa: S107 (a test's)
    return Fetcher(Allowed(address, given), Secret(token), most, 2.0)


def test_a_text_is_fetched_with_the_token_of_label_studio(served):
    address, answers, asked = served
    answers["/data/1.txt"] = 200, {}, TEXT
    assert fetcher(address).fetch("/data/1.txt") == TEXT
    assert asked[0][1]["Authorization"] == "Token legacy"


def test_a_personal_token_is_changed_for_one_of_some_minutes_once(served):
    address, answers, asked = served
    answers["/data/1.txt"] = 200, {}, TEXT
    answers["/api/token/refresh"] = 200, {}, json.dumps({"access": "short"}).encode()
    found = fetcher(address, "a.b.c")
    assert found.fetch("/data/1.txt") == found.fetch("/data/1.txt") == TEXT
    assert [path for path, _ in asked] == ["/api/token/refresh", "/data/1.txt", "/data/1.txt"]
    assert asked[1][1]["Authorization"] == "Bearer short"


def test_no_other_host_hears_the_token(served):
    address, answers, asked = served
    answers["/1.txt"] = 200, {}, TEXT
    found = fetcher("http://127.0.0.1:1", "legacy", "127.0.0.1")
    assert found.fetch(f"{address}/1.txt") == TEXT
    assert "Authorization" not in asked[0][1]


def test_a_redirect_is_followed_to_where_texts_may_be_fetched_only(served):
    address, answers, _ = served
    answers["/a"] = 302, {"Location": "/b?c=d"}, b""
    answers["/b?c=d"] = 200, {}, TEXT
    assert fetcher(address).fetch("/a") == TEXT
    answers["/a"] = 302, {"Location": "http://127.0.0.1:9/x"}, b""
    with pytest.raises(UnfetchableError, match="texts aren't fetched"):
        fetcher(address).fetch("/a")
    answers["/a"] = 302, {"Location": "/a"}, b""
    with pytest.raises(UnfetchableError, match="too often"):
        fetcher(address).fetch("/a")


def test_a_text_that_is_too_large_is_not_read_to_its_end(served):
    address, answers, _ = served
    answers["/1.txt"] = 200, {}, b"x" * 1_001
    with pytest.raises(UnfetchableError, match="over 1,000 bytes"):
        fetcher(address).fetch("/1.txt")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_text_that_is_not_there_is_told(served, status):
    address, answers, _ = served
    answers["/1.txt"] = status, {}, b""
    with pytest.raises(UnfetchableError, match=str(status)):
        fetcher(address).fetch("/1.txt")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_told_as_such(served, status):
    address, answers, _ = served
    answers["/1.txt"] = status, {}, b""
    with pytest.raises(UnavailableError, match=str(status)):
        fetcher(address).fetch("/1.txt")


def test_a_host_that_does_not_answer_passes():
    with pytest.raises(UnavailableError, match="can't be reached"):
        fetcher("http://127.0.0.1:1").fetch("/1.txt")


def test_a_token_that_is_refused_is_told_without_it(served):
    address, answers, _ = served
    answers["/api/token/refresh"] = 401, {}, b""
    with pytest.raises(UnavailableError, match="401") as told:
        fetcher(address, "a.b.canary").fetch("/1.txt")
    assert "canary" not in str(told.value)
