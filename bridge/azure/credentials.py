"""Who we are: a key, or whatever `DefaultAzureCredential` finds; and what every client is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from azure.core.credentials import AzureKeyCredential, TokenCredential

from ...converters.problems import ProblemError, Words
from ..settings import Settings

Credential = AzureKeyCredential | TokenCredential
_CONNECT = 10.0
_CLOUDS = (".microsoftonline.com", ".microsoftonline.us", ".chinacloudapi.cn", ".windows.net")
"""Where Microsoft's own clouds give tokens."""


def credential_of(settings: Settings) -> Credential:
    """Return the key of the Language resource, else a token credential.

    Raises:
        ProblemError: there is no key, and azure-identity isn't installed.
    """
    if settings.key is not None:
        return AzureKeyCredential(settings.key.reveal())
    return token_credential(settings)


def token_credential(settings: Settings) -> TokenCredential:
    """Return what finds a token in the environment, a managed identity or a login.

    Raises:
        ProblemError: azure-identity isn't installed.
    """
    try:
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415 (an extra)
    except ImportError as error:
        what = Words("Access without a key (SPANBRIDGE_AZURE_KEY)")
        raise ProblemError.of("extra-missing", "settings", what=what, extra=Words("entra")) from (
            error
        )
    found: TokenCredential = DefaultAzureCredential(
        **_authority(settings), **client_options(settings)
    )
    return found


def _authority(settings: Settings) -> dict[str, Any]:
    """Say where tokens are asked for; in a cloud of one's own, nobody else is asked about it.

    Example:
        >>> _authority(Settings(authority="https://login.microsoftonline.us"))
        {'authority': 'https://login.microsoftonline.us'}
        >>> _authority(Settings(authority="https://adfs.local"))["disable_instance_discovery"]
        True
    """
    if not settings.authority:
        return {}
    host = urlsplit(settings.authority).hostname or settings.authority
    own = not host.endswith(_CLOUDS)
    more = {"disable_instance_discovery": True} if own else {}
    return {"authority": settings.authority, **more}


def client_options(settings: Settings) -> dict[str, Any]:
    """Return what every client of azure-core takes: timeouts, proxy, authorities.

    Example:
        >>> client_options(Settings(ca_bundle="ca.pem"))["connection_verify"]
        'ca.pem'
    """
    options: dict[str, Any] = {"connection_timeout": _CONNECT, "read_timeout": settings.timeout}
    if settings.ca_bundle:
        options["connection_verify"] = settings.ca_bundle
    if settings.proxy:
        address = settings.proxy.reveal()
        options["proxies"] = {"http": address, "https": address}
    return options
