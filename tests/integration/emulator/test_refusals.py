"""Bodies that the service, or we, would not take are refused with a code and a place."""

from __future__ import annotations

import pytest
from emulator_of import JOBS, NER, PROJECTS, TRAIN, analysis, deployed, label, project_file, texts

P = f"{PROJECTS}/p"


def change(place, value):
    """Make a change to a labels file; a place is a path of keys."""

    def changed(file):
        *path, last = place
        inner = file
        for key in path:
            inner = inner[key]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
        return file

    return changed


FIRST = ("assets", "documents", 0)
REGION = (*FIRST, "entities", 0)
WRONG = {
    "no metadata": (change(("metadata",), None), "metadata"),
    "a string for a truth": (change(("metadata", "multilingual"), "True"), "multilingual"),
    "an unknown property": (change(("assets", "extractors"), []), "$.assets.extractors"),
    "a property of a later version": (
        change(("assets", "entities", 0, "description"), "who"), "$.assets.entities[0].description",
    ),
    "no kind of assets": (change(("assets", "projectKind"), None), "must match"),
    "another kind of assets": (
        change(("assets", "projectKind"), "CustomSingleLabelClassification"), "must match",
    ),
    "a retired kind": (change(("metadata", "projectKind"), "CustomHealthcare"), "retired"),
    "another name": (change(("metadata", "projectName"), "q"), "projectName"),
    "an unknown language": (change(("metadata", "language"), "tlh"), "tlh"),
    "an unknown index type": (change(("stringIndexType",), "UnicodeCodePoint"), "stringIndexType"),
    "an unknown file version": (change(("projectFileVersion",), "1999-01-01"), "1999-01-01"),
    "a blob in a folder": (change((*FIRST, "location"), "a/b.txt"), "root"),
    "a blob of another kind": (change((*FIRST, "location"), "b.pdf"), ".txt"),
    "a location twice": (change((*FIRST, "location"), "01.txt"), "twice"),
    "a language nobody knows": (change((*FIRST, "language"), "tlh"), "tlh"),
    "an unknown dataset": (change((*FIRST, "dataset"), "Dev"), "Dev"),
    "a region without its length": (change((*REGION, "regionLength"), None), "regionLength"),
    "an unlisted category": (change((*REGION, "labels", 0, "category"), "Animal"), "Animal"),
    "a label outside its region": (change((*REGION, "labels", 0, "offset"), 500), "outside"),
    "a label without characters": (change((*REGION, "labels", 0, "length"), 0), "characters"),
    "an offset that is no number": (change((*REGION, "labels", 0, "offset"), "3"), "offset"),
    "a category twice": (change(("assets", "entities", 1, "category"), "Person"), "twice"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_labels_file_is_refused_with_its_place(wrong, rest):
    changed, told = WRONG[wrong]
    answer = rest.call("POST", f"{P}/:import", changed(project_file(texts())))
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] in {"InvalidArgument", "InvalidRequest"}
    assert told in error["message"] + error.get("target", "")
    assert rest.get(PROJECTS)["value"] == []


def test_labels_that_overlap_are_refused(rest):
    file = project_file(texts())
    text, [(name, _), _] = texts()["00.txt"]
    labels = file["assets"]["documents"][0]["entities"][0]["labels"]
    labels.append(label(text, name.split()[0], "Person"))
    answer = rest.call("POST", f"{P}/:import", file)
    assert "overlaps" in answer.json()["error"]["message"]


def test_labels_that_touch_are_taken(rest):
    touching = {**texts(), "touch.txt": ("AdaParis", [("Ada", "Person"), ("Paris", "City")])}
    assert rest.job("POST", f"{P}/:import", project_file(touching))["status"] == "succeeded"


def test_kinds_are_taken_in_any_case(rest):
    file = project_file(texts())
    file["assets"]["projectKind"] = NER[0].lower() + NER[1:]
    assert rest.job("POST", f"{P}/:import", file)["status"] == "succeeded"
    assert rest.get(P)["projectKind"] == NER


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"\xff"', b'{"a": "\\ud800"}', b"null"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", P), ("POST", f"{P}/:import"), ("POST", f"{P}/:train"), ("POST", JOBS),
        ("PUT", f"{P}/deployments/d"), ("POST", f"{P}/deployments/:swap"),
    ],
)  # fmt: skip
def test_what_is_no_object_of_json_is_refused(method, path, body, rest):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    if method != "PATCH":
        rest.headers["Content-Type"] = "application/json"
    answer = rest.call(method, path, body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "InvalidRequest"


def test_a_project_of_another_kind_cannot_take_its_name(rest):
    options = project_file({})["metadata"]
    assert rest.call("PATCH", P, options).status_code == 201
    assert rest.call("PATCH", P, options | {"description": "x"}).status_code == 200
    other = options | {"projectKind": "CustomSingleLabelClassification"}
    assert rest.call("PATCH", P, other).status_code == 400


def test_a_patch_leaves_what_it_does_not_name(rest):
    options = project_file({})["metadata"]
    rest.call("PATCH", P, options | {"description": "x"})
    rest.call("PATCH", P, options)
    assert rest.get(P)["description"] == "x"


def test_a_patch_of_another_content_type_is_refused(rest):
    rest.headers["Content-Type"] = "application/json"
    answer = rest.call("PATCH", P, project_file({})["metadata"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "UnsupportedMediaType")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"projectName": "none"}, 404, "ProjectNotFound"),
        ({"deploymentName": "none"}, 404, "NotFound"),
        ({"stringIndexType": "Bytes"}, 400, "InvalidArgument"),
        ({"modelVersion": "latest"}, 400, "InvalidRequest"),
        ({"kind": "EntityRecognition"}, 501, "NotImplemented"),
        ({"kind": "CustomMultiLabelClassification"}, 400, "InvalidArgument"),
    ],
)
def test_a_task_is_refused(change, status, code, rest):
    deployed(rest, project_file(texts()))
    answer = rest.call("POST", JOBS, analysis("a", **change))
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    "options",
    [
        {"modelLabel": "a b"},
        {"trainingConfigVersion": "1999-01-01"},
        {"dataGenerationSettings": {"enableDataGeneration": False}},
        {"modelLabel": None},
    ],
)
def test_a_training_is_refused(options, rest):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    assert rest.call("POST", f"{P}/:train", TRAIN | options).status_code == 400
    assert rest.get(f"{P}/train/jobs")["value"] == []


