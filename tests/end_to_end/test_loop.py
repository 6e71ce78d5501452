"""Three rounds that run by themselves on the real Label Studio, while somebody annotates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from azure_of import counted
from end_to_end.annotating import highlights, open_task, without_line_ends
from end_to_end.azurite import azurite, connection_to
from end_to_end.commands import surroundings, telling
from end_to_end.connected import until
from end_to_end.loop_at_work import NAME, Annotator, Worker, annotator, worker
from spanbridge.bridge.demo.reports import labelled_reports
from spanbridge.bridge.emulator import AzureLanguageEmulator

ROUNDS, FIRST, BATCH = 3, 15, 20
_TABLE = """[loop.{name}]
label_studio_project = {project}
language = "en"
language_field = "data.lang"
multilingual = true
changed = {batch}
look_minutes = 0.02
"""
_SHOWN = """() => {
  const { selected, predictions } = Htx.annotationStore;
  return [
    selected.parent_prediction,
    Object.fromEntries(predictions.map((one) => [one.pk, one.createdBy])),
  ];
}"""
"""The prediction that the annotation on the page was made of; versions of predictions, by ids."""


@dataclass
class Story:
    """What was seen of a loop: after each round, and of what was served then."""

    annotator: Annotator
    history: list[dict[str, Any]] = field(default_factory=list)
    before: list[dict[int, Any]] = field(default_factory=list)
    after: list[dict[int, Any]] = field(default_factory=list)
    open: list[set[int]] = field(default_factory=list)
    scores: list[dict[int, float]] = field(default_factory=list)
    served: list[list[int]] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def story(label_studio, tmp_path_factory) -> Story:
    """Let the worker run, and annotate: at first the test part and some reports, then in order."""
    folder = tmp_path_factory.mktemp("loop")
    reports = labelled_reports()
    person = annotator(label_studio.api, reports)
    table = _TABLE.format(name=NAME, project=person.project, batch=BATCH)
    (folder / "spanbridge.toml").write_text(table, "utf-8")
    tests = [task for task, one in person.tasks.items() if one.is_test]
    others = [task for task, one in person.tasks.items() if not one.is_test]
    for task in (*tests, *others[:FIRST]):
        person.annotate(task)
    person.leave_a_draft(others[-1])
    with azurite(folder) as account:
        connection = connection_to(account)
        with AzureLanguageEmulator(storage=connection, jobs="seconds:0.5") as azure:
            known = surroundings(azure, label_studio, folder)
            known |= {"SPANBRIDGE_STORAGE": connection, "SPANBRIDGE_RUNTIME_CALLS": "60000"}
            with worker(folder, known) as working:
                found = Story(person)
                for number in range(ROUNDS):
                    _round(found, number, working, telling(folder, known))
            found.counts = counted(azure)
    return found


def _round(story: Story, number: int, working: Worker, run: Callable[..., Any]) -> None:
    """Wait for a round to end, then annotate what is served, so that the next one begins."""
    person = story.annotator
    story.before.append(person.done())
    until(lambda: working.has_finished(number + 1))

    def is_written_down() -> bool:
        story.history = run("loop", "history", NAME)[NAME]
        return story.history[number]["ended"] is not None

    until(is_written_down)
    story.after.append(person.done())
    story.open.append(person.open())
    predictions = person.predictions(story.history[number]["version"])
    story.scores.append({task: one["score"] for task, one in predictions.items()})
    if number + 1 < ROUNDS:
        story.served.append(person.work(BATCH))


def test_f1_on_the_test_part_rises_over_the_rounds(story):
    assert [one["outcome"] for one in story.history] == ["promoted"] * ROUNDS
    f1 = [one["f1"] for one in story.history]
    assert f1[-1] > f1[0] + 0.05


def test_each_round_begins_by_itself_with_what_was_annotated_and_trains_and_swaps_once(story):
    made = [one["changes"]["made"] for one in story.history]
    assert made[1:] == [BATCH] * (ROUNDS - 1)
    assert (story.counts["trainings"], story.counts["swaps"]) == (ROUNDS, ROUNDS - 1)


def test_a_new_model_changes_the_order_in_which_tasks_are_served(story):
    for number, served in enumerate(story.served):
        scores = story.scores[number]
        assert scores.keys() == story.open[number]
        assert [scores[task] for task in served] == sorted(scores.values())[:BATCH]
    was, now, *_ = story.scores
    order = sorted(story.open[1], key=was.__getitem__)
    assert {*order[:BATCH]} != {*story.served[1]}
    assert order != sorted(story.open[1], key=now.__getitem__)


def test_nobodys_annotations_or_drafts_are_touched_by_a_round(story):
    assert story.before == story.after
    assert [one["id"] for held in story.after[-1].values() for one in held["drafts"]] != []


def test_between_rounds_only_the_annotator_has_changed_anything(story):
    pairs = zip(story.after[:-1], story.before[1:], story.served, strict=True)
    for was, now, served in pairs:
        assert {task for task in now if now[task] != was[task]} == {*served}
        for task in served:
            [made] = now[task]["annotations"]
            assert made["result"] == story.annotator.right(task)


def test_an_open_task_shows_the_suggestions_of_the_newest_model(story, browser):
    person = story.annotator
    *_, old, new = (person.predictions(one["version"]) for one in story.history)
    task = next(one for one in sorted(new) if _words(new[one]) not in ([], _words(old[one])))
    open_task(browser, person.project, task, regions=len(new[task]["result"]))
    browser.screenshot("loop-newest-suggestions")
    taken, shown = browser.page.evaluate(_SHOWN)
    assert taken == new[task]["id"]
    assert shown[str(taken)] == story.history[-1]["version"]
    seen = [(one.text, one.labels[0]) for one in highlights(browser.page)]
    assert seen == _words(new[task])


def _words(prediction: dict[str, Any]) -> list[tuple[str, str]]:
    values = sorted((one["value"] for one in prediction["result"]), key=lambda one: one["start"])
    return [(without_line_ends(one["text"]), one["labels"][0]) for one in values]
