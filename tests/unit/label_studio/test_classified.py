"""Choices for whole texts are read as their categories, and labels of stretches then are not."""

from __future__ import annotations

from typing import Any

import pytest
from spanbridge.converters.label_studio.label_config import LabelConfig
from tasks_of import documents, region, told

CONFIG = LabelConfig.parse("""<View>
<Text name="text" value="$text"/><Text name="t2" value="$title"/>
<Choices name="kind" toName="text" choice="multiple"><Choice value="Fire" alias="F"/>
<Choice value="Hail"/></Choices>
<Choices name="sure" toName="text" perRegion="true"><Choice value="yes"/></Choices>
<Labels name="label" toName="text"><Label value="Person"/></Labels></View>""")


def choice(*choices: str, **more: Any) -> dict[str, Any]:
    """Make a result that chooses for a text as a whole."""
    return {
        "from_name": "kind", "to_name": "text", "type": "choices", "id": "a",
        "value": {"choices": [*choices]}, **more,
    }  # fmt: skip


def answered(*results: list[Any], text: str = "It burnt. 🔥", **data: Any) -> list[dict[str, Any]]:
    """Make a task with an annotation for each result."""
    annotations = [{"result": one, "completed_by": by} for by, one in enumerate(results)]
    return [{"data": {"text": text, **data}, "annotations": annotations}]


def categories(tasks: Any, **options: Any) -> list[tuple[str, ...] | None]:
    """Return the categories of the documents that are read."""
    found, _ = documents(tasks, **{"kind": "multi-label"} | options)
    return [one.categories for one in found]


def test_choices_are_the_categories_of_the_text() -> None:
    assert categories(answered([choice("Fire", "Hail", "Fire")])) == [("Fire", "Hail")]


def test_a_text_for_which_nothing_was_chosen_has_none() -> None:
    assert categories(answered([choice("Fire")]) + answered([])) == [("Fire",), ()]


def test_where_stretches_are_labelled_a_text_has_no_categories() -> None:
    assert categories(answered([choice("Fire")]), kind="entities") == [None]


def test_what_does_not_choose_for_the_whole_text_is_told_and_kept() -> None:
    of_region = choice("yes", value={"choices": ["yes"], "start": 0, "end": 2})
    result = [choice("Fire"), of_region, region("It burnt. 🔥", "burnt")]
    assert categories(answered(result)) == [("Fire",)]
    assert told(answered(result), kind="multi-label") == {"result-kept": 2}


def test_a_configuration_tells_which_text_is_meant_and_which_categories_there_are() -> None:
    tasks = answered([choice("F")], title="Report")
    found, report = documents(tasks, kind="single-label", label_config=CONFIG)
    assert [(one.source.field, one.categories) for one in found] == [("text", ("F",))]
    assert report.categories == ["F", "Hail"]


def test_several_texts_need_a_configuration() -> None:
    with pytest.raises(ValueError, match="text-field-ambiguous"):
        categories(answered([choice("F")], title="Report"))


@pytest.mark.parametrize(
    ("answers", "agreed"),
    [
        ([["Fire"], ["Fire", "Hail"], ["Hail", "Fire"]], ("Fire", "Hail")),
        ([["Fire"], ["Hail"]], ()),
        ([["Fire", "Hail"], ["Fire"]], ("Fire",)),
    ],
)
def test_annotators_agree_on_choices_too(answers: list[list[str]], agreed: tuple[str, ...]) -> None:
    tasks = answered(*([choice(*one)] for one in answers))
    assert categories(tasks, annotations="consensus") == [agreed]


def test_choices_of_rows_can_not_be_told_from_data() -> None:
    row = {"id": 1, "annotation_id": 2, "text": "It burnt.", "kind": "Fire"}
    assert told([row], kind="single-label") == {"choices-in-row": 1}
    del row["kind"]
    assert told([row]) == {}
