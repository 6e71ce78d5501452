"""What an import would change, told before it does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from projects import labels_in, project
from spanbridge.bridge.azure.difference import difference


def compared(before: dict[str, Any] | None, after: dict[str, Any]) -> Any:
    encoded = None if before is None else json.dumps(before).encode()
    return difference(encoded, json.dumps(after).encode())


def test_the_same_labels_are_no_difference():
    assert compared(project(), project()).is_empty


def test_the_order_of_labels_and_the_case_of_a_language_are_none_either():
    other = project()
    for document in other["assets"]["documents"]:
        document["entities"][0]["labels"].reverse()
        document["language"] = "en-US"
    other["assets"]["documents"].reverse()
    assert compared(project(), other).is_empty


def test_without_anything_before_all_is_added():
    found = compared(None, project())
    assert found.categories_added == ["Person"]
    assert len(found.documents_added) == 10
    assert found.labels.added == {"Person": 50}
    assert found.removes == []


def test_what_goes_is_counted():
    other = project()
    del other["assets"]["documents"][7:]
    del other["assets"]["documents"][0]["entities"][0]["labels"][1:]
    found = compared(project(), other)
    assert found.documents_removed == ["7.txt", "8.txt", "9.txt"]
    assert found.documents_changed == ["0.txt"]
    assert found.labels.removed == {"Person": 19}
    assert found.removes == ["3 documents", "19 labels"]


def test_a_category_that_goes_is_a_removal():
    before = project()
    before["assets"]["entities"].append({"category": "Unused"})
    assert compared(before, project()).removes == ["1 categories"]


@pytest.mark.parametrize("change", [{"offset": 12}, {"length": 3}, {"category": "Place"}])
def test_a_label_that_moves_a_little_or_is_called_otherwise_is_changed(change):
    other = project()
    labels_in(other)[0] |= change
    found = compared(project(), other)
    assert sum(found.labels.changed.values()) == 1
    assert found.removes == []


def test_a_label_that_is_elsewhere_is_removed_and_added():
    other = project()
    labels_in(other)[0] |= {"offset": 0, "length": 6}
    found = compared(project(), other)
    assert (found.labels.added, found.labels.removed) == ({"Person": 1}, {"Person": 1})


def test_a_label_that_is_there_twice_counts_twice():
    other = project()
    labels = other["assets"]["documents"][0]["entities"][0]["labels"]
    labels.append(labels[0])
    assert compared(project(), other).labels.added == {"Person": 1}
    assert compared(other, project()).labels.removed == {"Person": 1}


@pytest.mark.parametrize(
    "change", [{"dataset": "Test"}, {"language": "de"}], ids=["dataset", "language"]
)
def test_a_document_s_own_facts_are_compared(change):
    other = project()
    other["assets"]["documents"][4] |= change
    assert compared(project(), other).documents_changed == ["4.txt"]


def test_metadata_is_compared_and_nothing_is_as_good_as_empty():
    other = project()
    other["metadata"] |= {"multilingual": True, "settings": {}}
    del other["metadata"]["description"]
    assert compared(project(), other).metadata == {"multilingual": (False, True)}


def test_classes_are_compared_as_labels_are():
    kind = "CustomMultiLabelClassification"
    file = project()
    file["metadata"]["projectKind"] = kind
    documents = [{"location": "1.txt", "classes": [{"category": "Fire"}, {"category": "Hail"}]}]
    classes = [{"category": "Fire"}, {"category": "Hail"}]
    file["assets"] = {"projectKind": kind, "classes": classes, "documents": documents}
    other = json.loads(json.dumps(file))
    other["assets"]["documents"][0]["classes"].pop()
    assert compared(file, other).labels.removed == {"Hail": 1}
