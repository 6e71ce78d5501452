"""Joins a Label Studio project with the ML backend, and takes them apart again."""

from ..prelabelling.showing import show as follow
from .blocking import BlockedError
from .connect import Connected, connect
from .disconnect import Disconnected, disconnect

__all__ = ["BlockedError", "Connected", "Disconnected", "connect", "disconnect", "follow"]
