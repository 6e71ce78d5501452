"""Bodies are read into models; what a version doesn't know is refused with its place."""

from __future__ import annotations

import json

import pytest
from spanbridge.bridge.emulator.exceptions import ServiceError
from spanbridge.bridge.emulator.models import (
    DeployOptions,
    EntityAssets,
    ProjectOptions,
    TrainOptions,
)
from spanbridge.bridge.emulator.schema import convert, read

OLD, NEW = "2023-04-01", "2025-05-15-preview"
PROJECT = {
    "projectKind": "CustomEntityRecognition", "storageInputContainerName": "c",
    "projectName": "p", "language": "en",
}  # fmt: skip


def target(value, kind, version=NEW):
    with pytest.raises(ServiceError) as raised:
        convert(value, kind, version, strict=True)
    return raised.value.target


def test_a_body_is_read_by_its_names():
    options = read(
        json.dumps(PROJECT | {"settings": None}).encode(), ProjectOptions, OLD, strict=True
    )
    assert (options.project_name, options.settings) == ("p", None)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"documents": [{"entities": [{"labels": [{"categroy": "x"}]}]}]},
         "$.documents[0].entities[0].labels[0].categroy"),
        ({"entities": [{}, {"list": []}]}, "$.entities[1].list"),
        ({"classes": []}, "$.classes"),
    ],
)  # fmt: skip
def test_an_unknown_property_is_told_with_its_place(value, place):
    assert target(value, EntityAssets) == place


LATER = [
    (PROJECT | {"settings": {"amlProjectPath": "x"}}, ProjectOptions, "$.settings.amlProjectPath"),
    (
        {"modelLabel": "m", "trainingConfigVersion": "v", "dataGenerationSettings": {}},
        TrainOptions,
        "$.dataGenerationSettings",
    ),
    (
        {"trainedModelLabel": "m", "assignedResourceIds": []},
        DeployOptions,
        "$.assignedResourceIds",
    ),
]


@pytest.mark.parametrize(("value", "kind", "place"), LATER)
def test_a_property_of_a_later_version_is_unknown_to_an_older_one(value, kind, place):
    assert target(value, kind, OLD) == place
    assert convert(value, kind, NEW, strict=True)


def test_lenient_leaves_out_what_it_does_not_know():
    value = {"documents": [{"location": "a.txt", "pages": 3}], "more": 1}
    assets = convert(value, EntityAssets, OLD, strict=False)
    assert [document.location for document in assets.documents] == ["a.txt"]


def test_a_wrong_type_is_told_with_its_place():
    with pytest.raises(ServiceError, match=r"\$\.assets\.documents\[0\]\.location") as raised:
        convert({"documents": [{"location": 1}]}, EntityAssets, OLD, strict=True, place="$.assets")
    assert raised.value.status == 400


@pytest.mark.parametrize("body", [b"", b"nothing", b"\xff", b"[1]", b"3"])
def test_what_is_no_object_is_refused(body):
    with pytest.raises(ServiceError) as raised:
        read(body, ProjectOptions, OLD, strict=True)
    assert raised.value.code == "InvalidRequest"
