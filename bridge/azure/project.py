"""The life of a project from Python: each command as a method of `AzureProject`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ...converters.document import Document
from ...converters.report import Report
from ..files import Source
from ..settings import Settings, load
from . import deploying, lineage, pulling, pushing, replacing, training
from .credentials import Credential
from .models import Deployment, JobState, Model, ProjectInfo
from .operations import Operation
from .patience import Patience
from .progress import Progress
from .session import Session

if TYPE_CHECKING:
    from .evaluating import Evaluated


class AzureProject:
    """A project of custom NER or custom classification in an Azure Language resource.

    Args:
        project: its name; by default that of the settings.
        settings: by default those of the environment and spanbridge.toml.
        given: settings that come before these, by name (`endpoint=…`).
        credential: for the Language resource, in place of a key.
        storage_credential: for Blob storage.
        progress: told of each step of what takes its time.
        patience: how long to wait and how often to try.

    Raises:
        ProblemError: a setting can't be used.

    Example:
        >>> with AzureProject("incidents") as project:  # doctest: +SKIP
        ...     project.push("azure")
        ...     project.train("v2")
        ...     project.deploy("v2", "production")
    """

    def __init__(  # noqa: PLR0913 (each is optional)
        self,
        project: str | None = None,
        *,
        settings: Settings | None = None,
        credential: Credential | None = None,
        storage_credential: Any = None,
        progress: Progress | None = None,
        patience: Patience | None = None,
        **given: Any,
    ) -> None:
        found = settings or load({"project": project, **given})
        self.session = Session(
            found,
            credential=credential,
            storage_credential=storage_credential,
            progress=progress,
            patience=patience,
        )

    def __enter__(self) -> AzureProject:  # noqa: PYI034 (Self is of Python 3.11)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.session.close()

    def push(
        self, folder: Source, *, replace: bool = False, allow_few: bool = False
    ) -> pushing.Pushed:
        """Bring labels and texts, as `to_azure` writes them, into Azure.

        Args:
            folder: with labels.json and documents/.
            replace: whether what is no longer in the labels is removed from the project.
            allow_few: let pass that there is too little to learn from.

        Raises:
            CheckError: the labels have errors.
            StoppedError: something would be removed, or other texts are in the container.
            ServiceError: Azure refused, failed or can't be reached.
        """
        plan = pushing.prepare(self.session, Path(folder), allow_few=allow_few)
        if not replace:
            replacing.refuse_removals(plan.replacement)
        return pushing.carry_out(plan)

    def restore(self, backup: str = "latest") -> str | None:
        """Bring a backup of the labels back; return the backup of what was there.

        Raises:
            StoppedError: there is no such backup.
            ServiceError: Azure refused, failed or can't be reached.
        """
        made = pushing.restore(self.session, pushing.prepare_restore(self.session, backup))
        return str(made) if made else None

    def train(
        self, model: str | None = None, *, wait: bool = True, **options: Any
    ) -> training.Trained:
        """Train a model.

        Args:
            model: its label; by default one that ends in the hash of what it is trained on.
            wait: until it is trained.
            options: `config`, `split`, `replace`, `check_texts`: see `training.prepare`.

        Raises:
            StoppedError: a training runs, or a text is missing.
            JobError: the training failed.
            ServiceError: Azure refused, failed or can't be reached.
        """
        plan = training.prepare(self.session, model=model, **options)
        operation = training.begin(self.session, plan)
        return training.trained(plan, operation, self.session.wait(operation) if wait else None)

    def jobs(self) -> list[JobState]:
        """List the trainings of the last days."""
        return self.session.authoring.trainings(self.session.project)

    def wait(self, job: str) -> JobState:
        """Wait for a job, by the id of a training or its path, such as `import/jobs/…`.

        Raises:
            JobError: it ended otherwise than well.
        """
        return self.session.wait(Operation.at(self.session.project, job))

    def state(self, job: str) -> JobState:
        """Tell how a job stands; see `wait`."""
        return self.session.ask(Operation.at(self.session.project, job))

    def cancel(self, job: str) -> JobState:
        """Cancel a training."""
        return training.cancel(self.session, job)

    def deploy(self, model: str, name: str) -> Deployment:
        """Let a deployment, new or not, serve a model."""
        return deploying.deploy(self.session, model, name)

    def swap(self, first: str, second: str) -> list[Deployment]:
        """Let two deployments serve each other's models."""
        return deploying.swap(self.session, deploying.prepare_swap(self.session, first, second))

    def evaluate(self, model: str, *, texts: bool = True) -> Evaluated:
        """Tell how well a model does; see `spanbridge.bridge.azure.evaluating.evaluate`."""
        from .evaluating import evaluate  # noqa: PLC0415 (not all need it)

        return evaluate(self.session, model, texts=texts)

    def predict(
        self,
        documents: Iterable[Document],
        *,
        deployment: str | None = None,
        report: Report | None = None,
        fresh: bool = False,
    ) -> Iterator[Document]:
        """Yield documents with what a deployment finds in them, in their order.

        Args:
            documents: the texts; one without a language is of the project's.
            deployment: by default that of the settings.
            report: told of every problem.
            fresh: whether to ask again for what an earlier run has had answered.

        Raises:
            ProblemError: a setting is missing, or a budget doesn't allow it.
            ServiceError: Azure refused, failed or can't be reached.
        """
        from .predicting import predict  # noqa: PLC0415 (its client is slow to import)

        settings = self.session.settings
        yield from predict(
            documents,
            replace(settings, deployment=deployment or settings.deployment),
            report=report,
            progress=self.session.progress,
            fresh=fresh,
            credential=self.session.credential,
        )

    def projects(self) -> list[ProjectInfo]:
        """List all projects of the resource."""
        return self.session.authoring.projects()

    def models(self) -> list[Model]:
        """List the project's models."""
        return self.session.authoring.models(self.session.project)

    def deployments(self) -> list[Deployment]:
        """List the project's deployments."""
        return self.session.authoring.deployments(self.session.project)

    def lineage(self, model: str) -> lineage.Lineage:
        """Tell which annotations trained a model."""
        return lineage.lineage(self.session, model)

    def pull(self, out: Source, *, force: bool = False) -> pulling.Pulled:
        """Bring labels, texts, evaluations and lists of models and deployments home."""
        return pulling.pull(self.session, Path(out), force=force)

    def delete_model(self, label: str) -> None:
        """Delete a model that no deployment serves."""
        deploying.delete_model(self.session, label)

    def delete_deployment(self, name: str) -> None:
        """Delete a deployment."""
        deploying.delete_deployment(self.session, name)

    def delete_project(self) -> str:
        """Delete the project, after a backup of its labels; return the backup."""
        return deploying.delete_project(self.session)
