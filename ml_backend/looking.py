"""Asks Azure what a deployment serves, and what to say where it can't be told."""

from __future__ import annotations

import logging
import time
from typing import Final

from msgspec.structs import replace

from ..bridge.azure.errors import NotFoundError, UnauthorisedError
from ..bridge.azure.serving import serving, version_of
from ..bridge.azure.session import Session
from ..converters.azure.labels_file import KIND_OF
from .options import BackendOptions
from .targets import Target
from .versions import Seen

_LOG: Final = logging.getLogger(__name__)
_NOT_DEPLOYED: Final = "not-deployed"
"""Stands for a model's label where nothing is served yet."""
_FORBIDDEN: Final = 403


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
            return self._dated(target, before)
        except NotFoundError as error:
            nothing = self._unseen(target, _NOT_DEPLOYED)
            return replace(nothing, problem=f"Nothing is deployed yet: {error}")
        kind = KIND_OF[info.project_kind.lower()]
        return Seen(found.version, found.model_id, kind, info.language)

    def _dated(self, target: Target, before: Seen | None) -> Seen:
        """Name the version by the day of the first look, and keep to that."""
        if before and not before.model and not before.problem:
            return before
        _LOG.warning(
            "The key may not ask what %s serves: its version is today's date, and a swap will go "
            "unnoticed. Give it the role of a reader of the authoring API.",
            target.deployment,
        )
        return self._unseen(target, time.strftime("%Y-%m-%d"))

    def _unseen(self, target: Target, label: str) -> Seen:
        kind, language = self._options.kind or "entities", self._options.language or "en"
        return Seen(version_of(target.deployment, label), "", kind, language)
