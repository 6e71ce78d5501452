"""A typed client of the authoring API: the calls that the commands need, one method each.

What begins a job returns an `Operation`; none of these looks whether a call without an answer took
effect, which is `once.py`'s to do.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from .models import Deployment, JobState, Model, Page, ProjectInfo, TrainingConfig
from .operations import PROJECTS, Operation
from .transport import Method, Transport

T = TypeVar("T")
_UTF16 = "Utf16CodeUnit"


class EvaluationOptions(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How documents are parted: by the labels file's `dataset` (manual) or by percentages."""

    kind: str
    training_split_percentage: int | None = None
    testing_split_percentage: int | None = None


class TrainOptions(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The body of a training."""

    model_label: str
    training_config_version: str
    evaluation_options: EvaluationOptions | None = None


class Authoring:
    """The authoring API of one resource. Every method may raise `ServiceError`."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def projects(self) -> list[ProjectInfo]:
        """List the projects."""
        return [*self._list("", ProjectInfo)]

    def project(self, name: str) -> ProjectInfo:
        """Tell what a project is."""
        return self.transport.read(f"{PROJECTS}/{name}", ProjectInfo)

    def delete_project(self, name: str) -> Operation:
        """Begin to delete a project."""
        return self._begin("delete", name, "DELETE", "")

    def import_labels(self, name: str, file: bytes) -> Operation:
        """Begin to replace a project's labels by those of a labels file."""
        return self._begin("import", name, "POST", "/:import", file)

    def export_labels(self, name: str) -> Operation:
        """Begin to export a project's labels, which changes nothing."""
        path = f"{PROJECTS}/{name}/:export"
        begun = functools.partial(Operation.begun, "export", name)
        return self.transport.repeat("POST", path, begun, stringIndexType=_UTF16)

    def exported(self, result_url: str) -> bytes:
        """Fetch the labels file of an export that is done."""
        return bytes(self.transport.read(result_url, Raw))

    def train(self, name: str, options: TrainOptions) -> Operation:
        """Begin a training."""
        return self._begin("train", name, "POST", "/:train", msgspec.json.encode(options))

    def trainings(self, name: str) -> list[JobState]:
        """List the trainings of the last days, running or not."""
        return [*self._list(f"/{name}/train/jobs", JobState)]

    def training(self, name: str, job: str) -> JobState:
        """Tell how far a training is."""
        return self.transport.read(f"{PROJECTS}/{name}/train/jobs/{job}", JobState)

    def cancel(self, name: str, job: str) -> Operation:
        """Ask for the end of a training."""
        return self._begin("cancel", name, "POST", f"/train/jobs/{job}/:cancel")

    def training_configs(self, kind: str) -> list[TrainingConfig]:
        """List the versions of the training configuration."""
        path = "/global/training-config-versions"
        return [*self._list(path, TrainingConfig, projectKind=kind)]

    def models(self, name: str) -> list[Model]:
        """List the trained models."""
        return [*self._list(f"/{name}/models", Model)]

    def model(self, name: str, label: str) -> Model:
        """Tell what a model is."""
        return self.transport.read(f"{PROJECTS}/{name}/models/{label}", Model)

    def delete_model(self, name: str, label: str) -> None:
        """Delete a model; this is done at once."""
        self.transport.start("DELETE", f"{PROJECTS}/{name}/models/{label}")

    def summary(self, name: str, label: str) -> dict[str, Any]:
        """Tell the numbers of a model's evaluation, as the service gives them."""
        path = f"{PROJECTS}/{name}/models/{label}/evaluation/summary-result"
        return self.transport.read(path, dict[str, Any])

    def results(self, name: str, label: str) -> Iterator[dict[str, Any]]:
        """Yield what a model predicted for each document that it was tested on."""
        path = f"/{name}/models/{label}/evaluation/result"
        return self._list(path, dict[str, Any], stringIndexType=_UTF16)

    def deployments(self, name: str) -> list[Deployment]:
        """List the deployments."""
        return [*self._list(f"/{name}/deployments", Deployment)]

    def deployment(self, name: str, deployment: str) -> Deployment:
        """Tell what a deployment serves."""
        return self.transport.read(f"{PROJECTS}/{name}/deployments/{deployment}", Deployment)

    def deploy(self, name: str, deployment: str, model: str) -> Operation:
        """Begin to let a deployment serve a model."""
        body = msgspec.json.encode({"trainedModelLabel": model})
        return self._begin("deploy", name, "PUT", f"/deployments/{deployment}", body)

    def delete_deployment(self, name: str, deployment: str) -> Operation:
        """Begin to delete a deployment."""
        return self._begin("undeploy", name, "DELETE", f"/deployments/{deployment}")

    def swap(self, name: str, first: str, second: str) -> Operation:
        """Begin to let two deployments serve each other's models."""
        names = {"firstDeploymentName": first, "secondDeploymentName": second}
        return self._begin("swap", name, "POST", "/deployments/:swap", msgspec.json.encode(names))

    def _begin(
        self, kind: str, name: str, method: Method, path: str, body: bytes | None = None
    ) -> Operation:
        answer = self.transport.start(method, f"{PROJECTS}/{name}{path}", body)
        return Operation.begun(kind, name, answer)

    def _list(self, path: str, kind: type[T], **query: str) -> Iterator[T]:
        address: str | None = f"{PROJECTS}{path}"
        while address:
            page = self.transport.read(address, Page[kind], **query)  # type: ignore[valid-type]
            yield from page.value
            address, query = page.next_link, {}
