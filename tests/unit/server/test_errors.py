"""What Label Studio answers becomes errors that say what to do, without the token."""

from __future__ import annotations

import sys

import pytest
from spanbridge.bridge.errors import (
    NotFoundError,
    RefusedError,
    ThrottledError,
    UnauthorisedError,
    UncertainError,
)
from spanbridge.bridge.label_studio.client import Server
from spanbridge.bridge.label_studio.errors import failed
from spanbridge.bridge.settings import load
from spanbridge.converters.problems import ProblemError


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RefusedError),
        (401, UnauthorisedError),
        (403, UnauthorisedError),
        (404, NotFoundError),
        (429, ThrottledError),
        (500, UncertainError),
        (None, UncertainError),
    ],
)
def test_each_status_has_its_error(status, kind):
    assert type(failed(status, {"detail": "No."})) is kind


def test_the_words_of_an_answer_are_told_without_the_token():
    error = failed(401, {"detail": "The token hunter2 is invalid."}, ["hunter2"])
    assert str(error) == "The token *** is invalid. (401)"


def test_a_page_of_html_is_not_quoted():
    assert str(failed(502, "<html>Bad gateway</html>")) == "Label Studio answered 502. (502)"


@pytest.mark.parametrize("missing", ["LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"])
def test_a_missing_setting_is_told(missing):
    given = {"LABEL_STUDIO_URL": "http://127.0.0.1:1", "LABEL_STUDIO_API_KEY": "hunter2"}
    del given[missing]
    with pytest.raises(ProblemError, match=missing):
        Server(load(environment=given))


def test_a_missing_extra_is_told_by_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "label_studio_sdk", None)
    settings = load(
        environment={"LABEL_STUDIO_URL": "http://127.0.0.1:1", "LABEL_STUDIO_API_KEY": "hunter2"}
    )
    with pytest.raises(ProblemError, match=r"spanbridge\[label-studio\]"):
        Server(settings).project(1)
    assert "hunter2" not in str(settings.shown())
