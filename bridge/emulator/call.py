"""What a handler is given and gives back, without Flask in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .auth import Headers


@dataclass(frozen=True)
class Call:
    """A call to one operation."""

    version: str
    path: Mapping[str, str]
    """The parts of the path that have names: project, job, ..."""
    query: Mapping[str, str]
    headers: Headers
    body: bytes
    base: str
    """Scheme and host as the caller knows them, without a slash at the end."""
    url: str
    """The whole address without its query."""

    @property
    def project(self) -> str:
        """The project that the path names."""
        return self.path["project"]

    def link(self, path: str, **query: object) -> str:
        """Make an absolute address of the same api-version."""
        return f"{self.base}{path}?{urlencode({'api-version': self.version, **query})}"


@dataclass(frozen=True)
class Answer:
    """What is answered; no body where it is None."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
