"""How an emulator is to behave: every option of `spanbridge emulator`, checked at birth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

TIERS = {"S": 10, "F0": 1}
"""Pricing tiers, and how many deployments a project of each may have."""

_JOBS = re.compile(r"immediate|polls:(?P<polls>\d+)|seconds:(?P<seconds>\d+(?:\.\d+)?)")


class OptionError(ValueError):
    """An option that says nothing the emulator understands."""


@dataclass(frozen=True)
class Options:
    """Frozen options of one emulator; the defaults suit tests.

    Raises:
        OptionError: the jobs' mode, the tier or the number of a port is none.

    Example:
        >>> Options(jobs="polls:2").polls
        2
        >>> Options(jobs="soon")
        Traceback (most recent call last):
            ...
        spanbridge.bridge.emulator.options.OptionError: jobs are `immediate`, ... not 'soon'
    """

    state: str | Path = "memory"
    """A folder for the database, or `memory`."""
    storage: str | Path | None = None
    """A folder with a sub-folder a container, or a connection string of Blob storage."""
    jobs: str = "immediate"
    """When jobs end: before the call that starts them is answered, at the poll after N polls, or
    after S seconds."""
    host: str = "127.0.0.1"
    port: int = 0
    key: str | None = field(default=None, repr=False)
    tls: bool = False
    tls_name: str | None = None
    """The name by which other machines know this one."""
    authority: str | Path | None = None
    """Where the certificate of the authority is written; by default a new file."""
    limits: bool = False
    """Whether the service's rates hold."""
    strict: bool = True
    """Whether what the service or we would refuse is refused."""
    tier: str = "S"
    jitter: bool = False
    """Whether the same data trains unequal models, as on Azure."""

    def __post_init__(self) -> None:
        if not _JOBS.fullmatch(self.jobs):
            message = "jobs are `immediate`, `polls:N` or `seconds:S`, not"
            raise OptionError(f"{message} {self.jobs!r}")
        if self.tier not in TIERS:
            raise OptionError(f"a tier is one of {', '.join(TIERS)}, not {self.tier!r}")

    @property
    def polls(self) -> int | None:
        """How many polls a job takes, if polls move it."""
        match = _JOBS.fullmatch(self.jobs)
        return int(match["polls"]) if match and match["polls"] else None

    @property
    def seconds(self) -> float | None:
        """How many seconds a job takes, if time moves it."""
        match = _JOBS.fullmatch(self.jobs)
        return float(match["seconds"]) if match and match["seconds"] else None
