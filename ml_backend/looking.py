"""Asks Azure what a deployment serves, and what to say where it can't be told."""

from __future__ import annotations

import time

from ..bridge.azure.errors import NotFoundError, ServiceError, UnauthorisedError
from ..bridge.azure.serving import serving, version_of
from ..bridge.azure.session import Session
from ..converters.azure.labels_file import KIND_OF
from .options import BackendOptions
from .targets import Target
from .versions import Seen

NOT_DEPLOYED = "not-deployed"
"""Stands for a model's label where nothing is served yet."""
_FORBIDDEN = 403


class Looker:
    """Looks at deployments.

    Args:
        session: settings and credential; the project is each target's.
        options: kind and language, where the key may not ask for them.
    """

    def __init__(self, session: Session, options: BackendOptions) -> None:
        self._session, self._options = session, options

    def look(self, target: Target, before: Seen | None) -> Seen:
        """Tell what a deployment serves.

        Where the key may predict and not author, the version is the day on which we first asked,
        and a swap goes unnoticed.

        Raises:
            ServiceError: Azure fails, refuses the key, or can't be reached.
        """
        session = self._session.on(target.project)
        try:
            found = serving(session, target.deployment)
            info = session.info()
        except UnauthorisedError as error:
            if error.status != _FORBIDDEN:
                raise
            return (
                before
                if before and before.model == "" and not before.problem
                else (
                    self._unseen(target, version_of(target.deployment, time.strftime("%Y-%m-%d")))
                )
            )
        except NotFoundError as error:
            nothing = self._unseen(target, version_of(target.deployment, NOT_DEPLOYED))
            return _with(nothing, f"Nothing is deployed yet: {error}")
        kind = KIND_OF[info.project_kind.lower()]
        return Seen(found.version, found.model_id, kind, info.language)

    def _unseen(self, target: Target, version: str) -> Seen:
        kind = self._options.kind or "entities"
        return Seen(version, "", kind, target.language or self._options.language or "en")


def _with(seen: Seen, problem: str) -> Seen:
    return Seen(seen.version, seen.model, seen.kind, seen.language, problem)


def is_dated(seen: Seen) -> bool:
    """Whether a version only says since when it was asked."""
    return not seen.model and not seen.problem


__all__ = ["NOT_DEPLOYED", "Looker", "ServiceError", "is_dated"]
