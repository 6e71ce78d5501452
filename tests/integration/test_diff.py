"""What changed between two labelled sets, whatever they are made of."""

from __future__ import annotations

import json
from typing import Any

import pytest
from changes import region
from fixtures_of import loaded, written
from labels_of import TEXT, document, label, labels_file
from spanbridge.bridge.cli import run
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.bridge.diff import diff
from spanbridge.bridge.reading import OptionError

CLASSES = "CustomMultiLabelClassification"


def folder(path, *documents: Any, text: str = TEXT, **more: Any):
    """Write a folder as `convert to-azure` writes it."""
    (path / "documents").mkdir(parents=True)
    for one in documents:
        (path / "documents" / one["location"]).write_bytes(text.encode())
    written(path / "labels.json", labels_file(*documents, **more))
    return path


def tasks(path, *results: list[dict[str, Any]], text: str = TEXT, key: str = "annotations"):
    data = {"text": text, "azure": {"location": "1.txt", "language": "en-us"}}
    answers = [{"id": 1, "model_version": "v1", "result": result} for result in results]
    return written(path, [{"id": 7, "data": data, key: answers}])


def told(found) -> list[tuple[Any, ...]]:
    """Return each change with the words that it covers, before and after."""
    return [
        (one.document, one.what, *(p and (p.category, p.text) for p in (one.before, one.after)))
        for one in found.changes
    ]


@pytest.fixture
def before(tmp_path):
    return folder(tmp_path / "before", document(label("Alice"), label("Bob")))


def test_labels_added_changed_and_removed_are_told_with_what_they_cover(before, tmp_path):
    labels = (label("Alice\r\nmet"), label("met", "Verb"))
    after = folder(tmp_path / "after", document(*labels))
    found = diff(before, after)
    assert told(found) == [
        ("1.txt", "added", None, ("Verb", "met")),
        ("1.txt", "changed", ("Person", "Alice"), ("Person", "Alice\r\nmet")),
        ("1.txt", "removed", ("Person", "Bob"), None),
    ]
    counts = found.labels
    assert (counts.added, counts.changed, counts.removed) == (
        {"Verb": 1}, {"Person": 1}, {"Person": 1},
    )  # fmt: skip
    assert (found.documents_changed, found.documents_added) == (["1.txt"], [])


def test_a_set_is_the_same_in_either_format(before, tmp_path):
    to_label_studio(before / "labels.json", tmp_path / "tasks", texts=before / "documents")
    for other in (tmp_path / "tasks", tmp_path / "tasks" / "tasks.json"):
        assert diff(before, other).is_empty
        assert diff(other, before).is_empty


def test_a_set_that_label_studio_numbered_anew_is_the_same_by_its_texts(tmp_path):
    result = [region("a", TEXT, "Alice", "Person")]
    one = written(tmp_path / "1.json", [
        {"id": 1, "data": {"text": TEXT}, "annotations": [{"result": result}]}])  # fmt: skip
    other = written(tmp_path / "2.json", [
        {"id": 9, "data": {"text": TEXT}, "annotations": [{"result": result}]}])  # fmt: skip
    assert diff(one, other).is_empty


def test_an_unlabelled_task_is_a_document_of_its_set(before, tmp_path):
    found = diff(before, tasks(tmp_path / "tasks.json"))
    assert found.documents_removed == []
    assert found.labels.removed == {"Person": 2}


def test_documents_that_come_and_go_bring_and_take_their_labels(before, tmp_path):
    other = folder(
        tmp_path / "other",
        document(label("Alice"), label("Bob")),
        document(label("Bob"), location="2.txt"),
    )
    found = diff(before, other)
    assert (found.documents_added, found.labels.added) == (["2.txt"], {"Person": 1})
    back = diff(other, before)
    assert (back.documents_removed, back.labels.removed) == (["2.txt"], {"Person": 1})


def test_where_the_text_itself_changed_labels_are_the_same_that_cover_the_same(before, tmp_path):
    longer = f"Oh 😀! {TEXT}"
    labels = (label("Alice", text=longer), label("met", text=longer))
    after = folder(tmp_path / "after", document(*labels), text=longer)
    found = diff(before, after)
    assert [(one.fact, one.document) for one in found.facts] == [("text", "1.txt")]
    assert told(found) == [
        ("1.txt", "added", None, ("Person", "met")),
        ("1.txt", "removed", ("Person", "Bob"), None),
    ]


def test_language_and_part_are_compared_where_both_sets_tell_them(tmp_path):
    one = folder(tmp_path / "1", document(label("Bob"), dataset="Train"))
    other = folder(tmp_path / "2", document(label("Bob"), dataset="Test", language="DE"))
    without = folder(tmp_path / "3", document(label("Bob")))
    facts = {(f.fact, f.before, f.after) for f in diff(one, other).facts}
    assert facts == {("split", "Train", "Test"), ("language", "en-us", "DE")}
    assert [(f.before, f.after) for f in diff(one, without).facts] == [("Train", None)]
    exported = tasks(tmp_path / "tasks.json", [region("b", TEXT, "Bob", "Person")])
    assert diff(one, exported).is_empty


