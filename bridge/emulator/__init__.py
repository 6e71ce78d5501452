"""A local Azure AI Language that really trains and predicts; imports nothing else of spanbridge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .options import OptionError, Options
    from .server import AzureLanguageEmulator

__all__ = ["AzureLanguageEmulator", "OptionError", "Options"]


def __getattr__(name: str) -> Any:
    if name == "AzureLanguageEmulator":
        from .server import AzureLanguageEmulator  # noqa: PLC0415 (flask is slow to import)

        return AzureLanguageEmulator
    if name in __all__:
        from . import options  # noqa: PLC0415 (with the above)

        return getattr(options, name)
    raise AttributeError(name)
