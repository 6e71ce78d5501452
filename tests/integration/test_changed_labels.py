"""Labels that were changed in Azure come back: the labels decide, the manifest remembers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from changes import FIRST, SECOND, Project, others, spans, tasks

RELATIONS = [("relation", "alice", "contoso"), ("relation", "contoso", "paris")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_unchanged_labels_bring_back_everything_and_dropped_spans(project: Project) -> None:
    assert project.back() == tasks()
    assert project.problems == Counter()


def test_labels_in_another_order_are_unchanged(project: Project) -> None:
    project.labels_of(1).reverse()
    project.labels["assets"]["documents"].reverse()
    assert project.back() == tasks()
    assert project.problems == Counter()


def test_a_deleted_label_takes_its_region_relations_and_results_along(project: Project) -> None:
    assert project.labels_of(1).pop(0)["category"] == "Person"
    result = project.result(1)
    assert spans(result) == {"contoso": ("Org", "Contoso Ltd"), "paris": ("Place", "Paris")}
    assert others(result) == RELATIONS[1:]
    assert project.problems == {"region-gone": 1, "region-not-restored": 1, "result-gone": 2}


def test_dropped_spans_of_other_documents_come_back_all_the_same(project: Project) -> None:
    project.labels_of(2).pop()
    assert project.back()[0] == tasks()[0]
    assert project.problems == {"region-gone": 1}


def test_an_added_label_becomes_a_new_region_beside_the_old_ones(project: Project) -> None:
    project.labels_of(2).append({"category": "Org", "offset": 19, "length": 13})
    result = project.result(2)
    new = spans(result, SECOND)
    assert new.pop("bob") == ("Person", "Bob")
    assert new.pop("adatum") == ("Org", "Adatum")
    assert [*new.values()] == [("Org", "Trey Research")]
    added = result[-1]
    assert (added["from_name"], added["to_name"]) == ("label", "text")
    assert added["value"]["text"] == "Trey Research"
    assert project.problems == {"region-new": 1}


def test_regions_still_there_keep_ids_and_extras(project: Project) -> None:
    project.labels_of(1).pop()
    result = project.result(1)
    assert result[0] == tasks()[0]["annotations"][0]["result"][0]
    assert result[0]["note"] == "mine"
    assert others(result) == [("rating", "alice"), RELATIONS[0]]
    assert project.problems == {"region-gone": 1, "region-not-restored": 1, "result-gone": 1}


def test_a_moved_label_is_a_region_gone_and_a_new_one(project: Project) -> None:
    project.labels_of(1)[0] |= {"offset": 3, "length": 5}
    result = project.result(1)
    assert "alice" not in spans(result)
    assert ("Person", "Alice") in spans(result).values()
    assert project.problems == {
        "region-gone": 1,
        "region-new": 1,
        "region-not-restored": 1,
        "result-gone": 2,
    }


def test_another_category_is_a_region_gone_and_a_new_one(project: Project) -> None:
    project.labels_of(2)[0]["category"] = "Org"
    result = project.result(2)
    assert "bob" not in spans(result, SECOND)
    assert sorted(spans(result, SECOND).values()) == [("Org", "Adatum"), ("Org", "Bob")]
    assert project.problems == {"region-gone": 1, "region-new": 1}


def test_a_label_on_a_span_that_was_dropped_revives_its_region(project: Project) -> None:
    project.labels_of(1)[0] = {"category": "Name", "offset": 9, "length": 5}
    result = project.result(1)
    assert spans(result)["smith"] == ("Name", "Smith")
    assert project.problems == {"region-gone": 1, "result-gone": 2}


def test_a_deleted_document_leaves_its_task_out(project: Project) -> None:
    del project.labels["assets"]["documents"][0]
    assert [task["id"] for task in project.back()] == [2]
    assert project.problems == {"document-gone": 1}


def test_an_added_document_becomes_a_new_task(project: Project) -> None:
    (project.azure / "documents" / "new.txt").write_bytes("Zoë 🗼 Oslo".encode())
    labels = [{"category": "Place", "offset": 7, "length": 4}]
    region = {"regionOffset": 0, "regionLength": 11, "labels": labels}
    project.labels["assets"]["documents"].insert(
        0, {"location": "new.txt", "language": "nb", "entities": [region]}
    )
    back = project.back()
    assert back[:2] == tasks()
    assert back[2]["data"]["text"] == "Zoë 🗼 Oslo"
    assert back[2]["data"]["azure"] == {"location": "new.txt", "language": "nb"}
    assert [*spans(back[2]["annotations"][0]["result"], "Zoë 🗼 Oslo").values()] == [
        ("Place", "Oslo")
    ]
    assert project.problems == {"document-new": 1}


def test_an_edited_text_comes_back_edited_with_the_regions_that_still_fit(project: Project) -> None:
    edited = FIRST.replace("Paris", "Rome!")
    (project.azure / "documents" / "task-1-text.txt").write_bytes(edited.encode())
    [first, second] = project.back()
    assert first["data"]["text"] == edited
    found = spans(first["annotations"][0]["result"], edited)
    assert found["alice"] == ("Person", "Alice Smith")
    assert found["contoso"] == ("Org", "Contoso Ltd")
    assert "paris" not in found, "its checksum says Paris"
    assert ("Place", "Rome!") in found.values()
    assert second == tasks()[1]
    assert project.problems.keys() == {"region-new", "region-not-restored", "result-gone"}


def test_a_task_whose_labels_were_all_deleted_keeps_an_empty_annotation(project: Project) -> None:
    project.labels_of(2).clear()
    assert project.result(2) == []
    assert project.problems == {"region-gone": 2}


def test_without_a_manifest_the_labels_alone_come_back(project: Project) -> None:
    project.labels_of(1).pop()
    back = project.back(manifest_file=None)
    assert [task["data"]["text"] for task in back] == [FIRST, SECOND]
    found = spans(back[0]["annotations"][0]["result"])
    assert [*found.values()] == [("Person", "Alice Smith"), ("Org", "Contoso Ltd")]
    assert project.problems == Counter()


def test_region_ids_made_are_the_same_in_each_run(project: Project, tmp_path: Path) -> None:
    once = project.back(manifest_file=None)
    again = Project(tmp_path / "again").back(manifest_file=None)
    assert once == again
    ids = [item["id"] for task in once for item in task["annotations"][0]["result"]]
    assert len(set(ids)) == len(ids) == 5
