"""How far something is: the names of `bridge.progress`, for the parts of this package."""

from __future__ import annotations

from ..progress import Progress, Step

__all__ = ["Progress", "Step"]
