"""Out of Language Studio: inventory, backup and migration of projects in the emulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from azure_of import QUICK
from emulator_of import PROJECTS, Rest, envelope, project_file, texts, write_texts
from msgspec.structs import replace
from server_of import MemoryServer
from spanbridge.bridge.azure import backing_up
from spanbridge.bridge.azure.inventory import inventory
from spanbridge.bridge.azure.project import AzureProject
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.errors import StoppedError, UncertainError
from spanbridge.bridge.migration import copies_in, copy_of, instructions, migrate, predict
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
        with AzureProject(settings=settings, patience=QUICK) as project:
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


def test_a_labels_file_as_microsoft_s_sample_has_it_is_moved_label_by_label(tmp_path):
    """Twenty texts with CR LF, twelve labels each in any order, no parts, JSON with CR LF."""
    fields = [f"Field{number:02}" for number in range(12)]
    held = {
        f"{n:02}.txt": "".join(f"{field} of the loan is V{n}-{field}.\r\n\r\n" for field in fields)
        for n in range(20)
    }
    spans = [[(f"V{n}-{field}", field) for field in fields] for n in range(20)]
    labelled = {
        name: (text, found[n:] + found[:n])
        for n, ((name, text), found) in enumerate(zip(held.items(), spans, strict=True))
    }
    file = project_file(labelled, "loans", "loans", fields)
    write_texts(tmp_path / "loans" / "documents", labelled)
    written = json.dumps(file, indent=2).replace("\n", "\r\n")
    (tmp_path / "loans" / "labels.json").write_bytes(written.encode())
    server = MemoryServer()
    (copy,) = copies_in(tmp_path)
    done = migrate(copy, server)
    assert (done.imported.added, done.moved, done.report.problems) == (20, 0, {})
    found = covered(server)
    assert sum(map(len, found.values())) == 240
    assert {name: sorted(one) for name, one in found.items()} == {
        name: sorted(found) for name, (_, found) in labelled.items()
    }


def test_a_dry_run_needs_no_label_studio_and_tells_what_would_be_moved(azure):
    with copy_of(azure.session) as copy:
        done = migrate(copy, None)
    assert (done.tasks, done.imported, done.project) == (11, None, None)


def test_a_folder_without_a_backup_is_told(tmp_path):
    with pytest.raises(StoppedError, match="no backup"):
        copies_in(tmp_path)


def test_descriptions_of_categories_become_instructions_for_annotators(azure, tmp_path):
    file = people()
    described = {"Person": "Who is <named>,\nnot titles", "City": None}
    file["assets"]["entities"] = [
        {"category": name, "description": words} if words else {"category": name}
        for name, words in described.items()
    ]
    newer = "2024-11-15-preview"
    settings = replace(azure.session.settings, api_version=newer)
    rest = Rest(str(settings.endpoint), settings.key.reveal(), version=newer)
    assert rest.job("POST", f"{PROJECTS}/people/:import", file)["status"] == "succeeded"
    server = MemoryServer()
    with AzureProject(settings=settings, patience=QUICK) as project:
        backing_up.backup(project.session, tmp_path / "backup")
        with copy_of(project.session) as copy:
            migrate(copy, server)
    wanted = "<ul><li><b>Person</b>: Who is &lt;named&gt;,\nnot titles</li></ul>"
    (copy,) = copies_in(tmp_path / "backup")
    assert [*server.instructions, instructions(copy)] == [wanted, wanted]


def test_without_descriptions_there_are_no_instructions(azure):
    server = MemoryServer()
    with copy_of(azure.session) as copy:
        migrate(copy, server)
    assert server.instructions == [""]


@pytest.fixture
def deployed(azure, tmp_path):
    """The people, with a model that is deployed."""
    (tmp_path / "storage" / "people" / "11.txt").write_bytes(LABELLED["11.txt"][0].encode())
    azure.train("m", split="80/20")
    azure.deploy("m", "d")
    return azure


def test_texts_that_nobody_labelled_are_predicted_each_once(deployed):
    server, announced = MemoryServer(), []
    with copy_of(deployed.session) as copy:
        for added in (1, 0):
            done = predict(
                migrate(copy, server),
                deployed.session,
                server,
                lambda *told: announced.append(told),
            )
            assert (done.predicted.added, done.predicted.version) == (added, "d@m")
    assert [len(task.get("predictions", [])) for task in server.held] == [0, 0, 0, 1, *[0] * 8]
    (task,) = (one for one in server.held if "predictions" in one)
    found = [region["value"] for region in task["predictions"][0]["result"]]
    covered = {(task["data"]["text"][v["start"] : v["end"]], v["labels"][0]) for v in found}
    assert ("Edsger Dijkstra", "Person") in covered <= {*LABELLED["03.txt"][1]}
    assert [(tasks, estimate.records) for tasks, estimate, _ in announced] == [(1, 1), (0, 0)]


def test_without_a_deployment_or_with_several_nobody_guesses(deployed, azure):
    server = MemoryServer()
    with copy_of(deployed.session) as copy:
        done = migrate(copy, server)
    deployed.deploy("m", "e")
    with pytest.raises(StoppedError, match="several deployments: d, e") as error:
        predict(done, deployed.session, server)
    assert "--deployment" in error.value.remedy
    with pytest.raises(StoppedError, match="no deployment"):
        predict(replace(done, name="kinds"), azure.session, server)
    assert all("predictions" not in task for task in server.held)
