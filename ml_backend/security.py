"""Who may ask: Basic authentication, and a secret of webhooks; both compared in constant time.

Label Studio sends Basic authentication with all that goes through the ML connection, a request for
training too, and headers of our choice with what goes through webhooks, which carry no Basic.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Final

from ..bridge.secret import Secret
from ..bridge.settings import Settings, is_here
from ..converters.problems import ProblemError, Words

HEADER: Final = "X-Spanbridge-Secret"
_BASIC: Final = "basic "


class Guard:
    """Knows who may ask what.

    Args:
        user: of Basic authentication; None asks for none.
        password: its password.
        secret: that webhooks bring.

    Example:
        >>> guard = Guard("label-studio", Secret("hunter2"), None)
        >>> guard.knows({"Authorization": "Basic bGFiZWwtc3R1ZGlvOmh1bnRlcjI="})
        True
    """

    def __init__(self, user: str | None, password: Secret | None, secret: Secret | None) -> None:
        self._user, self._password, self._secret = user, password, secret

    @classmethod
    def of(cls, settings: Settings) -> Guard:
        """Make it of the settings.

        Raises:
            ProblemError: there is a user without a password, or the other way round.
        """
        user, password = settings.backend_user, settings.backend_password
        if bool(user) != bool(password):
            lacking = "backend_password" if user else "backend_user"
            how = Words("both, or neither")
            raise ProblemError.of("setting-missing", "settings", name=lacking, how=how)
        return cls(user, password, settings.webhook_secret)

    @property
    def is_open(self) -> bool:
        """Whether anybody may ask for predictions."""
        return self._user is None

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether a request may ask for predictions."""
        return self.is_open or self._is_user(headers.get("Authorization", ""))

    def hears(self, headers: Mapping[str, str], address: str) -> bool:
        """Whether an event is heard: one with the secret, or the password, or from this machine.

        The last only where neither is set.
        """
        if self._secret is None and self.is_open:
            return is_here(address)
        brings = self._secret is not None and _equal(headers.get(HEADER, ""), self._secret.reveal())
        return brings or (not self.is_open and self._is_user(headers.get("Authorization", "")))

    def _is_user(self, header: str) -> bool:
        wanted = f"{self._user}:{self._password.reveal() if self._password else ''}"
        return _equal(_decoded(header), wanted)


def _decoded(header: str) -> str:
    if not header.lower().startswith(_BASIC):
        return ""
    try:
        return base64.b64decode(header[len(_BASIC) :], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())
