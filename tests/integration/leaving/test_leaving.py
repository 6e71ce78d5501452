"""Out of Language Studio: inventory, backup and migration of projects in the emulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from emulator_of import PROJECTS, Rest, envelope, project_file, texts, write_texts
from server_of import MemoryServer
from spanbridge.bridge.azure import backing_up
from spanbridge.bridge.azure.inventory import inventory
from spanbridge.bridge.azure.patience import Patience
from spanbridge.bridge.azure.project import AzureProject
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.errors import StoppedError, UncertainError
from spanbridge.bridge.migration import copies_in, copy_of, migrate
from spanbridge.bridge.settings import load

TODAY = date(2026, 11, 23)
LABELLED = {name: (f"{text}\r\n😀 end", spans) for name, (text, spans) in texts(12).items()}
CLASSES = {f"c{number}.txt": (f"Fire 😀 {number}\r\n", ()) for number in range(10)}


def people():
    """A project as Language Studio leaves it: one text unlabelled, one for testing."""
    file = project_file(LABELLED, "people", "people")
    file["assets"]["documents"][3]["entities"] = []
    file["assets"]["documents"][2]["dataset"] = "Test"
    return file


def kinds():
    """A project of single-label classification, one text without a class."""
    documents = [
        {"location": name, "language": "en", "class": {"category": "Fire"}} for name in CLASSES
    ]
    del documents[1]["class"]
    assets = {"classes": [{"category": "Fire"}, {"category": "Water"}], "documents": documents}
    return envelope("CustomSingleLabelClassification", assets, "kinds", "kinds")


@contextmanager
def language_studio(folder) -> Iterator[AzureProject]:
    """An emulator with both projects; one text of the first is missing."""
    write_texts(folder / "storage" / "people", LABELLED)
    write_texts(folder / "storage" / "kinds", CLASSES)
    (folder / "storage" / "people" / "11.txt").unlink()
    portal = people()
    portal["assets"]["documents"][0]["entities"][0]["labels"].pop()
    path = folder / "storage" / "people" / "people-labels.json"
    path.write_text(json.dumps(portal), encoding="utf-8")
    server = AzureLanguageEmulator(storage=folder / "storage")
    server.start()
    try:
        rest = Rest(server.endpoint, server.key)
        for file in (people(), kinds()):
            name = file["metadata"]["projectName"]
            assert rest.job("POST", f"{PROJECTS}/{name}/:import", file)["status"] == "succeeded"
        given = {
            "endpoint": server.endpoint, "key": server.key, "storage": str(folder / "storage"),
            "project": "people", "state": str(folder / "state"), "authoring_posts": 60_000,
            "authoring_gets": 60_000,
        }  # fmt: skip
        settings = load(given, environment={})
        quick = Patience(first=0.01, most=0.05, looks=3)
        with AzureProject(settings=settings, patience=quick) as project:
            yield project
    finally:
        server.stop()


@pytest.fixture
def azure(tmp_path):
    with language_studio(tmp_path) as project:
        yield project


def covered(server):
    """Return the labels of what is held, with the characters that they cover."""
    return {
        task["data"]["azure"]["location"]: [
            (task["data"]["text"][r["value"]["start"] : r["value"]["end"]], r["value"]["labels"][0])
            for answer in task.get("annotations", [])
            for r in answer["result"]
        ]
        for task in server.held
    }


def test_an_inventory_tells_what_there_is_and_what_is_missing(azure):
    kind, person = sorted(inventory(azure.session, TODAY), key=lambda one: one.project.project_name)
    assert (person.documents, person.labelled, person.missing_texts) == (12, 11, ["11.txt"])
    assert person.labels["Person"] == {"Test": 1, "unsplit": 10}
    assert person.categories == ["Person", "City"]
    assert person.stays == ["1 documents, whose texts are not in the container."]
    assert kind.labels == {"Fire": {"unsplit": 9}}
    assert (kind.documents, kind.labelled, kind.missing_texts) == (10, 9, [])


def test_a_backup_holds_texts_byte_by_byte_and_compares_the_portals_labels(azure, tmp_path):
    done = backing_up.backup(azure.session, tmp_path / "backup")
    folder = tmp_path / "backup" / "people"
    for name in LABELLED.keys() - {"11.txt"}:
        stored = (tmp_path / "storage" / "people" / name).read_bytes()
        assert (folder / "documents" / name).read_bytes() == stored
    assert (done.documents, done.missing) == (11, ["11.txt"])
    assert done.portal["people-labels.json"].labels.added == {"City": 1}
    assert (folder / "container" / "people-labels.json").is_file()


def test_each_migrated_label_is_on_its_text_and_parts_are_kept(azure):
    server = MemoryServer()
    with copy_of(azure.session) as copy:
        done = migrate(copy, server)
    wanted = {name: spans for name, (_, spans) in LABELLED.items() if name != "11.txt"}
    wanted["03.txt"] = []
    assert {name: sorted(spans) for name, spans in covered(server).items()} == {
        name: sorted(spans) for name, spans in wanted.items()
    }
    parts = {task["data"]["azure"].get("dataset") for task in server.held[2:3]}
    assert parts == {"Test"}
    assert done.report.problems["document-text-missing"] == 1
    assert "annotations" not in server.held[3]


def test_a_migration_that_breaks_off_is_run_again_and_nothing_is_doubled(azure):
    server = MemoryServer(breaks=[True])
    with copy_of(azure.session) as copy:
        with pytest.raises(UncertainError):
            migrate(copy, server)
        assert migrate(copy, server).imported.added == 0
    assert len(server.held) == 11
    assert [one.title for one in server.made] == ["people"]


def test_a_classification_is_migrated_from_a_backup(azure, tmp_path):
    backing_up.backup(azure.session.on("kinds"), tmp_path / "backup")
    server = MemoryServer()
    (copy,) = copies_in(tmp_path / "backup")
    migrate(copy, server)
    chosen = [task["annotations"][0]["result"][0]["value"] for task in server.held if
              "annotations" in task]  # fmt: skip
    assert chosen == [{"choices": ["Fire"]}] * 9
    assert len(server.held) == 10


def test_a_dry_run_needs_no_label_studio_and_tells_what_would_be_moved(azure):
    with copy_of(azure.session) as copy:
        done = migrate(copy, None)
    assert (done.tasks, done.imported, done.project) == (11, None, None)


def test_a_folder_without_a_backup_is_told(tmp_path):
    with pytest.raises(StoppedError, match="no backup"):
        copies_in(tmp_path)
