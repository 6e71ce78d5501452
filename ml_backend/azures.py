"""Holds what asks Azure for as long as the server runs: a pool a deployment, an asker a model."""

from __future__ import annotations

import logging
import threading
from hashlib import blake2b
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ..bridge.azure.cost import Estimate
from ..bridge.azure.cost_ledger import Purse
from ..bridge.azure.pool import Pool, Sent
from ..bridge.azure.session import Session
from ..converters.document import Kind
from .asking import Asker
from .cache import Cache
from .metrics import Metrics
from .targets import Target
from .versions import Seen

_LOG: Final = logging.getLogger(__name__)


class _Model(Struct, frozen=True):
    """By what answers are known: where a text was sent, and which model read it."""

    endpoint: str
    project: str
    model: str


class Azures:
    """Makes pools and askers as they are needed.

    Args:
        session: settings and credential.
        cache: remembers answers.
        metrics: counts.
    """

    def __init__(self, session: Session, cache: Cache, metrics: Metrics) -> None:
        self._session, self._cache, self._metrics = session, cache, metrics
        self._pools: dict[tuple[str, str, Kind], Pool] = {}
        self._askers: dict[tuple[Target, Seen], Asker] = {}
        self._lock = threading.Lock()
        metrics.waiting.set_function(lambda: sum(pool.waiting for pool in [*self._pools.values()]))
        metrics.flying.set_function(lambda: sum(pool.flying for pool in [*self._pools.values()]))

    def asker(self, target: Target, seen: Seen) -> Asker:
        """Return what asks the model that a deployment was seen to serve.

        Raises:
            ProblemError: a setting is missing.
        """
        key = (target, seen)
        with self._lock:
            if key not in self._askers:
                self._askers[key] = Asker(
                    self._pool(target, seen.kind),
                    self._cache,
                    self._known_by(target, seen),
                    seen.kind,
                    target.language or seen.language,
                    self._metrics,
                )
            return self._askers[key]

    def looked(self, target: Target, before: Seen | None, now: Seen, began: float) -> None:
        """Take in what a deployment was seen to serve, by a look that began at a time."""
        if before and before.model and before.model != now.model:
            self._metrics.swaps.inc()
            self._cache.doubt(self._known_by(target, before))
        if now.model:
            self._cache.confirm(self._known_by(target, now), began)
        if before:
            self._metrics.served.labels(target.project, before.version).set(0)
        self._metrics.served.labels(target.project, now.version).set(1)
        with self._lock:
            of_others = [k for k in self._askers if _same(k[0], target) and k[1] != now]
            for key in of_others:
                del self._askers[key]

    def close(self) -> None:
        """End all waits."""
        with self._lock:
            pools, self._pools = self._pools, {}
        for pool in pools.values():
            pool.close()

    def _pool(self, target: Target, kind: Kind) -> Pool:
        key = (target.project, target.deployment, kind)
        if key not in self._pools:
            session = self._session.on(target.project)
            session.settings = replace(session.settings, deployment=target.deployment)
            self._pools[key] = Pool(session, kind, _Ledger.of(session.settings), self._told)
        return self._pools[key]

    def _told(self, sent: Sent) -> None:
        self._metrics.jobs.labels(sent.ending).inc()
        self._metrics.job_seconds.observe(sent.seconds)
        self._metrics.pieces.inc(sent.pieces)
        self._metrics.records.inc(sent.records if sent.ending != "refused" else 0)

    def _known_by(self, target: Target, seen: Seen) -> str:
        if not seen.model:
            return ""
        endpoint = str(self._session.settings.endpoint).rstrip("/").lower()
        whole = _Model(endpoint, target.project, seen.model)
        return blake2b(msgspec.json.encode(whole), digest_size=16).hexdigest()


class _Ledger(Purse):
    """A purse on a file system that may be read-only: then what was spent is in the metrics."""

    def write(self, estimate: Estimate) -> None:
        """Write down what was spent, where that can be."""
        try:
            super().write(estimate)
        except OSError as error:
            _LOG.debug("The ledger can't be written: %s", error.strerror)


def _same(one: Target, other: Target) -> bool:
    return (one.project, one.deployment) == (other.project, other.deployment)
