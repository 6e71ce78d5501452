"""Puts a backend together of the settings; knows no web framework."""

from __future__ import annotations

import logging
from typing import Final

from ..bridge.azure.patience import Patience
from ..bridge.azure.session import Session
from ..bridge.database import opened
from ..bridge.label_studio.client import Server
from ..bridge.settings import Settings
from .fetching import Fetcher
from .metrics import Metrics
from .model import Backend, Parts
from .options import BackendOptions, options_of

_PATIENCE: Final = Patience(tries=4, throttled=60.0)
"""Shorter than a command's: Label Studio waits for us."""
_TALKATIVE: Final = ("azure", "urllib3", "httpx", "waitress.queue")


def backend_of(settings: Settings, options: BackendOptions | None = None) -> Backend:
    """Make a backend.

    Args:
        settings: see `spanbridge.bridge.settings.load`.
        options: in place of the settings' table `[backend]`.

    Raises:
        ProblemError: a setting is missing or can't be used.
    """
    chosen = options or options_of(settings.backend)
    _quieten()
    parts = Parts(
        Session(settings, patience=_PATIENCE),
        opened(settings),
        Metrics(),
        server_of(settings),
        Fetcher.of(settings, chosen).fetch,
    )
    return Backend(parts, chosen)


def server_of(settings: Settings) -> Server | None:
    """Return Label Studio; None where the settings don't tell of it."""
    if not settings.label_studio_url or not settings.label_studio_api_key:
        return None
    return Server(settings)


def _quieten() -> None:
    """Let libraries log only what is wrong: what they log else are addresses and headers."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
