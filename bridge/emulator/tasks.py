"""The three custom tasks of an analysis: recognise entities, give one class, give several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from . import models, rules
from .clock import stamp
from .database import loads
from .deployments import find_deployment
from .exceptions import ServiceError, invalid, unsupported
from .faults import DocumentFault, ExpiredDeploymentFault
from .languages import known
from .learner import Model
from .learning.ner import NerModel
from .learning.units import KINDS, TEXT_ELEMENTS, Units
from .models import Parameters, Task
from .projects import find
from .resource import Resource
from .schema import convert

DEFAULT_INDEX = TEXT_ELEMENTS
_LONG_WORD = re.compile(rf"[^\W_]{{{rules.LONG_WORD + 1},}}")


def check(
    resource: Resource, task: Task, place: str, version: str, language: str | None
) -> dict[str, Any]:
    """Return what a task needs to be run.

    Raises:
        ServiceError: it is of no kind that custom text has, or its project or deployment isn't.
    """
    if task.kind not in models.KINDS:
        raise unsupported(f"tasks of the kind '{task.kind}'")
    where = f"{place}.parameters"
    given = convert(
        task.parameters or {}, Parameters, version, strict=resource.options.strict, place=where
    )
    index = given.string_index_type or DEFAULT_INDEX
    if index not in KINDS:
        raise invalid(f"The stringIndexType '{index}' is unknown.", f"{where}.stringIndexType")
    project = loads(find(resource, given.project_name)["metadata"])
    find_deployment(resource, given.project_name, given.deployment_name)
    if project["projectKind"] != task.kind:
        message = f"The project '{given.project_name}' is a {project['projectKind']}."
        raise invalid(message, f"{place}.kind")
    return {
        "kind": task.kind,
        "taskName": task.task_name,
        "project": given.project_name,
        "deployment": given.deployment_name,
        "index": index,
        "language": language or project["language"],
    }


def run(
    resource: Resource, task: dict[str, Any], documents: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Run a task on all documents.

    Raises:
        ServiceError: the deployment is gone, or has expired.
    """
    names = {"project": task["project"], "deployment": task["deployment"]}
    if resource.faults.take(ExpiredDeploymentFault, **names):
        message = f"The deployment '{task['deployment']}' has expired."
        raise ServiceError("InvalidArgument", message)
    model = resource.model(find_deployment(resource, *names.values())["model"])
    results, errors = [], []
    for document in documents:
        error = _error(resource, document, task["language"])
        if error:
            errors.append({"id": document["id"], "error": error.shape()})
        else:
            results.append(_result(model, document, task["index"]))
    return _item(task, "succeeded") | {
        "records": sum(result["statistics"]["transactionsCount"] for result in results),
        "results": {
            "projectName": task["project"],
            "deploymentName": task["deployment"],
            "documents": results,
            "errors": errors,
        },
    }


def failed(task: dict[str, Any]) -> dict[str, Any]:
    """Give a task that came to nothing."""
    return _item(task, "failed")


def size(item: dict[str, Any]) -> int:
    """Count the documents of a task that are told of."""
    results = item.get("results", {"documents": [], "errors": []})
    return len(results["documents"]) + len(results["errors"])


def page(
    item: dict[str, Any], documents: Sequence[dict[str, Any]], top: int, skip: int, *, stats: bool
) -> dict[str, Any]:
    """Give a task with a page of its documents, in the order of the request."""
    if "results" not in item:
        return item
    whole = item["results"]
    shown = {document["id"] for document in documents[skip : skip + top]}
    results = whole | {
        name: [_without(one, stats=stats) for one in whole[name] if one["id"] in shown]
        for name in ("documents", "errors")
    }
    if stats:
        results["statistics"] = _statistics(whole)
    return item | {"results": results}


def _item(task: dict[str, Any], status: str) -> dict[str, Any]:
    item = {"kind": f"{task['kind']}LROResults", "taskName": task["taskName"]}
    return {name: value for name, value in item.items() if value is not None} | {
        "lastUpdateDateTime": stamp(),
        "status": status,
    }


def _error(resource: Resource, document: dict[str, Any], language: str) -> ServiceError | None:
    fault = resource.faults.take(DocumentFault, id=document["id"])
    if fault:
        return ServiceError(fault.code, fault.message)
    if not document["text"].strip():
        return invalid("Document text is empty.", inner="InvalidDocument")
    code = document["language"] or language
    if not known(code):
        message = f"The language '{code}' is not supported."
        return invalid(message, inner="UnsupportedLanguageCode")
    return None


def _result(model: Model, document: dict[str, Any], index: str) -> dict[str, Any]:
    text = document["text"]
    units = Units(text, index)
    warnings = []
    if _LONG_WORD.search(text):
        message = f"The document has words of over {rules.LONG_WORD} characters."
        warnings.append({"code": "LongWordsInDocument", "message": message})
    records = -(-rules.utf16_length(text) // rules.RECORD)
    statistics = {"charactersCount": units.length, "transactionsCount": records}
    return {
        "id": document["id"],
        **_found(model, text, units),
        "warnings": warnings,
        "statistics": statistics,
    }


def _found(model: Model, text: str, units: Units) -> dict[str, Any]:
    if isinstance(model, NerModel):
        return {"entities": [_entity(one, text, units.to_units) for one in model.predict(text)]}
    classes = model.predict(text)
    return {
        "class": [{"category": name, "confidenceScore": round(value, 2)} for name, value in classes]
    }


def _entity(found: Any, text: str, place: Callable[[int], int]) -> dict[str, Any]:
    offset = place(found.start)
    return {
        "text": text[found.start : found.end],
        "category": found.category,
        "offset": offset,
        "length": place(found.end) - offset,
        "confidenceScore": round(found.confidence, 2),
    }


def _without(one: dict[str, Any], *, stats: bool) -> dict[str, Any]:
    return one if stats else {name: value for name, value in one.items() if name != "statistics"}


def _statistics(results: dict[str, Any]) -> dict[str, int]:
    valid, erroneous = len(results["documents"]), len(results["errors"])
    return {
        "documentsCount": valid + erroneous,
        "validDocumentsCount": valid,
        "erroneousDocumentsCount": erroneous,
        "transactionsCount": sum(
            one["statistics"]["transactionsCount"] for one in results["documents"]
        ),
    }
