"""Observes which text the offsets of a tag count over: the page's, and what saved regions say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from end_to_end.annotating import open_task, submit
from end_to_end.browser import Browser

_LOOK_AND_LABEL = Path(__file__).with_name("observed.js").read_text("utf-8")
_ALL_READY = (
    "[...Htx.annotationStore.selected.names.values()]"
    ".every(tag => !tag.isObjectTag || tag.isReady !== false)"
)


def observe(
    browser: Browser, kind: str, variants: Mapping[str, tuple[Any, str]]
) -> list[dict[str, Any]]:
    """Show values, each in a tag of its own, and label their words; return what is counted, saved.

    `kind` is `HyperText` or `Paragraphs`; a variant is a value of the data, and the attributes of
    its tag. The selections are made by script and heard by Label Studio as those of a mouse; that a
    mouse makes the same ones is shown by other tests.
    """
    tags = {f"tag{number}": name for number, name in enumerate(variants)}
    api = browser.server.api
    config = _label_config(kind, {tag: variants[name][1] for tag, name in tags.items()})
    project = api.project(config, f"Observed {kind}")
    data = {tag: variants[name][0] for tag, name in tags.items()}
    [task] = api.import_tasks(project, [{"data": data}])
    open_task(browser, project, task)
    browser.page.wait_for_function(_ALL_READY)
    seen = {tag.pop("name"): tag for tag in browser.page.evaluate(_LOOK_AND_LABEL)}
    browser.screenshot(f"observed-{kind}-{project}")
    submit(browser.page)
    [exported] = api.export(project)
    results = exported["annotations"][0]["result"]
    return [
        {
            "name": name,
            "attributes": variants[name][1],
            "value": variants[name][0],
            **seen[tag],
            "regions": [r["value"] for r in results if r["to_name"] == tag],
        }
        for tag, name in tags.items()
    ]


def _label_config(kind: str, attributes: Mapping[str, str]) -> str:
    control = {"HyperText": "HyperTextLabels", "Paragraphs": "ParagraphLabels"}[kind]
    shown = "".join(
        f'<{control} name="label-{tag}" toName="{tag}"><Label value="Word"/></{control}>'
        f'<{kind} name="{tag}" value="${tag}" {more}/>'
        for tag, more in attributes.items()
    )
    return f"<View>{shown}</View>"
