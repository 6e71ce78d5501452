"""Who may ask, and whose events are heard."""

from __future__ import annotations

import base64

import pytest
from spanbridge.bridge.secret import Secret
from spanbridge.ml_backend.security import Guard

OPEN = Guard(None, None, None)
BASIC = Guard("ls", Secret("pässword:x"), None)
SECRET = Guard(None, None, Secret("s3cret"))


def basic(words):
    return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}


def test_without_a_user_anybody_may_ask_and_events_come_from_this_machine_only():
    assert OPEN.knows({})
    assert OPEN.hears({}, "127.0.0.1")
    assert OPEN.hears({}, "::1")
    assert not OPEN.hears({}, "10.0.0.1")
    assert not OPEN.hears({}, "")


@pytest.mark.parametrize(
    "headers",
    [{}, basic("ls:x"), basic("x:pässword:x"), basic("ls"), {"Authorization": "Basic !"},
     {"Authorization": "Bearer x"}, {"Authorization": "Basic /w=="}, {"Authorization": ""}],
)  # fmt: skip
def test_with_a_user_only_who_has_the_password_may_ask(headers):
    assert not BASIC.knows(headers)
    assert not BASIC.hears(headers, "127.0.0.1")


def test_the_password_opens_all():
    assert BASIC.knows(basic("ls:pässword:x"))
    assert BASIC.hears(basic("ls:pässword:x"), "10.0.0.1")


def test_a_secret_is_asked_of_events_and_of_nothing_else():
    assert SECRET.knows({})
    assert SECRET.hears({"X-Spanbridge-Secret": "s3cret"}, "10.0.0.1")
    for headers in ({}, {"X-Spanbridge-Secret": "s3cre"}, {"X-Spanbridge-Secret": "\udcff"}):
        assert not SECRET.hears(headers, "127.0.0.1")
