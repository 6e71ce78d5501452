"""The backend: tasks in, predictions out; knows no web framework.

One result for each task, in order. Those of a batch are of one model version: a batch during which
a deployment was swapped is done again. A batch that takes longer than the deadline goes on and is
written through Label Studio's API, if there is a token; a task that is asked for meanwhile waits
for it, and isn't asked again.
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ..bridge.azure.batches import MAX_DOCUMENTS
from ..bridge.azure.patience import Patience
from ..bridge.azure.session import Session
from ..bridge.errors import ServiceError
from ..bridge.nudges import Nudges
from ..bridge.suggesting import Suggester
from ..bridge.suggesting.texts import Fetch
from ..converters.document import Kind
from ..converters.label_studio.label_config import LabelConfig
from ..converters.problems import ProblemError
from .answering import Answering, Background
from .azures import Azures
from .busy import STOPPING, Busy
from .cache import Cache
from .errors import UnavailableError
from .looking import Looker
from .metrics import Metrics
from .options import BackendOptions
from .predicting import Means, Predicting
from .protocol import Event, MalformedError, Predict, Result, Setup
from .register import Register
from .targets import Target, Targets
from .versions import Seen, Versions
from .writing import Writer, WritingServer

_LOG: Final = logging.getLogger(__name__)
_FIRST_LOOK: Final = 1.5
"""Seconds that /setup waits for the first look at a deployment; Label Studio waits 3."""
_LOOK: Final = 5.0
"""Seconds that a large batch waits to hear which model is served."""
_CONFIGS: Final = 64


class Parts(Struct, frozen=True):
    """What a backend is made of, apart from its options.

    `server` is Label Studio, to write to past the deadline; None where there is no token.
    """

    session: Session
    engine: Engine
    metrics: Metrics
    server: WritingServer | None = None
    fetch: Fetch | None = None
    patience: Patience | None = None


class Backend:
    """The ML backend of many projects of Label Studio.

    Args:
        parts: what it is made of.
        options: how it behaves.

    Raises:
        ProblemError: a setting is missing, or the database can't be used.
    """

    def __init__(self, parts: Parts, options: BackendOptions) -> None:
        self.metrics, self.options = parts.metrics, options
        self._targets = Targets(parts.engine, parts.session.settings)
        self._azures = Azures(parts.session, Cache(parts.engine, options.answers), parts.metrics)
        look = Looker(parts.session, options).look
        self._versions = Versions(parts.engine, look, options.refresh, self._azures.looked)
        self._nudges = Nudges(parts.engine)
        self._register = Register()
        self._fetch = parts.fetch
        wrote = parts.metrics.written.inc
        writer = Writer(parts.server, wrote, parts.patience) if parts.server else None
        self._background = Background(writer, parts.metrics, parts.patience)
        self._suggester = lru_cache(_CONFIGS)(self._suggester_of)
        self._requests = Busy(options.threads)
        for target in self._targets.all():
            self._versions.want(target)

    @property
    def busy(self) -> int:
        """How many requests for predictions are under way."""
        return self._requests.count

    def setup(self, setup: Setup) -> dict[str, Any]:
        """Take in a connection; tell the version that its predictions will be of.

        Raises:
            MalformedError: its `extra_params` name nothing that Azure could have.
            UnavailableError: what is served was never seen.
        """
        target = self._targets.note(setup.project, setup.extra_params)
        return {"model_version": self._seen(target, _FIRST_LOOK).version}

    def versions(self) -> list[str]:
        """Return the versions that are served."""
        found = (self._versions.seen(target) for target in self._targets.all())
        return [*dict.fromkeys(seen.version for seen in found if seen)]

    def ready(self) -> str:
        """Tell why nothing could be predicted now; "" where it could."""
        if self._requests.is_closed:
            return STOPPING
        seen = self._versions.seen(self._targets.default)
        if seen is None:
            return self._unseen(self._targets.default)
        return seen.problem

    def webhook(self, event: Event) -> None:
        """Write an event down for the loop, and do nothing else.

        Raises:
            UnavailableError: the database doesn't take it.
        """
        if not event.number:
            return
        try:
            self._nudges.note(event.number, event.kind)
        except SQLAlchemyError as error:
            raise UnavailableError(f"It wasn't written down: {type(error).__name__}.") from error
        self.metrics.webhooks.labels(event.kind).inc()

    def predict(self, request: Predict) -> list[Result]:
        """Return what is said of each task, in order.

        Raises:
            MalformedError: the labeling configuration can't be used.
            UnavailableError: what keeps us is passing; the words say what.
        """
        with self._requests.one():
            return self._predicted(request, time.monotonic() + self.options.deadline)

    def _predicted(self, request: Predict, ends: float) -> list[Result]:
        target = self._targets.of(request.project)
        drawn = request.params.drawn if request.params else None
        predicting = self._predicting(request, target, drawn)
        if drawn is not None:
            return predicting.predict(request.tasks, ends)[0]
        answering = Answering(
            self._register, self._background, predicting, request.tasks, request.number
        )
        return answering.results(ends)

    def drain(self) -> None:
        """Refuse new tasks, and let those under way end, within the time to drain."""
        ends = time.monotonic() + self.options.drain
        self._requests.close(self.options.drain)
        self._background.drain(ends - time.monotonic())

    def close(self) -> None:
        """Wait for nothing any more."""
        self._requests.close(0)
        self._background.drain(0)
        self._azures.close()
        self._versions.close()
        if self._background.writer:
            self._background.writer.close()

    def _predicting(self, request: Predict, target: Target, drawn: Any) -> Predicting:
        is_large = len(request.tasks) > MAX_DOCUMENTS

        def means(ends: float) -> Means:
            return self._means(request.label_config, target, ends, look=is_large)

        return Predicting(means, self.metrics, drawn=drawn, urgent=not is_large)

    def _means(self, config: str, target: Target, ends: float, *, look: bool) -> Means:
        seen = self._seen(target, _LOOK)
        if look:
            seen = self._looked(target, seen, ends)
        if seen.problem:
            raise UnavailableError(seen.problem)
        suggester = self._suggester(config, seen.kind, target.language)
        return Means(seen, suggester, self._azures.asker(target, seen))

    def _seen(self, target: Target, timeout: float) -> Seen:
        """Return what was seen last; what never was is waited for."""
        seen = self._versions.seen(target)
        if seen:
            return seen
        try:
            return self._versions.look(target, timeout)
        except (ServiceError, ProblemError, TimeoutError) as error:
            raise UnavailableError(self._unseen(target)) from error

    def _looked(self, target: Target, seen: Seen, ends: float) -> Seen:
        """Look now; what was seen last counts where Azure can't be asked."""
        try:
            return self._versions.look(target, min(_LOOK, ends - time.monotonic()))
        except (ServiceError, ProblemError, TimeoutError):
            return self._versions.seen(target) or seen

    def _unseen(self, target: Target) -> str:
        why = self._versions.failure(target) or "Azure has not answered yet."
        return f"What {target.deployment} of {target.project} serves is not known: {why}"

    def _suggester_of(self, config: str, kind: Kind, language: str | None) -> Suggester:
        try:
            parsed = LabelConfig.parse(config)
        except ProblemError as error:
            raise MalformedError(str(error)) from error
        chosen = self.options.suggest(kind)
        chosen = replace(chosen, language=language or chosen.language)
        return Suggester(parsed, chosen, self._fetch)