def test_a_category_that_is_declared_and_unused_counts_between_labels_files(before, tmp_path):
    file = loaded(before / "labels.json")
    file["assets"]["entities"].append({"category": "City"})
    other = folder(tmp_path / "other", *file["assets"]["documents"])
    written(other / "labels.json", file)
    assert diff(before, other).categories_added == ["City"]
    assert diff(other, before).categories_removed == ["City"]


def test_classes_are_compared_as_labels_are_and_the_kind_is_known_by_the_labels_file(tmp_path):
    def classes(path, *names: str):
        chosen = [{"category": name} for name in names]
        made = folder(path, {"location": "1.txt", "language": "en-us", "classes": chosen})
        file = loaded(made / "labels.json")
        file["metadata"]["projectKind"] = file["assets"]["projectKind"] = CLASSES
        file["assets"]["classes"] = [{"category": "Fire"}, {"category": "Hail"}]
        del file["assets"]["entities"]
        written(made / "labels.json", file)
        return made

    one, other = classes(tmp_path / "1", "Fire", "Hail"), classes(tmp_path / "2", "Hail")
    assert diff(one, other).labels.removed == {"Fire": 1}
    to_label_studio(other / "labels.json", tmp_path / "tasks", texts=other / "documents")
    assert diff(other, tmp_path / "tasks").is_empty
    assert diff(tmp_path / "tasks", one).labels.added == {"Fire": 1}


def test_predictions_of_tasks_are_compared_when_asked_for_and_never_taken_for_nothing(tmp_path):
    alice, bob = region("a", TEXT, "Alice", "Person"), region("b", TEXT, "Bob", "Person")
    one = tasks(tmp_path / "1.json", [alice], key="predictions")
    other = tasks(tmp_path / "2.json", [alice, bob], key="predictions")
    found = diff(one, other, from_predictions=True)
    assert told(found) == [("1.txt", "added", None, ("Person", "Bob"))]
    with pytest.raises(OptionError, match="--from-predictions"):
        diff(one, other)
    exported = [{"id": 7, "data": {"text": TEXT}, "annotations": [], "predictions": [3]}]
    file = written(tmp_path / "export.json", exported)  # of whose predictions only ids are there
    assert diff(file, file).is_empty


def test_json_lines_of_predictions_are_compared_with_each_other_and_with_labels(before, tmp_path):
    alice = {"start": 2, "end": 7, "label": "Person", "score": 0.9}
    file = tmp_path / "predicted.jsonl"
    line = {"id": "1.txt", "text": TEXT, "language": "en-us", "spans": [alice]}
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert told(diff(before, file)) == [("1.txt", "removed", ("Person", "Bob"), None)]
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(line | {"spans": []}) + "\n", encoding="utf-8")
    assert told(diff(file, other)) == [("1.txt", "removed", ("Person", "Alice"), None)]
    whole = tmp_path / "classes.jsonl"
    chosen = {"id": "1.txt", "text": TEXT, "categories": [{"category": "Fire", "score": 0.5}]}
    whole.write_text(json.dumps(chosen) + "\n", encoding="utf-8")
    assert diff(other, whole).labels.added == {"Fire": 1}


def test_exit_status_is_0_for_the_same_1_for_a_difference_and_2_for_trouble(
    before, tmp_path, capsys
):
    assert run(["diff", str(before), str(before)]) == 0
    assert "Nothing differs" in capsys.readouterr().out
    after = folder(tmp_path / "after", document(label("Alice", "City")))
    assert run(["diff", str(before), str(after)]) == 1
    shown = capsys.readouterr().out
    assert "[Alice]" in shown
    assert "categories added: City" not in shown  # it is used, but no labels file declares it
    assert run(["diff", str(before), str(after), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["labels"]["changed"] == {"City": 1}
    (tmp_path / "none.json").write_text("[1", encoding="utf-8")
    assert run(["diff", str(before), str(tmp_path / "none.json")]) == 2
    assert run(["diff", str(before), str(tmp_path / "absent.json")]) == 2


def test_a_label_that_could_not_be_read_is_trouble_and_not_the_same(before, tmp_path, capsys):
    beyond = folder(tmp_path / "beyond", document(label("Bob"), label("Alice") | {"offset": 900}))
    assert run(["diff", str(before), str(beyond)]) == 2
    assert "beyond" in capsys.readouterr().out


def test_texts_beside_a_labels_file_are_found_and_elsewhere_must_be_named(before, tmp_path):
    assert diff(before / "labels.json", before).is_empty
    alone = written(tmp_path / "alone.json", loaded(before / "labels.json"))
    with pytest.raises(OptionError, match="--texts"):
        diff(alone, before)
    assert diff(alone, before, texts=before / "documents").is_empty


def test_pieces_of_an_ingested_text_are_compared_as_the_whole(tmp_path):
    export = [
        {"id": n, "data": {"text": part, "azure": {
            "location": "1.txt", "language": "en-us", "piece": n, "pieces": 2}},
         "annotations": [{"result": [region("x", part, words, "Person")]}]}
        for n, part, words in ((1, "Alice\r\n", "Alice"), (2, "and Bob", "Bob"))
    ]  # fmt: skip
    source = written(tmp_path / "export.json", export)
    to_azure(source, tmp_path / "azure", language="en-us")
    assert diff(source, tmp_path / "azure").is_empty
