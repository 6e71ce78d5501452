"""Brings predictions of a deployment to the tasks of a Label Studio project, each task once."""

from .choosing import Choice
from .run import Prelabelled, prelabel

__all__ = ["Choice", "Prelabelled", "prelabel"]
