"""How a Label Studio server is reached: the proxy and the authorities of the settings."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import urlsplit

from ...converters.problems import ProblemError
from ..settings import Settings, is_here


def http_client(settings: Settings, address: str) -> Any:
    """Make the client that the SDK is to use, which knows neither of the two by itself.

    A server on this machine is asked without the proxy. None if the settings say nothing.

    Raises:
        ProblemError: the file of authorities can't be read.
    """
    here = is_here(urlsplit(address).hostname or "")
    proxy = None if here or settings.proxy is None else settings.proxy.reveal()
    if not (proxy or settings.ca_bundle):
        return None
    import httpx  # noqa: PLC0415 (comes with the extra)

    return httpx.Client(
        timeout=settings.timeout, follow_redirects=True, proxy=proxy, verify=_trusted(settings)
    )


def _trusted(settings: Settings) -> ssl.SSLContext | bool:
    if not settings.ca_bundle:
        return True
    try:
        return ssl.create_default_context(cafile=settings.ca_bundle)
    except OSError as error:
        source = settings.sources.get("ca_bundle", "settings")
        found = error.strerror or error
        raise ProblemError.of("setting-malformed", source, name="ca_bundle", error=found) from error
