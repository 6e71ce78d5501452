"""spanbridge: Label Studio and Azure AI Language custom NER, exact to the code unit.

The public names; each is imported when it is first asked for.

    from spanbridge import to_azure, to_label_studio

    report = to_azure("export.json", "azure", language="en-us", split="80/20")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bridge.agreement import agreement_of
    from .bridge.azure.errors import JobError, LeftRunning, ServiceError, StoppedError
    from .bridge.azure.progress import Step
    from .bridge.azure.project import AzureProject
    from .bridge.check import Checked, check, fix
    from .bridge.convert import to_azure, to_label_studio
    from .bridge.diff import Diff, diff
    from .bridge.reading import OptionError, Reading
    from .bridge.settings import Settings
    from .converters.agreement import Agreement
    from .converters.document import Document, Record, Span
    from .converters.formats import FORMATS
    from .converters.offsets import OffsetError, OffsetMap
    from .converters.problems import Problem, ProblemError
    from .converters.report import Report

_HOMES = {
    "Agreement": "converters.agreement",
    "AzureProject": "bridge.azure.project",
    "Checked": "bridge.check",
    "Diff": "bridge.diff",
    "Document": "converters.document",
    "FORMATS": "converters.formats",
    "JobError": "bridge.azure.errors",
    "LeftRunning": "bridge.azure.errors",
    "OffsetError": "converters.offsets",
    "OffsetMap": "converters.offsets",
    "OptionError": "bridge.reading",
    "Problem": "converters.problems",
    "ProblemError": "converters.problems",
    "Reading": "bridge.reading",
    "Record": "converters.document",
    "Report": "converters.report",
    "ServiceError": "bridge.azure.errors",
    "Settings": "bridge.settings",
    "Span": "converters.document",
    "Step": "bridge.azure.progress",
    "StoppedError": "bridge.azure.errors",
    "agreement_of": "bridge.agreement",
    "check": "bridge.check",
    "diff": "bridge.diff",
    "fix": "bridge.check",
    "to_azure": "bridge.convert",
    "to_label_studio": "bridge.convert",
}

__all__ = [
    "FORMATS",
    "Agreement",
    "AzureProject",
    "Checked",
    "Diff",
    "Document",
    "JobError",
    "LeftRunning",
    "OffsetError",
    "OffsetMap",
    "OptionError",
    "Problem",
    "ProblemError",
    "Reading",
    "Record",
    "Report",
    "ServiceError",
    "Settings",
    "Span",
    "Step",
    "StoppedError",
    "agreement_of",
    "check",
    "diff",
    "fix",
    "to_azure",
    "to_label_studio",
]


def __getattr__(name: str) -> Any:
    """Import a public name from where it is defined."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
