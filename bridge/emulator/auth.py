"""Who may call what: the resource's key, or over TLS a bearer token.

A token is any well-formed JSON web token of the service's audience that hasn't expired; nobody
checks its signature. Its claim `roles` names what Azure's role assignments would grant.
"""

from __future__ import annotations

import binascii
import hmac
import json
import time
from base64 import urlsafe_b64decode
from typing import Any, Final, Protocol

from .exceptions import ServiceError

KEY_HEADER: Final = "Ocp-Apim-Subscription-Key"
AUDIENCE: Final = "https://cognitiveservices.azure.com"
ROLES: Final = {
    "Cognitive Services Language Reader": ("read", "analyse"),
    "Cognitive Services Language Writer": ("read", "analyse", "write"),
    "Cognitive Services Language Owner": ("read", "analyse", "write", "own"),
}
"""What the holder of a role may do: a writer trains, an owner deploys and deletes too."""


class Headers(Protocol):
    """The headers of a call, whatever their case."""

    def get(self, key: str, default: str) -> str: ...  # noqa: D102


def check(headers: Headers, key: str, access: str, *, tls: bool) -> None:
    """Let a call pass.

    Args:
        headers: of the call.
        key: the resource's.
        access: what the operation needs, one of `ROLES`' words.
        tls: whether tokens are taken.

    Raises:
        ServiceError: it may not.
    """
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        _check_token(token, access, tls=tls)
    elif not hmac.compare_digest(headers.get(KEY_HEADER, "").encode(), key.encode()):
        raise ServiceError(
            "Unauthorized", "Access denied due to invalid subscription key or wrong API endpoint."
        )


def _check_token(token: str, access: str, *, tls: bool) -> None:
    if not tls:
        raise ServiceError("Unauthorized", "Tokens are taken over TLS only (start with --tls).")
    claims = _claims(token)
    if str(claims.get("aud", "")).rstrip("/") != AUDIENCE:
        raise ServiceError("Unauthorized", f"The token's audience is not {AUDIENCE}.")
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or expires <= time.time():
        raise ServiceError("Unauthorized", "The token has expired.")
    roles = claims.get("roles") or []
    if not any(access in ROLES.get(str(role), ()) for role in roles):
        message = f"None of the token's roles allows to {access}: {', '.join(map(str, roles))}."
        raise ServiceError("Forbidden", message)


def _claims(token: str) -> dict[str, Any]:
    try:
        header, payload, _ = (part.encode() for part in token.split("."))
        json.loads(_decoded(header))
        claims = json.loads(_decoded(payload))
    except (ValueError, binascii.Error) as error:
        raise ServiceError("Unauthorized", "The token is no JSON web token.") from error
    return claims if isinstance(claims, dict) else {}


def _decoded(part: bytes) -> bytes:
    return urlsafe_b64decode(part + b"=" * (-len(part) % 4))
