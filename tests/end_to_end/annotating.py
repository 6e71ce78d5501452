"""What an annotator does and sees: opens a task, drags over words, submits, looks at highlights."""

from __future__ import annotations

from typing import Any, NamedTuple

from end_to_end.browser import Browser
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLong

HOTKEYS = {"Person": "1", "Org": "2"}
"""The labels of the tests, and the keys that choose them."""
_ATTEMPTS = 4
_MILLISECONDS = 3_000
_TO_OPEN = 20_000


class Highlight(NamedTuple):
    """What a region highlights: its labels, the characters, and where they start.

    `start` counts UTF-16 units of the displayed text, and it and `text` are without line ends.
    """

    labels: tuple[str, ...]
    text: str
    start: int | None


def without_line_ends(text: str) -> str:
    """Return a text as `Highlight` has it: each tag displays line ends in its own way."""
    return text.replace("\r", "").replace("\n", "")


def open_task(browser: Browser, project: int, task: int, *, regions: int = 0) -> None:
    """Open a task for annotation; return when its text and its regions are there to stay.

    The page shows a task twice: from the list of tasks, and again from the task itself. What it
    asks the server for last tells that the second time has come. When a busy machine opens the
    first task of a project, a page may show its own empty annotation for good: it is opened again.
    """
    for _ in range(_ATTEMPTS):
        with browser.page.expect_response(lambda answer: "/api/label_links" in answer.url):
            browser.page.goto(f"{browser.server.address}/projects/{project}/data?task={task}")
        if _comes_true(browser.page, "n => window.spanbridge.ready(n)", regions, _TO_OPEN):
            return
    raise AssertionError(f"task {task} never showed {regions} regions")


def turn_to_task(browser: Browser, project: int, task: int, *, regions: int = 0) -> None:
    """Show another task of a project, as a click on its row does, without loading the page again.

    Should it not come, it is opened by itself.
    """
    shown = browser.page.evaluate("window.dataManager?.projectId?.toString()")
    if shown == str(project):
        browser.page.evaluate(
            "id => window.dataManager.store.taskStore.loadTask(id, {select: true})", task
        )
        condition = "([id, n]) => Htx.task?.id == id && window.spanbridge.ready(n)"
        if _comes_true(browser.page, condition, [task, regions]):
            return
    open_task(browser, project, task, regions=regions)


def select(page: Page, word: str, label: str) -> str:
    """Label a word by a drag of the mouse; return what the browser says was selected.

    A drag that makes no region is done again. The selection stays only where it is the word.
    """
    regions = page.evaluate("spanbridge.regions()")
    tried: list[Any] = []
    for _ in range(_ATTEMPTS):
        _choose(page, label)
        tried.append(_drag(page, word))
        if _comes_true(page, "n => spanbridge.regions() === n", regions + 1):
            return str(tried[-1]["text"])
    raise AssertionError(f"{_ATTEMPTS} drags over {word!r} made no region: {tried}")


def _choose(page: Page, label: str) -> None:
    """Press the hotkey of a label until it is chosen: a page may not hear keys from the start."""
    for _ in range(_ATTEMPTS):
        if page.evaluate("spanbridge.chosen()") == [label]:
            return
        page.keyboard.press(HOTKEYS[label])
        if _comes_true(page, "label => spanbridge.chosen().join() === label", label):
            return
    raise AssertionError(f"the label {label} is not chosen by its hotkey")


def _comes_true(
    page: Page, condition: str, argument: object, milliseconds: int = _MILLISECONDS
) -> bool:
    try:
        page.wait_for_function(condition, arg=argument, timeout=milliseconds)
    except TooLong:
        return False
    return True


def _drag(page: Page, word: str) -> Any:
    ends = page.evaluate("word => spanbridge.ends(word)", word)
    assert ends, f"{word!r} is not displayed: {page.evaluate('spanbridge.displayed()')!r}"
    assert ends["start"], f"{word!r}: no point sets the caret before it"
    assert ends["end"], f"{word!r}: no point sets the caret behind it"
    page.evaluate("spanbridge.unselect()")  # what is selected would be dragged elsewhere
    page.mouse.move(ends["start"]["x"], ends["start"]["y"])
    page.mouse.down()
    page.mouse.move(ends["end"]["x"], ends["end"]["y"], steps=8)
    selection = page.evaluate(
        "([word, places]) => spanbridge.selection(word, places)", [word, ends["places"]]
    )
    page.mouse.up()
    return selection


def submit(page: Page) -> None:
    """Save the annotation; return when the server has it."""
    with page.expect_response(
        lambda answer: "/annotations" in answer.url and answer.request.method == "POST"
    ) as answer:
        page.get_by_label("Submit current annotation").click()
    assert answer.value.ok, answer.value.status


def highlights(page: Page) -> list[Highlight]:
    """Return what is highlighted, in the order of the text; every highlight is of a region."""
    seen: dict[str, Any] = page.evaluate("spanbridge.highlights()")
    assert seen["strays"] == []
    found = [Highlight(tuple(h["labels"]), h["text"], h["start"]) for h in seen["found"]]
    return sorted(found, key=lambda highlight: highlight.start or 0)
