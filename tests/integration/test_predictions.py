"""`--as predictions`: what comes from Azure is a suggestion, and no annotation is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import Project, spans, tasks


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_labels_become_a_prediction_of_the_given_model_version(project: Project) -> None:
    [task, _] = project.back(manifest_file=None, written_as="predictions", model_version="azure-3")
    assert "annotations" not in task
    [prediction] = task["predictions"]
    assert prediction["model_version"] == "azure-3"
    assert ("Person", "Alice Smith") in spans(prediction["result"]).values()


def test_with_the_manifest_tasks_keep_ids_and_data_and_regions_theirs(project: Project) -> None:
    [first, second] = project.back(written_as="predictions")
    assert (first["id"], first["data"]) == (1, tasks()[0]["data"])
    assert "annotations" not in first
    assert spans(first["predictions"][0]["result"])["alice"] == ("Person", "Alice Smith")
    assert second["predictions"][0]["result"] == tasks()[1]["annotations"][0]["result"]


def test_labels_without_scores_make_a_prediction_without_one(project: Project) -> None:
    [task, _] = project.back(manifest_file=None, written_as="predictions")
    assert "score" not in task["predictions"][0]
