"""The life of a project over real HTTP: push, train, deploy, swap, pull, restore, delete."""

from __future__ import annotations

import json

import pytest
from azure_of import client, counted, emulator, imported, write_folder
from projects import labels_in, project, texts
from spanbridge import JobError, StoppedError, to_label_studio
from spanbridge.bridge.azure.errors import NotFoundError
from spanbridge.bridge.azure.pushing import CheckError


def test_a_project_lives_from_push_to_delete(tmp_path, folder):
    with emulator(tmp_path, jobs="polls:2") as server, client(server, tmp_path) as people:
        assert people.push(folder).uploaded == 10
        first = people.train("v1").model
        assert people.deploy(first, "production").deployment_name == "production"
        people.train("v2")
        people.deploy("v2", "staging")
        before = {one.deployment_name: one.model_id for one in people.deployments()}
        people.swap("production", "staging")
        after = {one.deployment_name: one.model_id for one in people.deployments()}
        assert after == {"production": before["staging"], "staging": before["production"]}
        for name in ("production", "staging"):
            people.delete_deployment(name)
        people.delete_model("v1")
        assert [model.label for model in people.models()] == ["v2"]
        people.delete_project()
        assert people.projects() == []
        assert counted(server)["trainings"] == 2
        assert counted(server)["swaps"] == 1
        done = [one.operation for one in people.session.state.audit.entries()]
    assert done == [
        "push", "train", "deploy", "train", "deploy", "swap", "delete deployment",
        "delete deployment", "delete model", "delete project",
    ]  # fmt: skip


def test_pull_after_push_gives_the_same_labels_and_texts(tmp_path, folder, people):
    people.push(folder)
    people.train("v1")
    pulled = people.pull(tmp_path / "out")
    back = json.loads((tmp_path / "out" / "labels.json").read_text("utf-8"))
    assert sorted(map(str, labels_in(back))) == sorted(map(str, labels_in(project())))
    for name, text in texts().items():
        assert (tmp_path / "out" / "documents" / name).read_bytes() == text.encode()
    assert (pulled.documents, pulled.missing) == (10, [])
    summary = json.loads((tmp_path / "out" / "evaluations" / "v1.json").read_bytes())
    assert summary["projectKind"] == "CustomEntityRecognition"


def test_what_was_pulled_converts_to_tasks_that_cover_the_same_words(tmp_path, folder, people):
    people.push(folder)
    out = tmp_path / "out"
    people.pull(out)
    to_label_studio(out / "labels.json", tmp_path / "tasks", texts=out / "documents")
    tasks = json.loads((tmp_path / "tasks" / "tasks.json").read_bytes())
    words = {
        region["value"]["text"]
        for task in tasks for one in task["annotations"] for region in one["result"]
    }  # fmt: skip
    assert words == {"Alice", "Bob", "Carol", "Dora", "Emil"}


def test_a_second_push_uploads_and_imports_nothing(folder, people, server):
    first, second = people.push(folder), people.push(folder)
    assert (second.uploaded, second.unchanged, second.imported) == (0, 10, False)
    assert first.snapshot == second.snapshot
    assert imported(server) == 1


def test_a_text_that_only_changed_goes_up_alone(tmp_path, folder, people):
    people.push(folder)
    changed = texts() | {"3.txt": texts()["3.txt"] + "And left.\r\n"}
    file = project()
    file["assets"]["documents"][3]["entities"][0]["regionLength"] += 11
    write_folder(folder, file, changed)
    assert people.push(folder).uploaded == 1
    there = (tmp_path / "storage" / "texts" / "3.txt").read_bytes()
    assert there == changed["3.txt"].encode()


def test_a_text_that_somebody_else_put_there_is_never_touched(tmp_path, folder, people, server):
    foreign = tmp_path / "storage" / "texts" / "3.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"of somebody else")
    with pytest.raises(StoppedError, match="did not upload") as error:
        people.push(folder, replace=True)
    assert error.value.details == ["3.txt"]
    assert foreign.read_bytes() == b"of somebody else"
    assert imported(server) == 0


