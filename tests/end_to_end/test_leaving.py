"""Three projects leave Language Studio for a real Label Studio, change there, and come back."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from emulator_of import Rest
from end_to_end import leaving_projects as left
from end_to_end.annotating import (
    highlights,
    open_task,
    select,
    submit,
    turn_to_task,
    without_line_ends,
)
from end_to_end.azurite import azurite, connection_to
from end_to_end.commands import surroundings, telling
from spanbridge.bridge.emulator import AzureLanguageEmulator

DRAWN = left.LEFT[0]
"""The document that a label is drawn on with the mouse."""


class Moved(NamedTuple):
    """What runs commands where the projects are, and what the migration said of each."""

    run: Any
    folder: Any
    migrated: dict[str, Any]
    inventory: dict[str, Any]

    def tasks(self, api: Any, project: str) -> dict[str, Any]:
        """Return the tasks of a project in Label Studio, by the names of their texts."""
        number = self.migrated[project]["label_studio_project"]
        found = api.call("GET", f"projects/{number}/export", params={"download_all_tasks": "true"})
        return {task["data"]["azure"]["location"]: task for task in found}


@pytest.fixture(scope="module")
def moved(label_studio, tmp_path_factory):
    """Inventory, back up and migrate the three projects."""
    folder = tmp_path_factory.mktemp("leaving")
    with azurite(folder) as account:
        connection = connection_to(account)
        with AzureLanguageEmulator(storage=connection) as azure:
            rest = Rest(azure.endpoint, azure.key)
            left.leave(rest, connection, left.people())
            left.leave(rest, connection, left.outages(), missing=(left.MISSING,))
            left.leave(rest, connection, left.kinds())
            known = surroundings(azure, label_studio, folder)
            run = telling(folder, known | {"SPANBRIDGE_STORAGE": connection})
            inventory = run("azure", "inventory", status=1)
            run("azure", "backup", "--all", "--out", "backup", status=1)
            run("azure", "pull", "-p", "customers", "--out", "before")
            done = {one["name"]: one for one in run("migrate", "--all", status=1)["migrated"]}
            yield Moved(run, folder, done, inventory)


def test_the_inventory_and_the_backup_tell_what_is_there_and_what_is_missing(moved):
    found = {one["project"]["projectName"]: one for one in moved.inventory}
    assert {name: one["documents"] for name, one in found.items()} == dict.fromkeys(found, 60)
    assert {name: one["labelled"] for name, one in found.items()} == dict.fromkeys(found, 55)
    missing = {name: one["missing_texts"] for name, one in found.items()}
    assert missing == {"customers": [], "outages": [left.MISSING], "kinds": []}
    for project in (left.people(), left.outages(), left.kinds()):
        texts = moved.folder / "backup" / project.name / "documents"
        there = {file.name: file.read_bytes() for file in texts.iterdir()}
        gone = {left.MISSING} if project.name == "outages" else set()
        assert there == {n: t.encode() for n, t in project.texts.items() if n not in gone}


def test_each_label_of_each_project_is_on_its_text_and_nothing_else_is_labelled(
    moved, label_studio
):
    assert moved.migrated["outages"]["imported"]["added"] == 59
    for project in (left.people(), left.outages()):
        tasks = moved.tasks(label_studio.api, project.name)
        wanted = left.words_of(project)
        assert {*tasks} == {*wanted} - ({left.MISSING} if project.name == "outages" else set())
        for name, task in tasks.items():
            assert labelled(task) == sorted(wanted[name]), name
    chosen = {
        name: [r["value"]["choices"] for a in task["annotations"] for r in a["result"]]
        for name, task in moved.tasks(label_studio.api, "kinds").items()
    }
    assert chosen == {
        document["location"]: [[document["class"]["category"]]] if "class" in document else []
        for document in left.kinds().file["assets"]["documents"]
    }


def labelled(task):
    text = task["data"]["text"]
    values = [r["value"] for answer in task["annotations"] for r in answer["result"]]
    return sorted((v["labels"][0], text[v["start"] : v["end"]]) for v in values)


def test_each_label_of_a_project_is_highlighted_on_its_text(moved, label_studio, browser):
    number = moved.migrated["customers"]["label_studio_project"]
    tasks = moved.tasks(label_studio.api, "customers")
    for name, spans in left.words_of(left.people()).items():
        if name in left.LEFT:
            continue
        turn_to_task(browser, number, tasks[name]["id"], regions=len(spans))
        seen = [(one.labels, one.text) for one in highlights(browser.page)]
        assert seen == [((label,), without_line_ends(words)) for label, words in spans], name
    browser.screenshot("left-language-studio")


def test_eleven_changes_come_back_and_nothing_else(moved, label_studio, browser):
    api, run = label_studio.api, moved.run
    number = moved.migrated["customers"]["label_studio_project"]
    tasks = moved.tasks(api, "customers")
    wanted = [change(api, tasks, count) for count in range(10)]
    name = left.texts(left.COUNT)[DRAWN][1][0][0]
    open_task(browser, number, tasks[DRAWN]["id"])
    assert select(browser.page, name, "Person") == name
    submit(browser.page)
    wanted.append((DRAWN, "added", None, ("Person", name)))

    run("label-studio", "export", number, "--out", "customers.json")
    names = ("--project-name", "customers", "--container", "customers", "--out", "customers")
    run("convert", "to-azure", "customers.json", *names, "--multilingual", "--include-unlabelled")
    pushed = run("azure", "push", "customers", "-p", "customers", "--replace", "--yes")
    assert pushed["uploaded"] == 0
    run("azure", "pull", "-p", "customers", "--out", "after")
    found = run("diff", "before", "after", status=1)
    assert sorted(map(told, found["changes"])) == sorted(wanted)
    assert (found["facts"], found["problems"]) == ([], [])
    assert found["documents"]["added"] == found["documents"]["removed"] == []
    assert found["categories"] == {"added": [], "removed": []}
    assert run("diff", "customers", "after")["differs"] is False


def change(api, tasks, count):
    """Change one label of the count-th labelled task by the API; return what `diff` is to tell."""
    name = [one for one in tasks if one not in left.LEFT][count]
    answer = tasks[name]["annotations"][0]
    text, result = tasks[name]["data"]["text"], answer["result"]
    value = result[0]["value"]
    was = (value["labels"][0], value["text"])
    if count < 4:  # another category
        value["labels"] = ["City" if was[0] == "Person" else "Person"]
        told = ("changed", was, (value["labels"][0], was[1]))
    elif count < 7:  # another end
        value["end"] -= 1
        value["text"] = text[value["start"] : value["end"]]
        told = ("changed", was, (was[0], value["text"]))
    elif count < 9:  # gone
        del result[0]
        told = ("removed", was, None)
    else:  # one more
        start = text.index("Report")
        more = {"start": start, "end": start + 6, "text": "Report", "labels": ["City"]}
        result.append({**result[0], "id": "more", "value": more})
        told = ("added", None, ("City", "Report"))
    api.call("PATCH", f"annotations/{answer['id']}/", json={"result": result})
    return name, *told


def told(found):
    sides = (found["before"], found["after"])
    return found["document"], found["what"], *(s and (s["category"], s["text"]) for s in sides)


def test_a_document_whose_text_was_missing_is_named_before_anything_is_removed(moved):
    number = moved.migrated["outages"]["label_studio_project"]
    moved.run("label-studio", "export", number, "--out", "outages.json")
    moved.run("convert", "to-azure", "outages.json", "--project-name", "outages", "--container",
              "outages", "--multilingual", "--include-unlabelled", "--out", "outages")  # fmt: skip
    error = moved.run("azure", "push", "outages", "-p", "outages", "--allow-few", status=1)["error"]
    assert "1 documents" in error["message"]
    assert "--replace" in error["remedy"]
