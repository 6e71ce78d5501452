"""Fetches texts of which tasks hold the address only, from where that is allowed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urljoin

import urllib3
from msgspec.structs import replace
from urllib3.exceptions import HTTPError

from ..bridge.secret import Secret
from ..bridge.settings import Settings
from .addresses import Allowed, Place
from .errors import UnavailableError, UnfetchableError
from .options import BackendOptions

_REDIRECTS: Final = 3
_CHUNK: Final = 1 << 16
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
_LASTS: Final = 240
"""Seconds that a token made of a personal one is used; Label Studio lets it live 300."""
_PARTS: Final = 2
"""The dots in a personal access token, which is a JWT."""
Ask = Callable[[Place, str, dict[str, str], bytes | None], tuple[int, bytes]]


class Fetcher:
    """Fetches texts.

    Args:
        allowed: says from where.
        token: Label Studio's, sent to it alone.
        most: bytes that a text may have.
        timeout: seconds to wait for an answer.
        authorities: the file of authorities to trust.
    """

    def __init__(
        self,
        allowed: Allowed,
        token: Secret | None,
        most: int,
        timeout: float,
        authorities: str | None = None,
    ) -> None:
        self._allowed, self._most = allowed, most
        self._timeout = urllib3.Timeout(connect=5.0, read=timeout)
        self._token = Token(token, self._ask) if token else None
        self._authorities = authorities

    @classmethod
    def of(cls, settings: Settings, options: BackendOptions) -> Fetcher:
        """Make it of the settings.

        Raises:
            ProblemError: `texts_from` names what is no host.
        """
        allowed = Allowed(settings.label_studio_url, options.texts_from)
        token = settings.label_studio_api_key if settings.label_studio_url else None
        most, seconds = options.text_bytes, min(settings.timeout, 20.0)
        return cls(allowed, token, most, seconds, settings.ca_bundle)

    def fetch(self, address: str) -> bytes:
        """Return the bytes of a text.

        Raises:
            UnfetchableError: it may not be fetched, is too large or isn't there.
            UnavailableError: its host can't be reached, or fails, for now.
        """
        for _ in range(_REDIRECTS + 1):
            place = self._allowed.place(address)
            headers = self._token.headers(place) if place.is_own and self._token else {}
            status, body = self._ask(place, "GET", headers, None)
            if status == 200:  # noqa: PLR2004 (OK)
                return body
            if status not in {301, 302, 303, 307, 308}:
                raise _refused(status, place)
            address = urljoin(f"{place.scheme}://{_netloc(place)}{place.path}", body.decode())
        raise UnfetchableError(f"{place.host} redirects too often")

    def _ask(
        self, place: Place, method: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        """Ask the address that was looked at, and no other that the name may have by now."""
        with _pool(place, self._timeout, self._authorities) as pool:
            try:
                answer = pool.request(
                    method, place.path, body=body, headers={"Host": _netloc(place), **headers},
                    redirect=False, retries=False, preload_content=False,
                )  # fmt: skip
                location = answer.headers.get("Location")
                if location and 300 <= answer.status < 400:  # noqa: PLR2004 (a redirection)
                    return answer.status, location.encode()
                return answer.status, self._read(answer, place)
            except HTTPError as error:
                words = f"{place.host} can't be reached for texts: {type(error).__name__}"
                raise UnavailableError(words) from error

    def _read(self, answer: Any, place: Place) -> bytes:
        held = bytearray()
        for chunk in answer.stream(_CHUNK, decode_content=True):
            held += chunk
            if len(held) > self._most:
                raise UnfetchableError(f"the text at {place.host} has over {self._most:,} bytes")
        return bytes(held)


class Token:
    """What Label Studio is told of who asks: a legacy token, or one made of a personal one."""

    def __init__(self, token: Secret, ask: Ask) -> None:
        self._token, self._ask = token, ask
        self._access, self._ends = "", 0.0
        self._lock = threading.Lock()

    def headers(self, place: Place) -> dict[str, str]:
        """Return the header that says it, asking where the text is for a token of some minutes."""
        held = self._token.reveal()
        if held.count(".") != _PARTS:
            return {"Authorization": f"Token {held}"}
        with self._lock:
            if time.monotonic() > self._ends:
                self._access = self._refreshed(held, place)
                self._ends = time.monotonic() + _LASTS
        return {"Authorization": f"Bearer {self._access}"}

    def _refreshed(self, held: str, place: Place) -> str:
        where = replace(place, path="/api/token/refresh")
        body = json.dumps({"refresh": held}).encode()
        status, answer = self._ask(where, "POST", {"Content-Type": "application/json"}, body)
        if status != 200:  # noqa: PLR2004 (OK)
            raise UnavailableError(f"Label Studio takes our token not: {status}")
        return str(json.loads(answer)["access"])


def _refused(status: int, place: Place) -> Exception:
    words = f"{place.host} answers {status} for a text"
    return UnavailableError(words) if status in _PASSING else UnfetchableError(words)


def _netloc(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port in {80, 443} else f"{host}:{place.port}"


def _pool(
    place: Place, timeout: urllib3.Timeout, authorities: str | None
) -> urllib3.HTTPConnectionPool:
    if place.scheme == "http":
        return urllib3.HTTPConnectionPool(place.connect, place.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        place.connect, place.port, timeout=timeout, server_hostname=place.host,
        assert_hostname=place.host, ca_certs=authorities,
    )  # fmt: skip