def test_a_text_of_ours_that_somebody_changed_is_theirs_then(tmp_path, folder, people):
    people.push(folder)
    (tmp_path / "storage" / "texts" / "3.txt").write_bytes(b"changed by hand")
    with pytest.raises(StoppedError, match="did not upload"):
        people.push(folder)


def test_a_removal_is_refused_until_it_is_said_and_can_be_undone(tmp_path, folder, people):
    people.push(folder)
    file = project()
    del file["assets"]["documents"][0]["entities"][0]["labels"][:2]
    write_folder(folder, file)
    with pytest.raises(StoppedError, match="remove 2 labels"):
        people.push(folder)
    done = people.push(folder, replace=True)
    assert done.difference.labels.removed == {"Person": 2}
    assert done.backup
    undone = people.restore("latest")
    assert undone
    people.pull(tmp_path / "out")
    back = json.loads((tmp_path / "out" / "labels.json").read_bytes())
    assert len(labels_in(back)) == len(labels_in(project()))


def test_a_label_that_moved_or_changed_its_category_is_no_removal(folder, people):
    people.push(folder)
    file = project()
    file["assets"]["entities"].append({"category": "Place"})
    labels = labels_in(file)
    for label in labels[:20]:
        label["category"] = "Place"
    labels[25]["length"] -= 1
    write_folder(folder, file)
    done = people.push(folder)
    assert done.difference.labels.changed == {"Place": 20, "Person": 1}
    assert done.difference.categories_added == ["Place"]


def test_what_check_calls_an_error_is_not_pushed(tmp_path, folder, people, server):
    file = project()
    labels_in(file)[0]["length"] = 4_000
    write_folder(folder, file)
    with pytest.raises(CheckError) as error:
        people.push(folder, replace=True, allow_few=True)
    assert "offset-refused" in error.value.report.problems
    assert not (tmp_path / "storage" / "texts").exists()
    assert "import" not in counted(server)["calls"]


def test_too_little_to_learn_from_is_refused_unless_it_is_allowed(folder, people):
    file = project()
    del file["assets"]["documents"][9:]
    write_folder(folder, file)
    with pytest.raises(CheckError, match="1 errors") as error:
        people.push(folder)
    assert "--allow-few" in error.value.remedy
    assert people.push(folder, allow_few=True).imported


def test_a_training_is_refused_while_one_runs_and_names_it(tmp_path, folder):
    with emulator(tmp_path) as server, client(server, tmp_path) as people:
        people.push(folder)
        server.resource.faults.add(b'{"fault": "job", "kind": "train", "seconds": 60}')
        begun = people.train("v1", wait=False)
        with pytest.raises(StoppedError, match=begun.job) as error:
            people.train("v2")
        assert f"azure cancel {begun.job}" in error.value.remedy
        assert people.cancel(begun.job).status in {"cancelling", "cancelled"}
        assert counted(server)["calls"]["train"] == {"202": 1}


def test_a_training_proves_that_every_text_is_there(tmp_path, folder, people, server):
    people.push(folder)
    (tmp_path / "storage" / "texts" / "7.txt").unlink()
    (tmp_path / "storage" / "texts" / "8.txt").write_bytes(b"")
    (tmp_path / "storage" / "texts" / "9.txt").write_bytes(b"ab" * 64_001)
    with pytest.raises(StoppedError) as error:
        people.train("v1")
    assert error.value.details == [
        "7.txt: it isn't there",
        "8.txt: it is empty",
        "9.txt: it is longer than 128,000 UTF-16 units",
    ]
    assert "train" not in counted(server)["calls"]


@pytest.mark.parametrize("text", ["é" * 128_000, "\U0001d54f" * 64_000, "漢" * 128_000], ids=len)
def test_a_text_just_within_the_limit_is_trained_on(tmp_path, folder, people, text):
    people.push(folder)
    (tmp_path / "storage" / "texts" / "9.txt").write_bytes(text.encode())
    people.train("v1", wait=False)
    (tmp_path / "storage" / "texts" / "9.txt").write_bytes((text + "é").encode())
    with pytest.raises(StoppedError, match="1 texts"):
        people.train("v2")


