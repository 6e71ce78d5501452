"""Keys and tokens: what passes, what is refused, and as what."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode

import pytest
from spanbridge.bridge.emulator.auth import AUDIENCE, ROLES, check
from spanbridge.bridge.emulator.exceptions import ServiceError

KEY = "0123456789abcdef"
OWNER, WRITER = "Cognitive Services Language Owner", "Cognitive Services Language Writer"


def token(**claims):
    known = {"aud": AUDIENCE, "exp": time.time() + 60, "roles": [OWNER]} | claims
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, known)]
    return ".".join([*(urlsafe_b64encode(part).decode().rstrip("=") for part in parts), "x"])


def bearer(text, access="own", *, tls=True):
    check({"Authorization": f"Bearer {text}"}, KEY, access, tls=tls)


def test_the_key_passes():
    check({"Ocp-Apim-Subscription-Key": KEY}, KEY, "own", tls=False)


@pytest.mark.parametrize(
    "headers", [{}, {"Ocp-Apim-Subscription-Key": "é"}, {"Authorization": KEY}]
)
def test_another_key_or_none_is_refused(headers):
    with pytest.raises(ServiceError) as raised:
        check(headers, KEY, "read", tls=False)
    assert raised.value.status == 401


@pytest.mark.parametrize("roles", [[OWNER], [WRITER, OWNER], ["Reader of books", OWNER]])
def test_a_token_with_the_role_passes(roles):
    bearer(token(roles=roles))
    bearer(token(aud=AUDIENCE + "/"))


@pytest.mark.parametrize("roles", [[], None, [WRITER], ["Reader of books"]])
def test_a_token_without_the_role_is_forbidden(roles):
    with pytest.raises(ServiceError) as raised:
        bearer(token(roles=roles))
    assert raised.value.status == 403


@pytest.mark.parametrize(
    "text",
    ["", "a", "a.b", "a.b.c", "é.é.é", "e30.W10.x", token(aud="x"), token(exp=1), token(exp="soon"),
     token(exp=None)],
)  # fmt: skip
def test_what_is_no_good_token_is_unauthorized(text):
    with pytest.raises(ServiceError) as raised:
        bearer(text)
    assert raised.value.status == 401
    assert raised.value.code == "Unauthorized"


def test_a_token_is_taken_over_tls_only():
    with pytest.raises(ServiceError, match="TLS"):
        bearer(token(), tls=False)


def test_each_role_may_do_all_that_a_lesser_one_may():
    allowed = [{*words} for words in ROLES.values()]
    assert allowed[0] < allowed[1] < allowed[2]