def test_things_that_are_not_there_are_told(rest):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    for method, path, code in (
        ("GET", f"{PROJECTS}/none", "ProjectNotFound"),
        ("POST", f"{PROJECTS}/none/:export", "ProjectNotFound"),
        ("GET", f"{P}/models/none", "NotFound"),
        ("GET", f"{P}/deployments/none", "NotFound"),
        ("DELETE", f"{P}/deployments/none", "NotFound"),
        ("GET", f"{P}/train/jobs/none", "OperationNotFound"),
        ("GET", f"{JOBS}/none", "OperationNotFound"),
        ("GET", "/language/none", "NotFound"),
    ):
        answer = rest.call(method, path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, code), path


def test_a_job_is_found_only_where_it_belongs(rest):
    state = rest.job("POST", f"{P}/:import", project_file(texts()))
    for path in (f"{P}/export/jobs", f"{PROJECTS}/q/import/jobs", JOBS):
        assert rest.call("GET", f"{path}/{state['jobId']}").status_code == 404


def test_a_swap_needs_two_deployments(rest):
    deployed(rest, project_file(texts()))
    for other, status in (("none", 404), ("d", 400)):
        names = {"firstDeploymentName": "d", "secondDeploymentName": other}
        assert rest.call("POST", f"{P}/deployments/:swap", names).status_code == status
