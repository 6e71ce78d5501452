"""What a part needs of a server that calls paths of Label Studio's API by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Calls(Protocol):
    """Anything that calls paths below `/api/`: a `Server`, or what stands for one in tests."""

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        raw: bool = False,
    ) -> Any:
        """Call a path; return its answer, decoded or as bytes; may raise `ServiceError`."""
