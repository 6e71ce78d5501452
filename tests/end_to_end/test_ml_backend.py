"""Azure's suggestions reach the real Label Studio on the right characters, each task once."""

from __future__ import annotations

import json

import pytest
from end_to_end.annotating import Highlight, highlights, open_task, submit, without_line_ends
from end_to_end.browser import ARTEFACTS
from end_to_end.commands import spanbridge
from end_to_end.connected import connected, until
from end_to_end.tags import TAGS, TEXT
from end_to_end.texts import TEXTS
from spanbridge.ml_backend.options import BackendOptions

SHOWN = (
    TEXTS["astral"].text,
    TEXTS["zwj"].text,
    TEXTS["extension b"].text,
)
PICTURED = """Hi 😀 Alice of Contoso in London
From old Carol 😀 to Contoso Ltd
Dr Grace Hopper, World Wide
One Heidi of Proseware Inc"""


@pytest.fixture(scope="module")
def world(label_studio, tmp_path_factory):
    with connected(tmp_path_factory.mktemp("connected"), label_studio) as found:
        yield found


@pytest.fixture(scope="module", params=TAGS, ids=lambda tag: tag.name)
def shown(request, world):
    """Make a project of a tag, whose tasks nobody has predicted."""
    tag, api = request.param, world.label_studio.api
    project = world.project(tag.label_config, f"Suggested {tag.name}")
    tasks = [{"data": {"text": tag.data(one.text), "name": name}} for name, one in TEXTS.items()]
    return tag, project, dict(zip(TEXTS, api.import_tasks(project, tasks), strict=True))


@pytest.mark.parametrize("name", TEXTS)
def test_a_task_that_is_opened_highlights_exactly_what_azure_finds(name, shown, world, browser):
    tag, project, tasks = shown
    found = world.entities(tag_text(tag, TEXTS[name].text))
    assert found, "the model finds nothing to look at"
    open_task(browser, project, tasks[name], regions=len(found))
    browser.screenshot(f"suggested-{tag.name}-{name}".replace(" ", "-"))
    seen = [(one.text, one.labels[0]) for one in highlights(browser.page)]
    assert seen == [(without_line_ends(words), label) for words, label in found]


def tag_text(tag, text):
    """Return what the backend sends of what a tag shows: all of its text nodes, or paragraphs."""
    from spanbridge.bridge.suggesting import Suggester, fields_of  # noqa: PLC0415 (beside its use)
    from spanbridge.converters.label_studio.label_config import LabelConfig  # noqa: PLC0415

    task = fields_of({"data": {"text": tag.data(text)}})
    [document] = Suggester(LabelConfig.parse(tag.label_config)).documents(task)
    return document.text


def test_what_is_accepted_is_exported_and_converted_on_the_same_characters(
    world, browser, tmp_path
):
    api = world.label_studio.api
    project = world.project(TEXT.label_config, "Accepted")
    text = TEXTS["astral"].text
    [task] = api.import_tasks(project, [{"data": {"text": text}}])
    found = world.entities(text)
    open_task(browser, project, task, regions=len(found))
    submit(browser.page)
    [exported] = api.export(project)
    (tmp_path / "export.json").write_text(json.dumps([exported]), "utf-8")
    out = tmp_path / "azure"
    spanbridge("convert", "to-azure", tmp_path / "export.json", "--language", "en", "--out", out)
    [document] = json.loads((out / "labels.json").read_text("utf-8"))["assets"]["documents"]
    units = (out / "documents" / document["location"]).read_bytes().decode().encode("utf-16-le")
    labels = [one for region in document["entities"] for one in region["labels"]]
    covered = [
        (units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"),
         one["category"])
        for one in labels
    ]  # fmt: skip
    assert covered == found


def test_uncertainty_sampling_serves_tasks_in_ascending_score(world):
    api = world.label_studio.api
    project = world.project(TEXT.label_config, "Uncertain")
    texts = [f"{one.text} {number} Alice" for one in TEXTS.values() for number in range(2)]
    tasks = api.import_tasks(project, [{"data": {"text": text}} for text in texts])
    world.retrieve(project, tasks)
    predictions = api.call("GET", f"predictions/?project={project}")
    scores = {one["task"]: one["score"] for one in predictions}
    assert len(scores) == len(predictions) == len(tasks)
    api.call("PATCH", f"projects/{project}/", json={"sampling": "Uncertainty sampling"})
    served = []
    for _ in range(len(tasks)):
        task = api.call("GET", f"projects/{project}/next")["id"]
        served.append(scores[task])
        api.call("POST", f"tasks/{task}/annotations/", json={"result": [], "lead_time": 1})
    assert served == sorted(scores.values())
    assert len(set(served)) > len(served) / 2


def test_a_task_that_gets_nothing_for_now_is_asked_for_again(world):
    api = world.label_studio.api
    project = world.project(TEXT.label_config, "Not now")
    address = "https://nowhere.example/1.txt"
    tasks = api.import_tasks(project, [{"data": {"text": one}} for one in (address, SHOWN[0])])
    world.retrieve(project, tasks)
    assert [len(one) for one in world.versions(project).values()] == [0, 1]


def test_five_thousand_tasks_retrieved_at_once_have_one_prediction_each(label_studio, tmp_path):
    texts = [f"{SHOWN[number % 3]} Number {number}." for number in range(5_000)]
    with connected(tmp_path, label_studio, jobs="seconds:1.5") as world:
        project = world.project(TEXT.label_config, "Five thousand")
        api = label_studio.api.patient
        tasks = api.import_tasks(project, [{"data": {"text": text}} for text in texts])
        world.retrieve(project, tasks)
        assert set(map(tuple, world.versions(project).values())) == {("d@m",)}
        world.retrieve(project, tasks)
        assert set(map(tuple, world.versions(project).values())) == {("d@m",)}


def test_what_passes_its_deadline_is_written_to_label_studio_once_a_task(label_studio, tmp_path):
    texts = [f"{SHOWN[number % 3]} Late {number}." for number in range(1_200)]
    options = BackendOptions(deadline=3)
    with connected(tmp_path, label_studio, options, jobs="seconds:4") as world:
        project = world.project(TEXT.label_config, "Late")
        tasks = label_studio.api.import_tasks(project, [{"data": {"text": one}} for one in texts])
        world.retrieve(project, tasks)
        world.retrieve(project, tasks)
        until(lambda: all(world.versions(project).values()))
        until(lambda: b"spanbridge_background 0.0" in world.backend.backend.metrics.text())
        assert set(map(tuple, world.versions(project).values())) == {("d@m",)}


def test_a_picture_of_suggestions_is_taken_for_the_documentation(world, browser):
    project = world.project(TEXT.label_config, "Suggestions")
    [task] = world.label_studio.api.import_tasks(project, [{"data": {"text": PICTURED}}])
    found = world.entities(PICTURED)
    before = browser.page.viewport_size
    browser.page.set_viewport_size({"width": 1180, "height": 520})
    open_task(browser, project, task, regions=len(found))
    browser.page.mouse.move(0, 0)
    browser.page.screenshot(path=ARTEFACTS / "screenshots" / "ml-backend.png")
    browser.page.set_viewport_size(before)
    assert [one.text for one in highlights(browser.page)] == [words for words, _ in found]
    assert isinstance(highlights(browser.page)[0], Highlight)
