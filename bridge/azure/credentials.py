"""Who we are: a key, or whatever `DefaultAzureCredential` finds; and what every client is told."""

from __future__ import annotations

from typing import Any

from azure.core.credentials import AzureKeyCredential, TokenCredential

from ...converters.problems import ProblemError, Words
from ..settings import Settings

Credential = AzureKeyCredential | TokenCredential
_CONNECT = 10.0


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
    authority = {"authority": settings.authority} if settings.authority else {}
    found: TokenCredential = DefaultAzureCredential(**authority, **client_options(settings))
    return found


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
