"""The emulated Azure resource: what handlers and jobs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from .buckets import Buckets
from .counters import Counters
from .database import Database
from .exceptions import ServiceError, not_found
from .faults import Faults, StorageFault
from .jobs import Job, Jobs, Outcome
from .learner import Model, load
from .options import Options
from .storage import open_storage, refused

_LOADED = 8


class Resource:
    """A Language resource with its projects.

    Args:
        options: how it behaves.
        works: the work of each kind of job.
    """

    def __init__(
        self, options: Options, works: Mapping[str, Callable[[Resource, Job], Outcome]]
    ) -> None:
        self.options = options
        self.database = Database(options.state)
        self.counters = Counters()
        self.faults = Faults()
        self.buckets = Buckets()
        self._storage = open_storage(options.storage)
        self.jobs = Jobs(
            self.database,
            options,
            {kind: partial(work, self) for kind, work in works.items()},
        )
        self.model = lru_cache(_LOADED)(self._load)

    def check_container(self, container: str) -> None:
        """Make sure that a container can be read.

        Raises:
            ServiceError: it can't.
        """
        self._refuse(container)
        self._storage.check(container)

    def read_blob(self, container: str, location: str) -> bytes:
        """Return a blob.

        Raises:
            ServiceError: it can't be read.
        """
        self._refuse(container)
        return self._storage.read(container, location)

    def reset(self) -> None:
        """Forget everything but the options and the texts."""
        self.database.clear()
        self.faults.clear()
        self.counters.clear()
        self.buckets = Buckets()
        self.model.cache_clear()

    def close(self) -> None:
        """Let go of the state."""
        self.jobs.close()
        self.database.close()

    def _refuse(self, container: str) -> None:
        fault = self.faults.take(StorageFault, container=container)
        if fault:
            raise refused(container, fault.status)

    def _load(self, model: str) -> Model:
        row = self.database.row("SELECT kind, data FROM weights WHERE id = ?", model)
        if row is None:
            raise not_found("model", model)
        return load(row["kind"], row["data"])


def project_not_found(name: str) -> ServiceError:
    """Make the error of a project that isn't there."""
    return ServiceError("ProjectNotFound", f"The project '{name}' does not exist.", target=name)
