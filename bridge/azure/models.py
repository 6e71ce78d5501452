"""What the authoring API answers, as far as we read it; more may come, and is passed over.

Format: Azure/azure-rest-api-specs, Language.AnalyzeText-authoring 2023-04-01.
"""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
FINAL: Final = frozenset({"succeeded", "failed", "cancelled", "canceled", "partiallycompleted"})
"""The states in which a job stays, in lower case."""


class _Part(Struct, frozen=True, rename="camel", omit_defaults=True):
    """An object of an answer."""


class Page(_Part, Generic[T], frozen=True):
    """A page of a list."""

    value: list[T] = []
    next_link: str | None = None


class ProjectInfo(_Part, frozen=True):
    """A project, without its labels."""

    project_name: str
    project_kind: str
    language: str = ""
    storage_input_container_name: str = ""
    multilingual: bool | None = None
    description: str | None = None
    settings: dict[str, Any] | None = None
    created_date_time: str | None = None
    last_modified_date_time: str | None = None
    last_trained_date_time: str | None = None
    last_deployed_date_time: str | None = None


class Detail(_Part, frozen=True):
    """An error or a warning of a job."""

    code: str = ""
    message: str = ""
    target: str | None = None


class Phase(_Part, frozen=True):
    """How far a training or its evaluation is."""

    percent_complete: float = 0
    status: str = ""


class Training(_Part, frozen=True):
    """What a training job tells besides its state."""

    model_label: str = ""
    training_config_version: str | None = None
    training_status: Phase | None = None
    evaluation_status: Phase | None = None
    estimated_end_date_time: str | None = None
    percent_complete: float | None = None


class JobState(_Part, frozen=True):
    """The state of any job."""

    job_id: str = ""
    status: str = "notStarted"
    created_date_time: str | None = None
    last_updated_date_time: str | None = None
    expiration_date_time: str | None = None
    errors: list[Detail] | None = None
    warnings: list[Detail] | None = None
    result: Training | None = None
    result_url: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it stays as it is."""
        return self.status.lower() in FINAL

    @property
    def percent(self) -> float:
        """How much of it is done, of 100."""
        phase = self.result and self.result.training_status
        return phase.percent_complete if phase else 0.0


class Model(_Part, frozen=True):
    """A trained model."""

    label: str
    model_id: str = ""
    last_trained_date_time: str | None = None
    last_training_duration_in_seconds: float | None = None
    model_expiration_date: str | None = None
    model_training_config_version: str | None = None
    has_snapshot: bool | None = None


class Deployment(_Part, frozen=True):
    """A deployment, and the model that it serves."""

    deployment_name: str
    model_id: str = ""
    last_trained_date_time: str | None = None
    last_deployed_date_time: str | None = None
    deployment_expiration_date: str | None = None
    model_training_config_version: str | None = None


class TrainingConfig(_Part, frozen=True):
    """A version of the training configuration, and when models of it expire."""

    training_config_version: str
    model_expiration_date: str | None = None
