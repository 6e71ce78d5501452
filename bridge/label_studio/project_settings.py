"""Settings of a project: which predictions are shown, what comes next, how many annotate a task."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from .calls import Calls

SEQUENTIAL: Final = "Sequential sampling"
UNIFORM: Final = "Uniform sampling"
UNCERTAINTY: Final = "Uncertainty sampling"


class ProjectSettings(Struct, frozen=True):
    """What a project is set to, as far as suggestions and the order of tasks depend on it.

    `model_version` is the version of the predictions that are shown, and by which uncertainty
    sampling sorts; it may also be the title of an ML connection. `overlap_cohort_percentage` of
    the tasks are given to `maximum_annotations` annotators, the others to one.
    """

    label_config: str = ""
    model_version: str | None = None
    sampling: str | None = SEQUENTIAL
    maximum_annotations: int = 1
    overlap_cohort_percentage: int = 100
    show_overlap_first: bool = False
    show_collab_predictions: bool = True
    evaluate_predictions_automatically: bool = False


def read(server: Calls, project: int) -> ProjectSettings:
    """Read the settings of a project.

    Raises:
        ServiceError: there is no such project, or Label Studio can't be reached.
    """
    return _settings(server.call("GET", f"projects/{project}/"))


def change(server: Calls, project: int, **fields: Any) -> ProjectSettings:
    """Change some settings of a project, those of `ProjectSettings`; return them all.

    Raises:
        RefusedError: a value isn't taken, such as a `model_version` that no prediction and no ML
            connection has.
    """
    return _settings(server.call("PATCH", f"projects/{project}/", json=fields))


def _settings(answer: Any) -> ProjectSettings:
    return msgspec.convert(answer, ProjectSettings)
