"""Every operation of the two services: its method and path, who may call it, what answers it.

The table of docs/emulator.md is made of this one. The versions are those of the specification
(Azure/azure-rest-api-specs, Language.AnalyzeText-authoring, routes.tsp).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from . import analysis, deployments, information, projects, trained_models, training, transfer
from .call import Answer, Call
from .resource import Resource

Handler = Callable[[Resource, Call], Answer]

_FIRST = "2022-05-01"
_LATER = "2023-04-15-preview"
_NO = information.refuse


class Operation(NamedTuple):
    """One operation."""

    name: str
    method: str
    path: str
    """From `/language` on, with names in angle brackets."""
    access: str
    """What its caller must be allowed to do: read, analyse, write, own."""
    handler: Handler
    since: str = _FIRST
    service: str = "authoring"
    note: str = ""

    @property
    def supported(self) -> bool:
        """Whether it does what the service's does, rather than answer 501."""
        return self.handler is not _NO


_P = "/authoring/analyze-text/projects"
_ONE = f"{_P}/<project>"
_MODEL = f"{_ONE}/models/<model>"
_DEPLOYMENT = f"{_ONE}/deployments/<deployment>"
_EXPORTED = f"{_ONE}/exported-models"
_JOBS = "/analyze-text/jobs"
_SINGLE = "501: the emulator is a single resource"
_SNAPSHOTS = "501: its models can't leave it"

