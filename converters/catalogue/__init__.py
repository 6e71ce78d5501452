"""The table of problems: severity, cause, consequence and remedy of each code.

Errors leave something out, the region, the document or (where the consequence says so) all; they
make the exit status 1. Warnings tell what was changed or kept.
"""

from __future__ import annotations

from .code import Code, Purpose, Severity
from .documents import DOCUMENTS
from .inputs import INPUTS
from .labels_files import LABELS_FILES
from .lints import LINTS
from .predictions import PREDICTIONS
from .regions import REGIONS
from .repairs import REPAIRS
from .servers import SERVERS
from .settings import SETTINGS
from .tasks import TASKS
from .way_back import WAY_BACK

__all__ = ["CATALOGUE", "Code", "Purpose", "Severity"]

CATALOGUE: dict[str, Code] = (
    INPUTS
    | TASKS
    | DOCUMENTS
    | REGIONS
    | LABELS_FILES
    | WAY_BACK
    | LINTS
    | REPAIRS
    | SETTINGS
    | PREDICTIONS
    | SERVERS
)
