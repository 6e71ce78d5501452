"""Nothing is sent home: what Label Studio and its pages try is refused, and known."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OFFLINE = Path(__file__).parent / "offline"
TRIED = """
import socket
try:
    {}
except OSError as error:
    print(error)
else:
    print("went out")
"""


def tried(code: str, log: Path) -> tuple[str, list[str]]:
    """Run a line in a Python that is kept offline; return what it said, and what was noted."""
    surroundings = {"PYTHONPATH": f"{OFFLINE}", "SPANBRIDGE_OFFLINE_LOG": f"{log}"}
    done = subprocess.run(
        [sys.executable, "-c", TRIED.format(code)],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return done.stdout.strip(), [json.loads(line)["host"] for line in lines]


@pytest.mark.parametrize(
    ("code", "host"),
    [
        ("socket.create_connection(('192.0.2.1', 443), 1)", "192.0.2.1"),
        ("socket.create_connection(('pypi.org', 443), 1)", "pypi.org"),
        ("socket.getaddrinfo(b'example.com', 80)", "b'example.com'"),
        ("socket.gethostbyname('example.com')", "example.com"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'.', ('192.0.2.1', 53))", "192.0.2.1"),
        ("socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))", "2001:db8::1"),
        ("__import__('urllib.request').request.urlopen('https://example.com')", "example.com"),
    ],
)
def test_what_would_leave_is_refused_and_noted(code, host, tmp_path):
    said, noted = tried(code, tmp_path / "noted.jsonl")
    assert f"kept offline: {host.strip('b')}" in said.replace("b'", "'")
    assert noted == [host]


def test_this_machine_is_reached_and_not_noted(tmp_path):
    there = "s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    assert tried(there, tmp_path / "noted.jsonl") == ("went out", [])


def test_label_studio_asks_for_a_newer_version_and_gets_no_answer(label_studio):
    asked = label_studio.api.call("GET", "version")
    assert asked["release"] == "1.23.2"
    assert "pypi.org" in {refused["host"] for refused in label_studio.refusals}


def test_pages_ask_nobody_but_the_server(label_studio, browser):
    project = label_studio.api.project("<View><Text name='t' value='$text'/></View>", "No calls")
    before = [*browser.refused]
    for path in ("projects/", f"projects/{project}/data", f"projects/{project}/settings"):
        with browser.page.expect_response(lambda answer: "/api/" in answer.url):
            browser.page.goto(f"{label_studio.address}/{path}")
        browser.page.wait_for_load_state("networkidle")
    assert browser.refused == before


def test_a_page_that_asks_somebody_else_is_refused_and_noted(browser):
    wanted = "https://example.com/beacon"
    said = browser.page.evaluate("url => fetch(url).then(() => 'sent', e => String(e))", wanted)
    assert "Failed to fetch" in said
    assert browser.refused.pop() == wanted