def test_a_model_is_not_trained_anew_unasked(folder, people):
    people.push(folder)
    people.train("v1")
    with pytest.raises(StoppedError, match="a model v1 already"):
        people.train("v1")
    assert people.train("v1", replace=True).status == "succeeded"


def test_a_model_that_is_served_is_not_deleted_nor_its_project(folder, people):
    people.push(folder)
    people.train("v1")
    people.deploy("v1", "production")
    with pytest.raises(StoppedError, match="served by production"):
        people.delete_model("v1")
    with pytest.raises(StoppedError, match="has deployments: production"):
        people.delete_project()
    assert [model.label for model in people.models()] == ["v1"]


def test_deployments_of_one_model_are_not_swapped(folder, people, server):
    people.push(folder)
    people.train("v1")
    for name in ("a", "b"):
        people.deploy("v1", name)
    with pytest.raises(StoppedError, match="the same model"):
        people.swap("a", "b")
    assert counted(server)["swaps"] == 0


def test_a_model_of_no_label_is_named_by_its_snapshot_and_leads_back_to_it(folder, people):
    pushed = people.push(folder)
    model = people.train().model
    assert model == f"model-{pushed.snapshot}"
    people.deploy(model, "production")
    found = people.lineage(model)
    assert (found.snapshot, found.deployments) == (pushed.snapshot, ["production"])
    assert {*found.texts} == {*texts()}


def test_labels_that_were_changed_behind_our_back_make_another_snapshot(
    tmp_path, folder, people, server
):
    pushed = people.push(folder)
    file = project()
    labels_in(file)[0]["length"] -= 1
    with client(server, tmp_path, state=str(tmp_path / "elsewhere")) as other:
        other.push(write_folder(tmp_path / "other", file))
    trained = people.train()
    assert trained.snapshot != pushed.snapshot
    assert people.lineage(trained.model).snapshot == trained.snapshot


def test_a_job_that_failed_tells_why(folder, people, server):
    people.push(folder)
    errors = [{"code": "InternalServerError", "message": "The cluster is full."}]
    fault = {"fault": "job", "kind": "train", "status": "failed", "errors": errors}
    server.resource.faults.add(json.dumps(fault).encode())
    with pytest.raises(JobError, match="failed: InternalServerError: The cluster is full") as error:
        people.train("v1")
    assert error.value.state.status == "failed"
    assert people.session.state.audit.entries()[-1].operation == "train"


@pytest.mark.parametrize("status", ["cancelled", "partiallyCompleted"])
def test_the_wait_ends_on_every_final_state(status, folder, people, server):
    people.push(folder)
    fault = {"fault": "job", "kind": "train", "status": status}
    server.resource.faults.add(json.dumps(fault).encode())
    with pytest.raises(JobError):
        people.train("v1")


def test_a_job_is_picked_up_again_by_its_id_or_its_path(tmp_path, folder):
    with emulator(tmp_path, jobs="polls:3") as server, client(server, tmp_path) as people:
        people.push(folder)
        begun = people.train("v1", wait=False)
        assert people.state(begun.job).status == "running"
        assert people.wait(f"train/jobs/{begun.job}").status == "succeeded"
        assert people.wait(begun.job).percent == 100


def test_progress_tells_texts_and_percent(tmp_path, folder):
    steps = []
    with (
        emulator(tmp_path, jobs="polls:3") as server,
        client(server, tmp_path, progress=steps.append) as people,
    ):
        people.push(folder)
        people.train("v1")
    assert [s.done for s in steps if s.what == "texts"] == [*range(1, 11)]
    percents = [step.done for step in steps if step.what == "train"]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert len(percents) > 2


def test_what_is_not_there_is_said_to_be(people):
    with pytest.raises(NotFoundError, match="people"):
        people.models()
    with pytest.raises(NotFoundError):
        people.train("v1")
    with pytest.raises(StoppedError, match="takes no model"):
        people.deploy("../x", "a")


def test_a_project_goes_to_another_name_and_its_labels_file_says_so(tmp_path, folder, server):
    with client(server, tmp_path, project="other") as other:
        assert other.push(folder).project == "other"
        assert [one.project_name for one in other.projects()] == ["other"]
    with client(server, tmp_path, project=None) as unnamed:
        assert unnamed.push(folder).project == "people"
