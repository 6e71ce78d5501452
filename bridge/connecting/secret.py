"""The secret that webhooks bring to the ML backend: given by a setting, or made and kept."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress

from ...converters.problems import ProblemError
from ..secret import Secret
from ..settings import Settings, secret_file

HEADER = "X-Spanbridge-Secret"


def webhook_secret(settings: Settings) -> tuple[Secret, bool]:
    """Return the secret, and whether it was made now.

    A new one is kept in the state folder, for its owner's eyes only, where `load` finds it.

    Raises:
        ProblemError: it can't be kept.
    """
    if settings.webhook_secret:
        return settings.webhook_secret, False
    file = secret_file(settings.state)
    made = secrets.token_urlsafe(32)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another process was quicker
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as opened:
                opened.write(f"{made}\n")
            return Secret(made), True
        return Secret(file.read_text("ascii").strip()), False
    except OSError as error:
        reason = error.strerror or error
        raise ProblemError.of("output-unwritable", str(file), error=reason) from error
