"""Whatever kills a worker, and wherever, the round ends the same: trained once, swapped once."""

from __future__ import annotations

import shutil
from itertools import product

import pytest
from azure_of import add_faults
from killing import before, case
from loop_child import children

MILESTONES = (
    "look: record note",
    "start: begins",
    "start: record begin",
    "convert: begins",
    "convert: record put converted",
    "convert: POST :export",
    "convert: POST :export was answered",
    "convert: record put label",
    "push: begins",
    "push: POST :export",
    "push: POST :export was answered",
    "push: POST :import",
    "push: POST :import was answered",
    "push: record put pushed",
    "train: begins",
    "train: POST :export",
    "train: POST :export was answered",
    "train: record put train-begun",
    "train: POST :train",
    "train: POST :train was answered",
    "train: record put train-begun",
    "predict old: begins",
    "predict old: record put old",
    "predict old: POST jobs",
    "predict old: POST jobs was answered",
    "predict old: record predicted",
    "stage: begins",
    "stage: PUT deployment",
    "stage: PUT deployment was answered",
    "predict new: begins",
    "predict new: POST jobs",
    "predict new: POST jobs was answered",
    "predict new: record predicted",
    "gate: begins",
    "gate: record put verdict",
    "swap: begins",
    "swap: record put swap-begun",
    "swap: POST :swap",
    "swap: POST :swap was answered",
    "refresh: begins",
    "refresh: POST jobs",
    "refresh: POST jobs was answered",
    "refresh: Label Studio predictions",
    "refresh: Label Studio PATCH 7",
    "refresh: record put refreshed",
    "version: begins",
    "version: record put version",
    "clean: begins",
    "clean: record forget",
    "clean: record put cleaned",
    "finish: begins",
    "finish: record end",
)
"""All that lasts in a round, in order: a process that is killed before each of them has been killed
at each boundary of a step, and in the middle of each step."""
ALONE = (
    "train: POST :train was answered",
    "predict old: record put old",
    "predict old: POST jobs was answered",
    "promote: begins",
    "promote: PUT deployment was answered",
    "predict new: begins",
    "predict new: record predicted",
    "gate: record put verdict",
    "refresh: Label Studio predictions",
    "finish: record end",
)
"""Of a round with one deployment, those that are other than with two."""
RUNNING = (
    "push: POST :import was answered",
    "train: POST :train",
    "train: POST :train was answered",
    "stage: PUT deployment was answered",
    "swap: POST :swap",
    "swap: POST :swap was answered",
)
"""Where a job runs on while nobody waits for it."""
KILLED = -9
CALLS = ("import", "export", "train", "put_deployment", "swap", "submit_job")
READS = ("list_trainings", "list_models", "get_deployment", "get_job", "get_import", "get_swap")


@pytest.fixture(scope="module")
def makes():
    with children() as found:
        yield found


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    return before(tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return before(tmp_path_factory.mktemp("alone"), "F0", staging="")


def expected(folder, makes, start):
    """Tell what a round comes to that nothing disturbs, and what it passes."""
    with case(makes, start, folder) as undisturbed:
        assert undisturbed.run() == 0
        passed = undisturbed.milestones
        return undisturbed.result(), passed


@pytest.fixture(scope="module")
def normal(tmp_path_factory, makes, start):
    return expected(tmp_path_factory.mktemp("normal"), makes, start)


@pytest.fixture(scope="module")
def normal_alone(tmp_path_factory, makes, alone):
    return expected(tmp_path_factory.mktemp("normal-alone"), makes, alone)


@pytest.fixture(scope="module")
def world(makes, start, normal):
    return makes, start, normal


def named(milestones):
    return [f"{number:02}-{name}" for number, name in enumerate(milestones)]


def test_a_round_passes_these_milestones_and_comes_to_this(normal):
    result, passed = normal
    assert passed == [*MILESTONES]
    assert result["outcomes"] == ["promoted", "promoted"]
    assert (result["trainings"], result["swaps"], result["production"]) == (1, 1, 2)
    assert result["predictions"] == [28, 40]
    assert result["shown"]


@pytest.mark.parametrize("number", range(len(MILESTONES)), ids=named(MILESTONES))
def test_a_worker_that_is_killed_is_followed_by_one_that_ends_the_round(
    number, tmp_path, makes, start, normal
):
    with case(makes, start, tmp_path) as disturbed:
        assert disturbed.run(kill=number) == KILLED
        assert disturbed.milestones == [*MILESTONES[: number + 1]]
        assert disturbed.run() == 0
        assert disturbed.result() == normal[0]


@pytest.mark.parametrize("every", [1, 3])
def test_a_worker_that_is_killed_again_and_again_gets_to_the_end(
    every, tmp_path, makes, start, normal
):
    with case(makes, start, tmp_path) as disturbed:
        times = 0
        while disturbed.run(kill=4 * every + times) == KILLED:
            times += 1
        assert times > 1
        assert disturbed.result() == normal[0]


@pytest.mark.parametrize("milestone", ALONE)
def test_with_one_deployment_too(milestone, tmp_path, makes, alone, normal_alone):
    result, passed = normal_alone
    assert (result["trainings"], result["swaps"], result["production"]) == (1, 0, 2)
    with case(makes, alone, tmp_path) as disturbed:
        assert disturbed.run(kill=passed.index(milestone)) == KILLED
        assert disturbed.run() == 0
        assert disturbed.result() == result


@pytest.mark.parametrize(("jobs", "milestone"), [*product(["polls:2", "seconds:0.3"], RUNNING)])
def test_a_job_that_runs_on_is_not_begun_again(jobs, milestone, tmp_path, world):
    makes, start, normal = world
    settle = 0 if jobs == "polls:2" else 1.5
    with case(makes, start, tmp_path, jobs, settle_seconds=settle) as disturbed:
        assert disturbed.run(kill=MILESTONES.index(milestone)) == KILLED
        assert disturbed.run() == 0
        assert disturbed.result() == normal[0]


@pytest.mark.parametrize(
    ("fault", "operation"), [*product(["lost-answer", "cut", "malformed"], CALLS)]
)
def test_an_answer_that_is_lost_does_no_harm(fault, operation, tmp_path, world):
    makes, start, normal = world
    with case(makes, start, tmp_path) as disturbed:
        add_faults(disturbed.azure, {"fault": fault, "operation": operation})
        runs = [disturbed.run()]
        while runs[-1] and len(runs) < 4:  # what is uncertain waits for the next look
            runs.append(disturbed.run())
        assert disturbed.result() == normal[0]


@pytest.mark.parametrize("operation", READS)
def test_a_service_that_is_down_for_a_moment_does_no_harm(
    operation, tmp_path, makes, start, normal
):
    with case(makes, start, tmp_path) as disturbed:
        add_faults(disturbed.azure, {"fault": "cut", "operation": operation, "times": 3})
        runs = [disturbed.run()]
        while runs[-1] and len(runs) < 4:
            runs.append(disturbed.run())
        assert disturbed.result() == normal[0]


def test_another_machine_goes_on_without_the_texts_and_with_what_was_annotated_since(
    tmp_path, makes, start
):
    with case(makes, start, tmp_path) as disturbed:
        assert disturbed.run(kill=MILESTONES.index("push: begins")) == KILLED
        shutil.rmtree(tmp_path / "state" / "loop")
        disturbed.server.annotate(40)
        assert disturbed.run() == 0
        result = disturbed.result()
        assert (result["trainings"], result["swaps"], result["production"]) == (1, 1, 2)
        assert result["predictions"] == [27, 40]