OPERATIONS: Final = (
    Operation("list_projects", "GET", _P, "read", projects.list_projects),
    Operation("patch_project", "PATCH", _ONE, "write", projects.patch_project,
              note="our choice: another content type is refused, and another projectKind"),
    Operation("get_project", "GET", _ONE, "read", projects.get_project),
    Operation("delete_project", "DELETE", _ONE, "own", projects.delete_project),
    Operation("get_deletion", "GET", f"{_P}/global/deletion-jobs/<job>", "read",
              projects.get_deletion),
    Operation("import", "POST", f"{_ONE}/:import", "write", transfer.import_project,
              note="our choice: labels that overlap, leave their region or have no listed category "
                   "are refused; the format `aml` is 501"),
    Operation("get_import", "GET", f"{_ONE}/import/jobs/<job>", "read", transfer.get_import),
    Operation("export", "POST", f"{_ONE}/:export", "read", transfer.export_project,
              note="`trainedModelLabel` is 501"),
    Operation("get_export", "GET", f"{_ONE}/export/jobs/<job>", "read", transfer.get_export),
    Operation("get_exported", "GET", f"{_ONE}/export/jobs/<job>/result", "read",
              transfer.get_exported),
    Operation("train", "POST", f"{_ONE}/:train", "write", training.train,
              note="synthetic data is 501; our choice: an empty set fails the job, 409 while "
                   "another training runs"),
    Operation("list_trainings", "GET", f"{_ONE}/train/jobs", "read", training.list_trainings),
    Operation("get_training", "GET", f"{_ONE}/train/jobs/<job>", "read", training.get_training),
    Operation("cancel_training", "POST", f"{_ONE}/train/jobs/<job>/:cancel", "write",
              training.cancel_training, note="our choice: 400 for a job that is over"),
    Operation("list_models", "GET", f"{_ONE}/models", "read", trained_models.list_models),
    Operation("get_model", "GET", _MODEL, "read", trained_models.get_model),
    Operation("delete_model", "DELETE", _MODEL, "own", trained_models.delete_model,
              note="our choice: 409 for a deployed model"),
    Operation("get_summary", "GET", f"{_MODEL}/evaluation/summary-result", "read",
              trained_models.get_summary, note="our choice: a division by 0 is 0"),
    Operation("list_results", "GET", f"{_MODEL}/evaluation/result", "read",
              trained_models.list_results),
    Operation("evaluate", "POST", f"{_MODEL}/:evaluate", "write", trained_models.evaluate, _LATER),
    Operation("get_evaluation", "GET", f"{_MODEL}/evaluate/jobs/<job>", "read",
              trained_models.get_evaluation, _LATER),
    Operation("load_snapshot", "POST", f"{_MODEL}/:load-snapshot", "write", _NO, note=_SNAPSHOTS),
    Operation("get_snapshot", "GET", f"{_MODEL}/load-snapshot/jobs/<job>", "read", _NO,
              note=_SNAPSHOTS),
    Operation("list_deployments", "GET", f"{_ONE}/deployments", "read",
              deployments.list_deployments),
    Operation("put_deployment", "PUT", _DEPLOYMENT, "own", deployments.put_deployment,
              note="other resources are taken and not deployed to"),
    Operation("get_deployment", "GET", _DEPLOYMENT, "read", deployments.get_deployment),
    Operation("delete_deployment", "DELETE", _DEPLOYMENT, "own", deployments.delete_deployment),
    Operation("get_deployment_job", "GET", f"{_DEPLOYMENT}/jobs/<job>", "read",
              deployments.get_deployment_job),
    Operation("swap", "POST", f"{_ONE}/deployments/:swap", "own", deployments.swap),
    Operation("get_swap", "GET", f"{_ONE}/deployments/swap/jobs/<job>", "read",
              deployments.get_swap),
    Operation("delete_from_resources", "POST", f"{_DEPLOYMENT}/:delete-from-resources", "own", _NO,
              _LATER, note=_SINGLE),
    Operation("get_delete_from_resources", "GET",
              f"{_DEPLOYMENT}/delete-from-resources/jobs/<job>", "read", _NO, _LATER, note=_SINGLE),
    Operation("list_resources", "GET", f"{_ONE}/resources", "read", information.list_resources,
              _LATER, note="always empty"),
    Operation("assign_resources", "POST", f"{_ONE}/resources/:assign", "own", _NO, _LATER,
              note=_SINGLE),
    Operation("unassign_resources", "POST", f"{_ONE}/resources/:unassign", "own", _NO, _LATER,
              note=_SINGLE),
    Operation("get_assign", "GET", f"{_ONE}/resources/assign/jobs/<job>", "read", _NO, _LATER,
              note=_SINGLE),
    Operation("get_unassign", "GET", f"{_ONE}/resources/unassign/jobs/<job>", "read", _NO, _LATER,
              note=_SINGLE),
    Operation("list_exported_models", "GET", _EXPORTED, "read", _NO, _LATER, note=_SNAPSHOTS),
    Operation("put_exported_model", "PUT", f"{_EXPORTED}/<model>", "own", _NO, _LATER,
              note=_SNAPSHOTS),
    Operation("get_exported_model", "GET", f"{_EXPORTED}/<model>", "read", _NO, _LATER,
              note=_SNAPSHOTS),
    Operation("delete_exported_model", "DELETE", f"{_EXPORTED}/<model>", "own", _NO, _LATER,
              note=_SNAPSHOTS),
    Operation("get_exported_model_job", "GET", f"{_EXPORTED}/<model>/jobs/<job>", "read", _NO,
              _LATER, note=_SNAPSHOTS),
    Operation("get_manifest", "GET", f"{_EXPORTED}/<model>/manifest", "read", _NO, _LATER,
              note=_SNAPSHOTS),
    Operation("authorize_copy", "POST", f"{_ONE}/:authorize-copy", "own", _NO, _LATER,
              note=_SINGLE),
    Operation("copy", "POST", f"{_ONE}/:copy", "own", _NO, _LATER, note=_SINGLE),
    Operation("get_copy", "GET", f"{_ONE}/copy/jobs/<job>", "read", _NO, _LATER, note=_SINGLE),
    Operation("list_languages", "GET", f"{_P}/global/languages", "read",
              information.list_languages),
    Operation("list_configs", "GET", f"{_P}/global/training-config-versions", "read",
              information.list_configs, note="our choice: a model expires after 365 days"),
    Operation("list_prebuilt", "GET", f"{_P}/global/prebuilt-entities", "read", _NO, _LATER,
              note="501: of CustomHealthcare, which is retired"),
    Operation("list_assigned", "GET", f"{_P}/global/deployments/resources", "read",
              information.list_assigned, _LATER, note="always empty"),
    Operation("submit_job", "POST", _JOBS, "analyse", analysis.submit, service="runtime",
              note="tasks of other kinds than the three custom ones are 501; our choice: 404 for a "
                   "project or deployment that isn't there"),
    Operation("get_job", "GET", f"{_JOBS}/<job>", "analyse", analysis.get_analysis,
              service="runtime", note="our choice: 20 documents a page without `top`"),
    Operation("cancel_job", "POST", f"{_JOBS}/<job>:cancel", "analyse", analysis.cancel_analysis,
              service="runtime", note="our choice: 400 for a job that is over"),
)  # fmt: skip

WORKS = {
    "delete-project": projects.delete,
    "import": transfer.do_import,
    "export": transfer.do_export,
    "train": training.do_train,
    "evaluate": trained_models.do_evaluate,
    "deploy": deployments.do_deploy,
    "undeploy": deployments.do_undeploy,
    "swap": deployments.do_swap,
    "analysis": analysis.do_analysis,
}
"""The work of each kind of job."""
