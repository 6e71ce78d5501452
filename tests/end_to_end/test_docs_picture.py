"""The worked example of docs/offsets.md is what Label Studio does; its picture is taken here.

The picture is left among the artefacts; docs/offsets.png is a copy of it.
"""

from __future__ import annotations

from pathlib import Path

from end_to_end.annotating import Highlight, highlights, open_task, select, submit
from end_to_end.browser import ARTEFACTS
from end_to_end.tags import TEXT

PAGE = Path(__file__).parents[2] / "docs" / "offsets.md"
EXAMPLE = "Hi 😀 Alice"


def test_the_documented_offsets_are_those_that_the_mouse_makes(label_studio, browser):
    project = label_studio.api.project(TEXT.label_config, "Documentation")
    [task] = label_studio.api.import_tasks(project, [{"data": {"text": EXAMPLE}}])
    open_task(browser, project, task)
    select(browser.page, "Alice", "Person")
    assert highlights(browser.page) == [Highlight(("Person",), "Alice", 6)]
    browser.page.mouse.move(0, 0)
    labels = browser.page.locator(".lsf-labels").first.bounding_box()
    text = browser.page.locator(".lsf-htx-richtext").bounding_box()
    clip = {"x": labels["x"] - 12, "y": labels["y"] - 12, "width": 360}
    clip["height"] = text["y"] + text["height"] - labels["y"] + 28
    browser.page.screenshot(path=ARTEFACTS / "screenshots" / "offsets.png", clip=clip)
    submit(browser.page)
    [exported] = label_studio.api.export(project)
    [region] = exported["annotations"][0]["result"]
    start, end = region["value"]["start"], region["value"]["end"]
    documented = PAGE.read_text("utf-8")
    assert f"For `{EXAMPLE}`" in documented
    assert f"`Alice` is {start} to {end} in code points" in documented
